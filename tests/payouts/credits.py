"""A settlement note of two cases that are paid, and credit notes on it."""

from datetime import timedelta

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.ledger.models import Account
from payouts.credit import give_back
from payouts.models import SettlementNote
from tests.payouts.given import ANNA_PAID, MORNING, Paid, a_case, money_in
from tests.payouts.notes import issued, note_of, settled_by_the_bank

FEES = (Account.AGENCY_FEES, Account.AGENCY_VAT, Account.CREDITOR_OWES)
LATER = MORNING + timedelta(days=3)
REASON = "Kravet skickades trots att fakturan var betald."


def a_paid_note(creditor: int, astrid: StaffMember, bertil: StaffMember) -> SettlementNote:
    """Note 2026-0001: two cases, fees of 240 and 180 with 60 and 45 VAT; the money has left."""
    money_in(creditor, ANNA_PAID)
    money_in(creditor, Paid(capital="500.00", costs="180.00"), case=a_case(creditor, invoice="1043"))
    issued(astrid, bertil)
    settled_by_the_bank(creditor)
    return note_of(creditor)


def case_numbers(note: SettlementNote) -> list[str]:
    """Whose cases the note settles."""
    return [line["case_number"] for line in note.facts["lines"]]


def credited(note: SettlementNote, *cases: str, by: StaffMember) -> SettlementNote:
    """Their fees are given back."""
    return give_back(
        creditor_id=note.creditor_id,
        number=note.number,
        cases=cases,
        reason=REASON,
        by=Actor(kind=AuditEvent.Actor.STAFF, id=by.pk),
        at=LATER,
    )
