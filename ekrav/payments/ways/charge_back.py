"""A card payment that its holder has got back: the provider says so, and has taken it from the agency's own account.

Whoever bought at home may dispute a payment at the card's bank, for months. While that goes on nothing is known. When
it is lost the debtor has its money again, so the debt is there again (`cases.reverse_payment`), and the next transfer
of card money to the client funds is less by as much. The provider's fee for it is the agency's cost. What is lost
before we know that it was paid is kept, and noted as soon as it is: the provider calls of it once. What is lost of a
part stays on its case until a person has said what becomes of it.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from ekrav.audit.record import MACHINE, Actor, record
from ekrav.clock import civil_date
from ekrav.ledger.book import reverse
from ekrav.ledger.models import Entry
from ekrav.money import Ore
from ekrav.payments.models import Evidence, Instruction, LostDispute, Payment
from ekrav.payments.ways.fall import NotFallen
from ekrav.payments.ways.note import (
    CHARGED_BACK,
    OTHER,
    PART,
    TOLD_OF_A_PART,
    locked,
)
from ekrav.payments.ways.on_its_way import LATE
from ekrav.payments.ways.provider import Disputed, Disputes, NotKnown
from ekrav.payments.ways.states import LIVE, Source, State, Way
from ekrav.tenancy import agency_scope, routing_scope, staff_scope, tenant_scope

_log = logging.getLogger(__name__)

SEK: Final = "SEK"
"""What is paid; what is lost in other money is for a person to reckon."""


@dataclass(frozen=True, kw_only=True)
class KeptDispute:
    """A lost dispute whose payment has not come, or is not said; `since` its day. `late`: somebody should ask of it."""

    row: LostDispute
    since: date
    late: bool


def read_dispute(*, dispute: str, provider: Disputes, at: datetime) -> bool:
    """Read what a call was about, and note a payment that is gone; whether that was new. Opens its own scopes.

    Raises `NotReached`, `NoAnswer`: the provider is to call again.
    """
    try:
        seen = provider.read_dispute(dispute)
    except NotKnown:
        return False
    if not seen.lost:
        return False
    with routing_scope():
        rows = Instruction.objects.filter(way=Way.CARD, payment_reference=seen.payment_reference)
        found = rows.values_list("creditor_id", "id").first()
    if found is None:
        _log.warning("card dispute about a payment that is not known to be paid; it is kept")
        _keep(seen, at=at)
        return False
    creditor_id, pk = found
    with tenant_scope(creditor_id):
        return _note(locked(pk), seen, at=at)


def note_kept(*, at: datetime) -> int:
    """Note what was lost before it was known to be paid, where it is now; how many. Opens its own scopes.

    Also what a person had set aside, and is ours after all. One that cannot be is logged, waits, and stands in nobody's
    way.
    """
    with staff_scope():
        to_note = list(LostDispute.objects.filter(noted_at=None).order_by("id"))
        rows = Instruction.objects.filter(
            way=Way.CARD, payment_reference__in={kept.payment_reference for kept in to_note}
        )
        paid = {row.payment_reference: row for row in rows}
    found = [(kept, paid[kept.payment_reference]) for kept in to_note if kept.payment_reference in paid]
    return sum(_note_kept(kept, row, at=at) for kept, row in found)


def _note_kept(kept: LostDispute, paid: Instruction, *, at: datetime) -> bool:
    try:
        return _note_one(kept, paid, at=at)
    except Exception:
        _log.exception("kept card dispute not noted", extra={"instruction": paid.pk})
        return False


def _note_one(kept: LostDispute, paid: Instruction, *, at: datetime) -> bool:
    with transaction.atomic():
        with agency_scope():
            if not LostDispute.objects.filter(pk=kept.pk, noted_at=None).update(noted_at=at):
                return False
        seen = Disputed(
            dispute=kept.dispute,
            payment_reference=kept.payment_reference,
            amount=Ore(kept.amount_ore),
            currency=kept.currency,
            lost=True,
        )
        with tenant_scope(paid.creditor_id):
            return _note(locked(paid.pk), seen, at=at)


def kept(*, today: date) -> list[KeptDispute]:
    """What is lost and of no payment that we know, the oldest first. In a staff scope."""
    rows = LostDispute.objects.filter(noted_at=None, set_aside_at=None).order_by("heard_at", "id")
    return [
        KeptDispute(row=row, since=since, late=not row.payment_reference or today - since > LATE[Way.CARD])
        for row in rows
        for since in [civil_date(row.heard_at)]
    ]


def how_many_kept_late(*, today: date) -> int:
    """How many of them the provider should be asked about: waiting tells nothing more. In a staff scope."""
    return sum(one.late for one in kept(today=today))


def set_aside(*, dispute_id: int, by: Actor, at: datetime) -> bool:
    """Say that a kept dispute is of no payment of ours: an account with the provider may serve more than us.

    False when it is noted or set aside already. Is it ours after all, it is noted when its payment is known. In an
    agency scope.
    """
    rows = LostDispute.objects.select_for_update().filter(noted_at=None, set_aside_at=None)
    row = rows.filter(pk=dispute_id).first()
    if row is None:
        return False
    LostDispute.objects.filter(pk=row.pk).update(set_aside_at=at)
    record(act="card_dispute_set_aside", on=row, by=by, at=at, facts=_facts(row.amount_ore, row.currency))
    return True


def _keep(seen: Disputed, *, at: datetime) -> None:
    row = LostDispute(
        dispute=seen.dispute,
        payment_reference=seen.payment_reference,
        amount_ore=seen.amount,
        currency=seen.currency[:3],
        heard_at=at,
    )
    with agency_scope():
        LostDispute.objects.bulk_create([row], ignore_conflicts=True)


def _note(row: Instruction, seen: Disputed, *, at: datetime) -> bool:
    # What waits for its second word has not gone back; that word is refused from now on (`refund`).
    went_back = row.refunds.filter(
        state__in=(*LIVE, State.PAID), approved_by__isnull=False, fell_at=None
    ).exists()
    mine = Instruction.objects.filter(pk=row.pk, state=State.PAID, refund_of=None, charged_back_at=None)
    told = Evidence.objects.filter(instruction=row)
    went_back = went_back or told.filter(TOLD_OF_A_PART).exists()
    whole = (seen.amount, seen.currency) == (row.amount_ore, SEK) and not went_back
    said = CHARGED_BACK if whole else _of_a_part(seen)
    if whole:
        changed = mine.update(charged_back_at=at, problem="")
    elif _is_told(told, said, seen):
        # The provider may call again of what a person has dealt with.
        changed = 0
    else:
        changed = mine.update(problem=PART)
    if changed:
        said = f"{said} {seen.dispute}".strip()
        Evidence.objects.create(instruction=row, at=at, source=Source.READ, said=said)
        record(act="card_charged_back", on=row, by=MACHINE, at=at, facts=_facts(seen.amount, seen.currency))
    return bool(changed) and whole


def _is_told(told: QuerySet[Evidence], said: str, seen: Disputed) -> bool:
    """Whether this dispute is known; one that was kept before ids were has only its sum."""
    same = Q(said__endswith=f" {seen.dispute}") if seen.dispute else Q(said=said)
    return told.filter(same, TOLD_OF_A_PART).exists()


def _of_a_part(seen: Disputed) -> str:
    """What is lost is shown as it was told, and counted only when it was told in what was paid."""
    if seen.currency == SEK:
        return f"{PART} {seen.amount}"
    return f"{OTHER} {seen.amount} {seen.currency or '?'}"


def _facts(amount: int, currency: str) -> dict[str, str | int | bool | None]:
    return {"amount_ore": int(amount)} if currency == SEK else {"amount": f"{amount} {currency}"}


def charged_back() -> list[tuple[int, int]]:
    """The payments that are gone and still on their cases, as creditor and instruction. In a routing scope."""
    rows = Instruction.objects.filter(charged_back_at__isnull=False, fell_at=None)
    return list(rows.order_by("id").values_list("creditor_id", "id"))


def take_off(*, payment: Payment, at: datetime) -> Entry:
    """Let a payment that is gone be on its case no more. In its scope, its row locked. Raises `NotFallen`."""
    assert payment.instruction_id is not None, "it came by card"
    row = locked(payment.instruction_id)
    if row.fell_at is not None:
        raise NotFallen("fell")
    if row.charged_back_at is None:
        raise NotFallen("way")
    if payment.applied_at is None:
        raise NotFallen("not_applied")
    Instruction.objects.filter(pk=row.pk).update(fell_at=at)
    paid = Entry.objects.get(key=f"way {row.pk} paid")
    return reverse(entry=paid, key=f"way {row.pk} charged back", booked_date=_day(row))


def _day(row: Instruction) -> date:
    """The day on which it was known to be gone."""
    assert row.charged_back_at is not None, "the database has it"
    return civil_date(row.charged_back_at)
