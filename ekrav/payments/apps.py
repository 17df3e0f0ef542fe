"""Django application: payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """The house of money that has arrived."""

    name = "ekrav.payments"
    label = "payments"
