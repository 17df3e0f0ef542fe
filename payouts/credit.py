"""Correcting an issued note: a credit note with the next number of the same series. The note itself never changes.

Staff give back the fees of cases, or a part of one's, in a note whose money has left: Dr AGENCY_FEES, AGENCY_VAT /
Cr CREDITOR_OWES, per case, so that the next payout pays them back. A payout that the bank would not pay, or sent back,
is credited whole (`payouts.credit_due`): its entry is mirrored, and the next note charges the same again. Without a
credit note both would name the VAT, and what an invoice names is owed (ML 2 kap. 12 §).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Sum

from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.record import Actor, record
from ekrav.ledger.book import Posting, credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore, split
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.credit_facts import Credit, credit_facts
from payouts.kinds import CREDIT_NOTE
from payouts.models import CreditedLine, Payout, PayoutLine, SettlementNote
from payouts.note import agency_facts, creditor_facts
from payouts.numbers import hold_the_door, take_numbers
from payouts.settle import Charged, charged

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
    """A chosen case has been credited already, or another was while somebody decided."""
    PART = "part"
    """A part is of one case, and no more than what is left of its fee."""


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


@dataclass(frozen=True, kw_only=True)
class Back:
    """How much of a line's fee and VAT goes back, öre."""

    line: PayoutLine
    fee: int
    vat: int


def give_back(
    *,
    creditor_id: int,
    number: int,
    cases: Sequence[str],
    reason: str,
    by: Actor,
    at: datetime,
    part: Ore | None = None,
    seen: int | None = None,
) -> SettlementNote:
    """Credit what is left of the fees and VAT of cases in a note; or, of one case, `part` of its fee, without VAT.

    `seen`: how many notes had credited it when it was decided, where a person saw that; no others may have since.
    Opens its own scopes. Raises `NotCredited`.
    """
    with transaction.atomic():
        occasion = occasion_of(reason=reason, by=by, at=at)
        with tenant_scope(creditor_id):
            note = SettlementNote.objects.select_for_update().get(number=number)
            if seen is not None and seen != note.credit_notes.count():
                raise NotCredited(Refusal.CREDITED)
            backs = _creditable(note, cases, part)
            entry = post(
                key=f"credit note {occasion.number}",
                kind=CREDIT_NOTE,
                booked_date=occasion.today,
                lines=[posting for back in backs for posting in _postings(back)],
            )
            return issue_credit(note, backs, occasion=occasion, entry=entry, kind=SettlementNote.Kind.FEE)


def occasion_of(*, reason: str, by: Actor, at: datetime) -> Occasion:
    """Take the next number, with the door held to the end of the transaction. Opens the agency's scope."""
    with agency_scope():
        (number,) = take_numbers(hold_the_door(), count=1)
        agency = Agency.objects.get()
    return Occasion(number=number, agency=agency, reason=reason.strip()[:LONGEST_REASON], by=by, at=at)


def _creditable(note: SettlementNote, cases: Sequence[str], part: Ore | None) -> list[Back]:
    """What goes back of the chosen lines, each with a fee that has not been given back."""
    if note.payout is None:
        raise NotCredited(Refusal.CREDIT)
    if note.payout.state != Payout.State.SETTLED:
        raise NotCredited(Refusal.NOT_PAID)
    chosen = note.payout.lines.filter(case_number__in=cases, fee_ore__gt=0)
    lines = list(chosen.select_related("subledger").order_by("case_number"))
    if not lines or len(lines) != len(set(cases)):
        raise NotCredited(Refusal.CASES)
    left = left_of(lines)
    if any(back.fee <= 0 for back in left):
        raise NotCredited(Refusal.CREDITED)
    if part is None:
        return left
    if len(left) != 1 or not 0 < part <= left[0].fee:
        raise NotCredited(Refusal.PART)
    return [_part_of(left[0], part)]


def left_of(lines: Sequence[PayoutLine]) -> list[Back]:
    """What of each line has not been given back, by a credit note or with a payment that the bank took back.

    In a scope that sees them.
    """
    rows = CreditedLine.objects.filter(line__in=lines).order_by().values("line_id")
    gone = {row["line_id"]: row for row in rows.annotate(fee=Sum("fee_ore"), vat=Sum("vat_ore"))}
    nothing, taken = {"fee": 0, "vat": 0}, charged([line.subledger_id for line in lines])
    return [
        Back(
            line=line,
            fee=min(line.fee_ore - gone.get(line.pk, nothing)["fee"], there.fee),
            vat=min(line.vat_ore - gone.get(line.pk, nothing)["vat"], there.vat),
        )
        for line in lines
        for there in [taken.get(line.subledger_id, Charged())]
    ]


def _part_of(left: Back, part: Ore) -> Back:
    """A part with its share of the VAT; the last part has what is left of it."""
    vat, _rest = split(total=Ore(left.vat), weights=[part, left.fee - part])
    return Back(line=left.line, fee=part, vat=vat)


def _postings(back: Back) -> tuple[Posting, ...]:
    case = back.line.subledger
    return (
        debit(Account.AGENCY_FEES, back.fee, case),
        debit(Account.AGENCY_VAT, back.vat, case),
        credit(Account.CREDITOR_OWES, back.fee + back.vat, case),
    )


def issue_credit(
    note: SettlementNote,
    backs: Sequence[Back],
    *,
    occasion: Occasion,
    entry: Entry,
    kind: SettlementNote.Kind,
) -> SettlementNote:
    """Number and freeze what changes a note, with the posting it stands for. In the creditor's scope."""
    credit_of = Credit(number=occasion.number, issued_on=occasion.today, reason=occasion.reason, kind=kind)
    issued = SettlementNote.objects.create(
        kind=kind,
        credits=note,
        entry=entry,
        reason=occasion.reason,
        number=occasion.number,
        issued_on=occasion.today,
        facts=credit_facts(
            credit=credit_of,
            original=note.facts,
            fees={back.line.case_number: (back.fee, back.vat) for back in backs},
            parties={
                "agency": agency_facts(occasion.agency),
                # What was deducted of the VAT is what goes back, though the creditor is no longer registered.
                "creditor": creditor_facts(Creditor.objects.get(pk=note.creditor_id))
                | {"vat_registered": note.facts["creditor"]["vat_registered"]},
            },
        ),
    )
    if kind == SettlementNote.Kind.FEE:
        CreditedLine.objects.bulk_create(
            CreditedLine(
                creditor_id=note.creditor_id, note=issued, line=back.line, fee_ore=back.fee, vat_ore=back.vat
            )
            for back in backs
        )
    facts = {"number": issued.number, "credits": note.number, "fee_ore": issued.facts["fee_ore"]}
    record(act="note_credited", on=issued, by=occasion.by, at=occasion.at, facts=facts)
    return issued
