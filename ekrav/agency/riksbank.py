"""The central bank's reference rates over HTTP, and taking in those that the sandboxed bank makes up.

The wire: `GET {bank}/reference-rates?from=YYYY-MM-DD` → 200 `{"rates": [{"from", "to", "percent", "decided",
"simulated"}, …]}`, the published half-years that begin on that day or later, the oldest first. `percent` is text with
two decimals ("2.50"); `simulated` is true for a figure that no central bank has decided.

A real rate is entered by two people, never by a machine (`ekrav.agency.rate_rows`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import requests

from ekrav.agency.models import RateRow
from ekrav.agency.rate_rows import take_number
from ekrav.agency.rate_values import exact
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE, record
from ekrav.law.interest import REFERENCE, known_through
from ekrav.law.rates import Mark, Unit
from ekrav.tenancy import agency_scope

_TIME_LIMITS = (5, 10)
STATUTE = "räntelagen (1975:635) 9 §"
SOURCE = "den påhittade Riksbanken i demovärlden, beslut {:%Y-%m-%d}"


class CentralBankSilent(RuntimeError):
    """The central bank did not answer, or with something else than agreed."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A reference rate as the bank published it: first and last day, per cent as exact text, when it was decided."""

    first: date
    last: date
    percent: str
    decided: date
    simulated: bool


class CentralBank(Protocol):
    """Somewhere reference rates are published."""

    def reference_rates(self, *, since: date) -> list[Published]:
        """The half-years that begin on `since` or later, the oldest first. Raises `CentralBankSilent`.

        Waits on others: never inside a scope.
        """


class HttpCentralBank:
    """The bank at one address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def reference_rates(self, *, since: date) -> list[Published]:
        """Ask the bank. Raises `CentralBankSilent`."""
        try:
            answer = requests.get(
                f"{self._url}/reference-rates",
                params={"from": since.isoformat()},
                timeout=_TIME_LIMITS,
                allow_redirects=False,
            )
            if answer.status_code != 200:
                raise CentralBankSilent(f"status {answer.status_code}")
            return [_published(one) for one in answer.json()["rates"]]
        except (requests.RequestException, KeyError, TypeError, ValueError) as failed:
            raise CentralBankSilent(type(failed).__name__) from failed


def take_simulated(*, bank: CentralBank, at: datetime) -> int:
    """Take in the simulated rates that go on where the decided ones end; how many. Opens its own scopes.

    Entered by the machine and confirmed without a second person: only in a demo world, where the figures are made up.
    Anywhere else the database refuses such a row.
    """
    since = known_through(rates=current_rates()) + timedelta(days=1)
    found = [one for one in bank.reference_rates(since=since) if one.simulated]
    if not found:
        return 0
    with agency_scope():
        number = take_number()
        known = known_through(rates=current_rates())
        rows = [
            _row(one, number=number + place, at=at)
            for place, one in enumerate(one for one in found if one.first > known)
        ]
        for row in RateRow.objects.bulk_create(rows):
            record(act="rate_row_simulated", on=row, by=MACHINE, at=at, facts={"value": row.value})
    return len(rows)


def _row(one: Published, *, number: int, at: datetime) -> RateRow:
    return RateRow(
        key=REFERENCE,
        unit=Unit.PERCENT,
        value=one.percent,
        valid_from=one.first,
        valid_to=one.last,
        statute=STATUTE,
        source=SOURCE.format(one.decided),
        mark=Mark.SIMULATED,
        entered_at=at,
        confirmed_at=at,
        number=number,
    )


def _published(one: Any) -> Published:
    return Published(
        first=date.fromisoformat(one["from"]),
        last=date.fromisoformat(one["to"]),
        percent=exact(typed=one["percent"], unit=Unit.PERCENT),
        decided=date.fromisoformat(one["decided"]),
        simulated=one["simulated"] is True,
    )
