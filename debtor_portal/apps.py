"""Django application: debtor_portal."""

from django.apps import AppConfig


class DebtorPortalConfig(AppConfig):
    """The house of Mitt Ärende, what a debtor sees and may do."""

    name = "debtor_portal"
    label = "debtor_portal"
