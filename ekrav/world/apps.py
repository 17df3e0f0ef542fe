"""Django application: world."""

from importlib import import_module

from django.apps import AppConfig


class WorldConfig(AppConfig):
    """The demo world, the time machine and the proof of the books."""

    name = "ekrav.world"
    label = "world"

    def ready(self) -> None:
        """Register the check of the database's world."""
        import_module("ekrav.world.checks")
