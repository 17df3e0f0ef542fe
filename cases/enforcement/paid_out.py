"""Paid out: the authority tells what it has taken from the debtor, what its fees took of it and how the rest is parted.

The fees it took are owed no more, and the agency need not lay them out. The money itself is applied when the bank has
it (`cases.authority.money`), as the authority parted it.
"""

from datetime import datetime

from cases.authority.money import link_placed
from cases.enforcement.outlays import FEE_TAKEN, years_outlay
from cases.models import Application, Case, CaseEvent, PaidOut
from cases.move import write_event
from ekrav.audit.record import MACHINE
from ekrav.filings.claims import sum_of
from ekrav.filings.enforcement import MoneyPaidOut
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore


def note_paid_out(
    *, case: Case, application: Application, answer: MoneyPaidOut, at: datetime, rates: Rates
) -> CaseEvent:
    """Keep what the authority tells, and settle its fees."""
    total = sum_of(answer.amounts)
    PaidOut.objects.create(
        application=application,
        record_id=answer.id,
        paid_on=answer.paid_on,
        amount_ore=total,
        fees_taken_ore=answer.fees_taken,
        parts={one.kind.value: one.amount for one in answer.amounts},
    )
    link_placed(case=case)
    _settle_fees(case=case, answer=answer)
    return write_event(
        case=case,
        kind=CaseEvent.Kind.PAID_OUT,
        on=answer.paid_on,
        at=at,
        by=MACHINE,
        amount_ore=total,
        facts={"application": application.pk, "fees_taken_ore": answer.fees_taken},
    )


def _settle_fees(*, case: Case, answer: MoneyPaidOut) -> None:
    """Of what the debtor still owes of them: what it has paid us of it before was the creditor's. The application's
    outlay is no fee of theirs: the title grants it, and it is paid out to us."""
    taken = Ore(min(answer.fees_taken, years_outlay(case)))
    if not taken:
        return
    post(
        key=f"fees taken {answer.id}",
        kind=FEE_TAKEN,
        booked_date=answer.paid_on,
        lines=[
            debit(Account.CLAIMS, taken),
            credit(Account.CLAIM_OUTLAY, taken, case.subledger),
            debit(Account.AGENCY_OUTLAYS, taken, case.subledger),
            credit(Account.CREDITOR_OWES, taken, case.subledger),
        ],
    )
