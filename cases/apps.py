"""Django application: cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The house of a claim's life, from registration to closure."""

    name = "cases"
    label = "cases"
