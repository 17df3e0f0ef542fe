"""Django application: findings about those who owe."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """The house of what was found out about those who owe."""

    name = "ekrav.findings"
    label = "findings"
