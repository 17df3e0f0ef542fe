"""Fee: a year of enforcement has begun. The debtor owes its base fee; the agency lays it out at the accepted price."""

from datetime import datetime

from cases.enforcement.outlays import BASE_FEE
from cases.enforcement.quotes import unused
from cases.models import Application, BaseFee, Case, CaseEvent
from cases.move import write_event
from cases.quote import advance
from cases.states import State
from ekrav.audit.record import MACHINE
from ekrav.filings.enforcement import EnforcementFee
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry


class NotAccepted(RuntimeError):
    """The authority has begun a year that nobody accepted, or at another price: a person looks into it."""


def note_fee(
    *, case: Case, application: Application, answer: EnforcementFee, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Post a year's fee once; None when it has fallen before. Raises `NotAccepted`."""
    if application.base_fees.filter(year=answer.year).exists():
        return None
    quote = unused(application=application)
    if quote is None or quote.outlay_ore != answer.amount:
        raise NotAccepted(f"{application.reference} year {answer.year}")
    BaseFee.objects.create(
        application=application, year=answer.year, falls_on=answer.falls_on, amount_ore=answer.amount
    )
    advance(case=case, quote=quote, on=answer.falls_on, at=at)
    return write_event(
        case=case,
        kind=CaseEvent.Kind.BASE_FEE,
        on=answer.falls_on,
        at=at,
        by=MACHINE,
        amount_ore=answer.amount,
        entry=_charge(case=case, application=application, answer=answer),
        facts={"application": application.pk, "year": answer.year, "quote": quote.pk},
    )


def _charge(*, case: Case, application: Application, answer: EnforcementFee) -> Entry | None:
    """The debtor's part, while enforcement goes on: a plan is not added to, nor a case that has ended."""
    if case.state != State.ENFORCEMENT:
        return None
    return post(
        key=f"base fee {application.reference} year {answer.year}",
        kind=BASE_FEE,
        booked_date=answer.falls_on,
        lines=[
            debit(Account.CLAIM_OUTLAY, answer.amount, case.subledger),
            credit(Account.CLAIMS, answer.amount),
        ],
    )
