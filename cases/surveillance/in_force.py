"""Which stretch of surveillance a case is in, and what its letters have cost in the year. Many cases at a time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Max

from cases.models import Case, Surveillance
from cases.surveillance.charge import LETTER_ENTRY
from cases.surveillance.schedule import year_of
from ekrav.agency.models import Tariff
from ekrav.law.rates import Rates
from ekrav.law.vat import vat_on
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore
from letters.catalogue import LetterKind
from letters.models import Dispatch

NOTHING: Final = Ore(0)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One case's surveillance: its row, its prices, its last letter's day, and what has been charged on which day."""

    row: Surveillance
    tariff: Tariff
    last: date | None
    charged: Sequence[tuple[date, Ore]]

    def cost_of_year(self, *, on: date, rates: Rates, more: Ore = NOTHING) -> Ore:
        """What the year that `on` is in has cost the creditor, with VAT, and what `more` would make of it."""
        fee = Ore(self.charged_in_year(on=on) + more)
        return Ore(fee + vat_on(fee=fee, on=on, rates=rates))

    def charged_in_year(self, *, on: date) -> Ore:
        """What the letters of the year that `on` is in have cost, without VAT."""
        begins, ends = year_of(began=self.row.began_on, on=on)
        return Ore(sum(amount for day, amount in self.charged if begins <= day < ends))

    def has_room(self, *, on: date, rates: Rates) -> bool:
        """Whether one more letter is within the year's ceiling. Raises `law.rates.NoRow`."""
        price = Ore(self.tariff.surveillance_letter_ore)
        return self.cost_of_year(on=on, rates=rates, more=price) <= self.row.ceiling_ore


def watches_of(cases: Sequence[Case]) -> dict[int, Watch]:
    """The surveillance that cases (with subledgers) are in, by case. In their creditor's scope."""
    rows = Surveillance.objects.filter(case__in=cases).select_related("quote").order_by("case_id", "-id")
    found = {row.case_id: row for row in rows.distinct("case_id")}
    tariffs = Tariff.objects.in_bulk({row.quote.tariff_version for row in found.values()})
    last, charged = _last(cases), _charged(cases)
    return {
        case.pk: Watch(
            row=found[case.pk],
            tariff=tariffs[found[case.pk].quote.tariff_version],
            last=last.get(case.number),
            charged=charged[case.subledger_id],
        )
        for case in cases
        if case.pk in found
    }


def _last(cases: Sequence[Case]) -> Mapping[str, date]:
    """The day of each case's last letter that counts."""
    sent = Dispatch.objects.filter(
        case_number__in=[case.number for case in cases], kind=LetterKind.SURVEILLANCE, void=False
    ).exclude(state=Dispatch.State.CANCELLED)
    return dict(sent.order_by().values_list("case_number").annotate(Max("planned_on")))


def _charged(cases: Sequence[Case]) -> Mapping[int, list[tuple[date, Ore]]]:
    lines = Line.objects.filter(
        subledger__in=[case.subledger_id for case in cases],
        account=Account.CREDITOR_OWES,
        entry__kind=LETTER_ENTRY,
    )
    charged: dict[int, list[tuple[date, Ore]]] = defaultdict(list)
    for subledger, day, amount in lines.values_list("subledger_id", "entry__booked_date", "amount_ore"):
        charged[subledger].append((day, Ore(amount)))
    return charged
