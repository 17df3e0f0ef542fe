"""The check before sending, in the same transaction as the dispatch. Each reason is named and shown on the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.debt import Debt
from cases.models import Case
from cases.states import STANDINGS, State
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.law.bankdays import is_bank_day
from ekrav.payments.models import Payment
from letters.models import Dispatch


class Stop(StrEnum):
    """Why a letter is not sent."""

    CLOSED = "closed"
    AGENCY_INCOMPLETE = "agency_incomplete"
    CREDITOR_HELD = "creditor_held"
    NOTHING_OWED = "nothing_owed"
    PAYMENT_TO_APPLY = "payment_to_apply"
    NO_ADDRESS = "no_address"
    NOT_A_POSTING_DAY = "not_a_posting_day"
    TIME_NOT_OUT = "time_not_out"
    LETTER_NOT_POSTED = "letter_not_posted"
    LETTER_RETURNED = "letter_returned"
    RATE_NOT_DECIDED = "rate_not_decided"
    INCOMPLETE = "incomplete"
    UNPRINTABLE = "unprintable"


WORDS = {
    Stop.CLOSED: _("Ärendet är avslutat."),
    Stop.AGENCY_INCOMPLETE: _("Byråns egna uppgifter är inte fullständiga."),
    Stop.CREDITOR_HELD: _("Vi kontrollerar firmatecknare och bankgiro. Brevet går när det är klart."),
    Stop.NOTHING_OWED: _("Det finns ingen skuld att kräva."),
    Stop.PAYMENT_TO_APPLY: _("En betalning har kommit och bokförs först."),
    Stop.NO_ADDRESS: _("Adressen är inte fullständig."),
    Stop.NOT_A_POSTING_DAY: _("Brev postas bara på bankdagar."),
    Stop.TIME_NOT_OUT: _("Tiden i förra brevet har inte gått ut."),
    Stop.LETTER_NOT_POSTED: _("Förra brevet har ännu inte postats."),
    Stop.LETTER_RETURNED: _("Förra brevet kom i retur. Adressen måste kontrolleras först."),
    Stop.RATE_NOT_DECIDED: _("Referensräntan för halvåret är inte inlagd ännu."),
    Stop.INCOMPLETE: _("Kravet saknar något som inkassolagen kräver."),
    Stop.UNPRINTABLE: _("Något i namnet, adressen eller beloppet får inte plats i brevet."),
}


NOT_POSTED: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED, Dispatch.State.HANDED_OVER)


@dataclass(frozen=True, kw_only=True)
class Before:
    """Everything the checks look at."""

    case: Case
    debt: Debt
    creditor: Creditor
    agency: Agency
    today: date


def stops(before: Before) -> tuple[Stop, ...]:
    """Every reason not to send today, in order; empty when the letter may go."""
    found = tuple(stop for stop, stands_in_the_way in CHECKS.items() if stands_in_the_way(before))
    return (*found, *time_is_not_out(case=before.case, today=before.today))


def _closed(before: Before) -> bool:
    return not STANDINGS[State(before.case.state)].open


def _agency_incomplete(before: Before) -> bool:
    return bool(before.agency.missing())


def _creditor_held(before: Before) -> bool:
    return before.creditor.is_held


def _nothing_owed(before: Before) -> bool:
    return before.debt.total <= 0


def _payment_to_apply(before: Before) -> bool:
    return Payment.objects.filter(reference_id=before.case.reference_id, applied_at=None).exists()


def _no_address(before: Before) -> bool:
    debtor = before.case.debtor
    return not (
        debtor.name.strip() and debtor.street.strip() and debtor.postcode.strip() and debtor.city.strip()
    )


def _not_a_posting_day(before: Before) -> bool:
    return not is_bank_day(before.today)


def time_is_not_out(*, case: Case, today: date) -> tuple[Stop, ...]:
    """Why the last letter's time is not out, whatever is to follow it; empty when it is (inkassolagen 6 §)."""
    return tuple(
        stop
        for stop, stands_in_the_way in (
            (Stop.TIME_NOT_OUT, case.pay_by is not None and today <= case.pay_by),
            (Stop.LETTER_NOT_POSTED, _letters(case, *NOT_POSTED).exists()),
            (Stop.LETTER_RETURNED, _came_back(case)),
        )
        if stands_in_the_way
    )


def _letters(case: Case, *states: Dispatch.State) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(case_number=case.number, state__in=states)


def _came_back(case: Case) -> bool:
    last = Dispatch.objects.filter(case_number=case.number).exclude(state=Dispatch.State.CANCELLED)
    latest = last.order_by("-letter_number").values_list("state", flat=True).first()
    return latest == Dispatch.State.RETURNED


CHECKS: dict[Stop, Callable[[Before], bool]] = {
    Stop.CLOSED: _closed,
    Stop.AGENCY_INCOMPLETE: _agency_incomplete,
    Stop.CREDITOR_HELD: _creditor_held,
    Stop.PAYMENT_TO_APPLY: _payment_to_apply,
    Stop.NOTHING_OWED: _nothing_owed,
    Stop.NO_ADDRESS: _no_address,
    Stop.NOT_A_POSTING_DAY: _not_a_posting_day,
}
