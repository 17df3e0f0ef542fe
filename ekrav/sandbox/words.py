"""How the counterparties' pages write days, moments, amounts and sizes. Swedish, as the service does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from ekrav.look.figures import in_fours
from ekrav.money import NBSP, format_kronor
from letters.words import full_date, short_date


def moment(at: datetime | None) -> str:
    """Return "22 nov 2026 21:53"; nothing of nothing."""
    return "" if at is None else f"{short_date(at.date(), year=0)} {at:%H:%M}"


def size(count: int) -> str:
    """Return the size of so many bytes: "84 kB"."""
    return f"{-(-count // 1000)}{NBSP}kB"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "day": full_date,
    "moment": moment,
    "fours": in_fours,
    "kronor": format_kronor,
    "size": size,
}
