"""The Django app that carries the template tags and the style pages."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """`ekrav.look`: no models, only words and shapes."""

    name = "ekrav.look"
    label = "look"
