"""Django application: outbox."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The house of things that must leave exactly once."""

    name = "ekrav.outbox"
    label = "outbox"
