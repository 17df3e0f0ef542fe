"""Django application: audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The house of who did what, when."""

    name = "ekrav.audit"
    label = "audit"
