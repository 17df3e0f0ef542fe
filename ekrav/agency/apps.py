"""Django application: agency."""

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    """The house of the operator's own record."""

    name = "ekrav.agency"
    label = "agency"
