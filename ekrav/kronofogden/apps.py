"""Django application: Kronofogden's mailbox."""

from django.apps import AppConfig


class KronofogdenConfig(AppConfig):
    """The house of what leaves for Kronofogden and comes from it."""

    name = "ekrav.kronofogden"
    label = "kronofogden"
