"""How a register is asked over HTTP, and what it is called when it does not give what was asked."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import requests
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TIMEOUT: Final = 5.0
"""Seconds a register gets to answer."""

_LARGEST_ANSWER: Final = 262_144

Record = TypeVar("Record")


class RegisterRefusal(Exception):
    """A register did not give what was asked. `words` is a Swedish sentence for the person who asked."""

    words: str | Promise = ""


class RegisterSilent(RegisterRefusal):
    """The register does not answer, or answers what nobody can read."""

    words = _("Företagsregistret svarar inte just nu. Fyll i uppgifterna själv, så kontrollerar vi dem.")


class LookUpByHand(RegisterRefusal):
    """No register is connected: what the company says is kept, and staff confirm it."""

    words = _("Vi kontrollerar uppgifterna för hand, oftast samma dag. Inget skickas innan dess.")


def ask(
    method: str, address: str, *, timeout: float, read: Callable[[Any], Record], json: object = None
) -> Record | None:
    """The register's JSON answer as `read` understands it; None when it knows nothing by that number (404).

    `read` refuses with `ValueError`, `KeyError`, `TypeError` or `AttributeError`. Raises `RegisterSilent`.
    """
    try:
        response = requests.request(
            method,
            address,
            json=json,
            headers={"Accept": "application/json"},
            timeout=timeout,
            allow_redirects=False,
        )
        if response.status_code == 404:
            return None
        if response.status_code != 200 or len(response.content) > _LARGEST_ANSWER:
            raise RegisterSilent(str(response.status_code))
        return read(response.json())
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as failed:
        # From None: the failure's text may hold the address, and a sole trader's number is a person number.
        raise RegisterSilent(type(failed).__name__) from None


def line_of(value: object) -> str:
    """One line of text as a register writes it, spaces made single. Raises `ValueError`."""
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("not a line of text")
    return " ".join(value.split())
