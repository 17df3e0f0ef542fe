"""Django application: accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The house of creditor companies and their people."""

    name = "ekrav.accounts"
    label = "accounts"
