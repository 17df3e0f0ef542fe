"""Django application: ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The house of the double-entry book."""

    name = "ekrav.ledger"
    label = "ledger"
