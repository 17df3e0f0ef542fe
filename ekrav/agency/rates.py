"""The law's rows as they stand for this agency: those shipped with the program, with the confirmed ones on top."""

from functools import lru_cache

from ekrav.agency.models import RateRow
from ekrav.agency.rate_values import value_of
from ekrav.law.rates import Mark, NoRow, Rates, Row, Unit
from ekrav.law.shipped import shipped_rates
from ekrav.tenancy import NoScope, current_scope, routing_scope


def current_rates() -> Rates:
    """All rows in force, in whatever scope the caller has; where there is none, in one of its own.

    One small query reads the confirmed rows, and what was merged of the same rows before is taken again: so every
    process sees a new row with its next question.
    """
    try:
        current_scope()
    except NoScope:
        with routing_scope():
            return merged(confirmed_rows())
    return merged(confirmed_rows())


def rates_before(row: RateRow) -> Rates:
    """All rows as they stood just before a confirmed one took effect."""
    return merged(confirmed_rows(before=row.number))


def rates_from(row: RateRow) -> Rates:
    """All rows as they stood when a confirmed one took effect."""
    return merged((*confirmed_rows(before=row.number), as_law(row)))


def rates_if(row: RateRow) -> Rates:
    """All rows as they would stand if this proposal were confirmed now. Raises `law.rates.RowsOverlap`."""
    return merged((*confirmed_rows(), as_law(row)))


def confirmed_rows(*, before: int | None = None) -> tuple[Row, ...]:
    """The confirmed rows in the order of their confirmation: of two that begin on one day, the later holds."""
    rows = RateRow.objects.filter(confirmed_at__isnull=False).order_by("number")
    return tuple(as_law(row) for row in (rows if before is None else rows.filter(number__lt=before)))


def as_law(row: RateRow) -> Row:
    """The row as the law's functions read it."""
    unit = Unit(row.unit)
    return Row(
        key=row.key,
        value=value_of(text=row.value, unit=unit),
        unit=unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        statute=row.statute,
        source=row.source,
        mark=Mark(row.mark),
    )


@lru_cache(maxsize=16)
def merged(rows: tuple[Row, ...]) -> Rates:
    """The shipped rows with these on top. Raises `law.rates.RowsOverlap`.

    What was simulated gives way when the program brings the real figure.
    """
    shipped = shipped_rates()
    return shipped.with_rows(row for row in rows if row.mark is not Mark.SIMULATED or _is_new(row, shipped))


def _is_new(row: Row, shipped: Rates) -> bool:
    try:
        shipped.on(row.key, row.valid_from)
    except NoRow:
        return True
    return False
