"""Whether this installation can sign its settlement notes. Asked by `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from letters.sign import NoSigner, readable


@register(Tags.security, deploy=True)
def notes_are_signed(**kwargs: Any) -> list[CheckMessage]:
    """A warning when settlement notes leave unsigned, an error when they cannot be signed with what was given."""
    if settings.FACE == "portal":
        return []
    if not settings.SIGNING_PEM:
        return [
            Warning(
                "Settlement notes are not signed: EKRAV_SIGNING_PEM is not set.",
                hint="Name a PEM file with the agency's private key and its certificate.",
                id="ekrav.W002",
            )
        ]
    try:
        readable(settings.SIGNING_PEM.encode())
    except NoSigner as wrong:
        return [Error(f"EKRAV_SIGNING_PEM cannot be used: {wrong}.", id="ekrav.E002")]
    return []
