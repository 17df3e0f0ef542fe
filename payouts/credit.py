"""Correcting an issued note: a credit note with the next number of the same series. The note itself never changes.

Two occasions. Staff give back the fees of cases in a note whose money has left: Dr AGENCY_FEES, AGENCY_VAT / Cr
CREDITOR_OWES, per case, so that the next payout pays them back. And a payout that the bank would not pay is credited
whole: its entry is mirrored, fees and VAT with it, so that its note charges VAT for what the next note charges again
(VAT that an invoice names must be paid, ML 2 kap. 12 §), and says of a day and a bankgiro what did not happen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.ledger.book import Posting, credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.credit_facts import Credit, credit_facts
from payouts.kinds import CREDIT_NOTE
from payouts.models import CreditedLine, Payout, PayoutLine, SettlementNote
from payouts.note import agency_facts, creditor_facts
from payouts.numbers import hold_the_door, take_numbers

LONGEST_REASON = 300


class Refusal(StrEnum):
    """Why a note is not credited."""

    CREDIT = "credit"
    """It is a credit note itself."""
    NOT_PAID = "not_paid"
    """Its money has not left: what the bank says of it comes first."""
    CASES = "cases"
    """No case with a fee was chosen, or one that the note does not have."""
    CREDITED = "credited"
    """A chosen case has been credited already."""


class NotCredited(ValueError):
    """A note that is not credited; no number was taken."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Under which number, when, by whom and why a credit note is issued."""

    number: int
    agency: Agency
    reason: str
    by: Actor
    at: datetime

    @property
    def today(self) -> date:
        """The day of issue."""
        return clock.civil_date(self.at)


def give_back(
    *, creditor_id: int, number: int, cases: Sequence[str], reason: str, by: Actor, at: datetime
) -> SettlementNote:
    """Credit the fees and VAT of cases in a note. Opens its own scopes. Raises `NotCredited`."""
    with transaction.atomic():
        occasion = _occasion(reason=reason, by=by, at=at)
        with tenant_scope(creditor_id):
            note = SettlementNote.objects.select_for_update().get(number=number)
            lines = _creditable(note, cases)
            entry = post(
                key=f"credit note {occasion.number}",
                kind=CREDIT_NOTE,
                booked_date=occasion.today,
                lines=[posting for line in lines for posting in _postings(line)],
            )
            return _issue(note, lines, occasion=occasion, entry=entry, whole=False)


def credit_failed(*, payout: Payout, mirror: Entry, problem: str, at: datetime) -> SettlementNote:
    """Credit the whole note of a payout whose entry was just mirrored. In that transaction, with the door held."""
    occasion = _occasion(
        reason=_("Banken betalade inte ut pengarna. %(problem)s") % {"problem": problem}, by=MACHINE, at=at
    )
    with tenant_scope(payout.creditor_id):
        note = SettlementNote.objects.select_for_update().get(payout=payout)
        lines = list(payout.lines.order_by("case_number"))
        return _issue(note, lines, occasion=occasion, entry=mirror, whole=True)


def _occasion(*, reason: str, by: Actor, at: datetime) -> Occasion:
    with agency_scope():
        (number,) = take_numbers(hold_the_door(), count=1)
        agency = Agency.objects.get()
    return Occasion(number=number, agency=agency, reason=reason.strip()[:LONGEST_REASON], by=by, at=at)


def _creditable(note: SettlementNote, cases: Sequence[str]) -> list[PayoutLine]:
    """The chosen lines, each with a fee that has not been given back."""
    if note.payout is None:
        raise NotCredited(Refusal.CREDIT)
    if note.payout.state != Payout.State.SETTLED:
        raise NotCredited(Refusal.NOT_PAID)
    chosen = note.payout.lines.filter(case_number__in=cases, fee_ore__gt=0)
    lines = list(chosen.select_related("subledger").order_by("case_number"))
    if not lines or len(lines) != len(set(cases)):
        raise NotCredited(Refusal.CASES)
    if CreditedLine.objects.filter(line__in=lines).exists():
        raise NotCredited(Refusal.CREDITED)
    return lines


def _postings(line: PayoutLine) -> tuple[Posting, ...]:
    return (
        debit(Account.AGENCY_FEES, line.fee_ore, line.subledger),
        debit(Account.AGENCY_VAT, line.vat_ore, line.subledger),
        credit(Account.CREDITOR_OWES, line.fee_ore + line.vat_ore, line.subledger),
    )


def _issue(
    note: SettlementNote, lines: list[PayoutLine], *, occasion: Occasion, entry: Entry, whole: bool
) -> SettlementNote:
    """Number and freeze the credit note. In the creditor's scope."""
    issued = SettlementNote.objects.create(
        credits=note,
        entry=entry,
        reason=occasion.reason,
        number=occasion.number,
        issued_on=occasion.today,
        facts=credit_facts(
            credit=Credit(
                number=occasion.number, issued_on=occasion.today, reason=occasion.reason, whole=whole
            ),
            original=note.facts,
            cases=[line.case_number for line in lines],
            parties={
                "agency": agency_facts(occasion.agency),
                "creditor": creditor_facts(Creditor.objects.get(pk=note.creditor_id)),
            },
        ),
    )
    CreditedLine.objects.bulk_create(
        CreditedLine(creditor_id=note.creditor_id, note=issued, line=line) for line in lines
    )
    facts = {"number": issued.number, "credits": note.number, "fee_ore": issued.facts["fee_ore"]}
    record(act="note_credited", on=issued, by=occasion.by, at=occasion.at, facts=facts)
    return issued
