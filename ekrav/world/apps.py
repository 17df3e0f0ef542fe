"""Django application: world."""

from django.apps import AppConfig


class WorldConfig(AppConfig):
    """The demo world, the time machine and the proof of the books."""

    name = "ekrav.world"
    label = "world"
