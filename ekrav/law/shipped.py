"""The rows that come with the program: the TOML files in `rows/`, one table of `[[series]]` each.

A series has a key, a unit, a statute and its rows; a row has `from`, perhaps `to`, `value`, `mark` and the
name of one of the file's `[sources]`. Amounts and rates are written as text ("180.00", "-0.50") so that no
float touches them.
"""

import tomllib
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from ekrav.law.rates import Mark, Rates, Row, Unit, Value
from ekrav.money import kronor

_FOLDER = Path(__file__).parent / "rows"


class RowsRefused(ValueError):
    """A file of rows says something its form does not allow."""


@cache
def shipped_rates() -> Rates:
    """Return the rows that ship with the program. Raises RowsRefused, RowsOverlap for a broken data file."""
    files = sorted(_FOLDER.glob("*.toml"))
    return Rates(tuple(row for file in files for row in read_rows(file.read_text(encoding="utf-8"))))


def read_rows(toml: str) -> Iterator[Row]:
    """Yield the rows of one file's text. Raises RowsRefused."""
    try:
        table = tomllib.loads(toml)
        for series in table["series"]:
            unit = Unit(series["unit"])
            for line in series["rows"]:
                yield Row(
                    key=series["key"],
                    value=_value(line["value"], unit),
                    unit=unit,
                    valid_from=line["from"],
                    valid_to=line.get("to"),
                    statute=series["statute"],
                    source=table["sources"][line["source"]],
                    mark=Mark(line["mark"]),
                )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as refused:
        raise RowsRefused(str(refused)) from refused


def _value(written: Any, unit: Unit) -> Value:
    match unit, written:
        case Unit.KRONOR, str():
            return kronor(written)
        case Unit.PERCENT, str():
            return Fraction(written)
        case Unit.ORDER, list():
            return tuple(str(word) for word in written)
        case ((Unit.DAYS | Unit.BANK_DAYS | Unit.MONTHS | Unit.YEARS), int()):
            return written
    raise RowsRefused(f"{written!r} is not a value in {unit}")
