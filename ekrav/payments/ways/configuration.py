"""Which ways in are open and how their providers are reached, read from the environment once, when a process starts.

The portal learns which ways there are and where the payer's app is. Keys and certificates are for web and worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ImproperlyConfigured

WAYS: Final = ("swish", "card", "bank")
CARD_KINDS: Final = ("debit", "credit")


@dataclass(frozen=True, kw_only=True)
class Configured:
    """`ways`: open to debtors, in the order they are shown. `card_kinds`: which cards are taken."""

    ways: tuple[str, ...] = ()
    swish_url: str = ""
    swish_number: str = ""
    swish_certificate: str = ""
    swish_key: str = ""
    swish_authority: str = ""
    swish_app: str = "swish://paymentrequest"
    card_url: str = ""
    card_key: str = ""
    card_webhook_secret: str = ""
    card_kinds: tuple[str, ...] = ("debit",)
    bank_url: str = ""
    bank_key: str = ""


NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "swish": ("EKRAV_SWISH_URL", "EKRAV_SWISH_NUMBER", "EKRAV_SWISH_CERTIFICATE", "EKRAV_SWISH_KEY"),
    "card": ("EKRAV_CARD_KEY", "EKRAV_CARD_WEBHOOK_SECRET"),
    "bank": ("EKRAV_PAY_BY_BANK_URL", "EKRAV_PAY_BY_BANK_KEY"),
}
_ADDRESSES: Final = ("EKRAV_SWISH_URL", "EKRAV_CARD_URL", "EKRAV_PAY_BY_BANK_URL")


def configured(environment: Mapping[str, str], *, demo: bool) -> Configured:
    """Read the ways in. Raises `ImproperlyConfigured` when one is open and cannot work."""
    ways = _listed(environment, "EKRAV_WAYS", WAYS, default="")
    if environment.get("EKRAV_FACE") == "web":
        for way in ways:
            for name in NEEDED[way]:
                if not environment.get(name):
                    raise ImproperlyConfigured(f"EKRAV_WAYS opens {way}, and {name} is not set")
    for name in _ADDRESSES:
        # Empty is not set.
        if not demo and not (environment.get(name) or "https://").startswith("https://"):
            raise ImproperlyConfigured(f"{name} must begin with https:// outside a demo world")
    return Configured(
        ways=ways,
        swish_url=environment.get("EKRAV_SWISH_URL", ""),
        swish_number=environment.get("EKRAV_SWISH_NUMBER", ""),
        swish_certificate=environment.get("EKRAV_SWISH_CERTIFICATE", ""),
        swish_key=environment.get("EKRAV_SWISH_KEY", ""),
        swish_authority=environment.get("EKRAV_SWISH_AUTHORITY", ""),
        swish_app=environment.get("EKRAV_SWISH_APP", Configured.swish_app),
        card_url=environment.get("EKRAV_CARD_URL", ""),
        card_key=environment.get("EKRAV_CARD_KEY", ""),
        card_webhook_secret=environment.get("EKRAV_CARD_WEBHOOK_SECRET", ""),
        card_kinds=_listed(environment, "EKRAV_CARD_KINDS", CARD_KINDS, default="debit"),
        bank_url=environment.get("EKRAV_PAY_BY_BANK_URL", ""),
        bank_key=environment.get("EKRAV_PAY_BY_BANK_KEY", ""),
    )


def _listed(
    environment: Mapping[str, str], name: str, allowed: tuple[str, ...], *, default: str
) -> tuple[str, ...]:
    words = tuple(environment.get(name, default).split())
    if not set(words) <= set(allowed):
        raise ImproperlyConfigured(f"{name} may hold {', '.join(allowed)}; it is {' '.join(words)!r}")
    return tuple(word for word in allowed if word in words)
