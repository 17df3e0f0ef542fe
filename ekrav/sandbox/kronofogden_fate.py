"""How a case at the sandboxed Kronofogden goes when nobody chooses: drawn once, by seed and reference."""

import hashlib
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """How a payment order goes."""

    VERDICT = "verdict"
    DISPUTED = "disputed"
    NOT_SERVED = "not_served"
    SUPPLEMENT = "supplement"  # asked for more first; served when it has been answered, else dismissed
    DISMISSED = "dismissed"


class Assets(StrEnum):
    """What enforcement finds."""

    NO_ASSETS = "no_assets"
    WAGES = "wages"
    PROPERTY = "property"


FATE_WORDS: Final[dict[str, str]] = {
    Fate.VERDICT: "Utslag",
    Fate.DISPUTED: "Bestrids",
    Fate.NOT_SERVED: "Kan inte delges",
    Fate.SUPPLEMENT: "Komplettering begärs",
    Fate.DISMISSED: "Avvisas",
    Assets.NO_ASSETS: "Inga tillgångar",
    Assets.WAGES: "Löneutmätning",
    Assets.PROPERTY: "Utmätt egendom",
}
# In hundredths.
_ORDERS: Final = (
    (Fate.VERDICT, 62),
    (Fate.DISPUTED, 14),
    (Fate.NOT_SERVED, 9),
    (Fate.SUPPLEMENT, 10),
    (Fate.DISMISSED, 5),
)
_ASSETS: Final = ((Assets.NO_ASSETS, 55), (Assets.WAGES, 33), (Assets.PROPERTY, 12))


def drawn(*, seed: str, reference: str, enforcement: bool) -> str:
    """Return the fate of the case with this reference."""
    place = int.from_bytes(hashlib.sha256(f"{seed} {reference}".encode()).digest()[:4]) % 100
    weights: tuple[tuple[StrEnum, int], ...] = _ASSETS if enforcement else _ORDERS
    for fate, weight in weights:
        if place < weight:
            return fate.value
        place -= weight
    raise AssertionError("the weights make a hundred")
