"""Django application: payouts."""

from importlib import import_module

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """The house of money and settlement notes to creditors."""

    name = "payouts"
    label = "payouts"

    def ready(self) -> None:
        """Register the check of the signature."""
        import_module("payouts.checks")
