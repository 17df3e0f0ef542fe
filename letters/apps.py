"""Django application: letters."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The house of paper and digital mail to debtors."""

    name = "letters"
    label = "letters"
