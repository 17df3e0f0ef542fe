"""What the pages show of surveillance and of the limitation clock: one case, or those that a person must look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from cases.circumstances import gather
from cases.last_day import limitation_of
from cases.models import Case, Surveillance
from cases.states import STANDINGS, State
from cases.surveillance.in_force import watches_of
from cases.surveillance.schedule import LETTER_MONTHS, year_of
from cases.surveillance.summary import YearOf, years_of
from ekrav.law.periods import months_after
from ekrav.law.rates import Rates
from ekrav.look.dates import full_date
from ekrav.look.parts import Row
from ekrav.money import Ore, format_kronor

SHOWN: Final = 200


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One case's surveillance as its page shows it."""

    rows: list[Row]
    years: list[YearOf]


def clock_row(*, case: Case, today: date, rates: Rates) -> list[Row]:
    """The limitation clock of an open case, as a row. In its creditor's scope. Raises `law.rates.NoRow`."""
    if not STANDINGS[State(case.state)].open:
        return []
    last_day = limitation_of(gather(cases=[case], today=today, rates=rates)[0]).last_day
    words = full_date(last_day) if last_day else _("Ingen dag så länge målet pågår")
    return [Row(_("Kan krävas till"), words)]


def surveillance_of(*, case: Case, today: date, rates: Rates) -> Seen | None:
    """What the last stretch of surveillance has been and cost; None for a case that never was under it."""
    watch = watches_of([case]).get(case.pk)
    if watch is None:
        return None
    row = watch.row
    begins, _ends = year_of(began=row.began_on, on=today)
    cost, ceiling = watch.cost_of_year(on=today, rates=rates), Ore(row.ceiling_ore)
    each, a_year = Ore(watch.tariff.surveillance_letter_ore), watch.tariff.surveillance_letters_a_year
    return Seen(
        rows=[
            Row(_("Började"), full_date(row.began_on)),
            Row(_("Brev om året"), _("%(n)s, à %(each)s") % {"n": a_year, "each": format_kronor(each)}),
            Row(_("Mest per år, med moms"), format_kronor(ceiling)),
            Row(_("Kostat sedan %(day)s, med moms") % {"day": full_date(begins)}, format_kronor(cost)),
            *clock_row(case=case, today=today, rates=rates),
        ],
        years=years_of(cases=[case], years=range(row.began_on.year, today.year + 1), rates=rates)[case.pk],
    )


def soon_too_old(*, today: date, rates: Rates) -> Sequence[Surveillance]:
    """Cases under surveillance whose letters have not kept them safe, the most urgent first. In the staff scope."""
    urgent = Surveillance.objects.filter(
        claim_by__lte=months_after(today, rates.months(LETTER_MONTHS, today))
    )
    return list(
        urgent.select_related("case", "case__debtor")
        .prefetch_related("case__joint_debtors")
        .order_by("claim_by", "id")[:SHOWN]
    )


def unanswered(*, today: date) -> Sequence[Surveillance]:
    """Claims that are to be tried or dropped and whose creditor has let its day pass, the oldest first."""
    late = Surveillance.objects.filter(answer_by__lt=today, case__state=State.AWAITING_DECISION)
    return list(
        late.select_related("case", "case__debtor")
        .prefetch_related("case__joint_debtors")
        .order_by("answer_by", "id")[:SHOWN]
    )


def how_many(*, today: date, rates: Rates) -> int:
    """How many cases of surveillance wait for a person. In the staff scope."""
    return len(soon_too_old(today=today, rates=rates)) + len(unanswered(today=today))
