"""The letter with an offered plan: each instalment, the total, and until when to say yes. It binds nobody."""

from datetime import date, datetime

from cases.holds import take_back
from cases.models import Case, CaseEvent, InstalmentPlan
from cases.plan_schedule import dues_of
from cases.plan_words import offer_paragraphs, plan_rows
from cases.telling import tell
from ekrav.law.deadlines import next_posting_day, presumed_arrival
from ekrav.law.rates import Rates
from ekrav.money import Ore, format_kronor
from letters.catalogue import LetterKind
from letters.models import Dispatch
from letters.words import full_date


def arrives_in_time(*, plan: InstalmentPlan, today: date, rates: Rates) -> bool:
    """Whether a letter written today is presumably there before the last day to say yes. Raises NoRow."""
    return presumed_arrival(sent=next_posting_day(after=today), rates=rates) < plan.valid_until


def tell_offer(
    *, case: Case, plan: InstalmentPlan, today: date, at: datetime, rates: Rates
) -> Dispatch | None:
    """Write to the debtor of the offer, instead of an earlier one that still waits.

    None when it would be there too late to be answered: such an offer is for somebody on the phone. With the case's row
    locked. Raises `letters.facts.NotALetter`, NoRow.
    """
    take_back(case=case, kinds=[LetterKind.PLAN_OFFER], at=at)
    if not arrives_in_time(plan=plan, today=today, rates=rates):
        return None
    dues = dues_of(plan)
    return tell(
        case=case,
        kind=LetterKind.PLAN_OFFER,
        paragraphs=offer_paragraphs(plan=plan, dues=dues),
        rows=[
            *plan_rows(dues),
            ("Tillsammans", format_kronor(Ore(plan.total_ore))),
            ("Sista dag att säga ja", full_date(plan.valid_until)),
        ],
        today=today,
        at=at,
        rates=rates,
        may_go_by_hand=True,
    )


def letter_of(plan: InstalmentPlan) -> Dispatch | None:
    """The letter that told of the offer; None when it had to be told on the phone."""
    offered = CaseEvent.objects.filter(
        case=plan.case_id, kind=CaseEvent.Kind.PLAN_OFFERED, facts__plan=plan.pk
    )
    event = offered.select_related("dispatch").first()
    return event.dispatch if event else None
