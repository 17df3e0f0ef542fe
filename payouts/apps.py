"""Django application: payouts."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """The house of money and settlement notes to creditors."""

    name = "payouts"
    label = "payouts"
