"""Django application: tenancy."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Scopes and tenant-owned tables."""

    name = "ekrav.tenancy"
    label = "tenancy"
