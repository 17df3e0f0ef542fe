"""What becomes of an instruction when something is heard of it. Each change by condition, with its evidence, once.

Money is booked when the provider, read by us, says that it is paid: into the creditor's book as on its way
(`PAYMENTS_IN_TRANSIT`) and at once on the case, so that the debtor sees it and no letter leaves. When the bank tells
of the same money it only arrives. So it is never booked twice, in whichever order the two are heard.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from ekrav.clock import civil_date
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Evidence, Instruction, Payment
from ekrav.payments.ways.states import LIVE, Source, State, Way

MISMATCH: Final = "MISMATCH"
"""The provider's amount, currency or payee reference is not what we asked for. A person must look."""

PART: Final = "DISPUTED_IN_PART"
"""Less than all of a card payment has gone back to its holder, or some of it had before. A person must look."""

OTHER: Final = "DISPUTED_IN_OTHER_CURRENCY"
"""Some of it has, and how much is told in other money than it was paid in. A person must look."""

BORNE: Final = "PART_BORNE_BY_AGENCY"
"""A person has said that the agency bears what had gone back by then."""

TAKEN: Final = "PART_TAKEN_FROM_WHAT_IS_OWED"
"""A person has said that it is taken from what was owed to the payer."""

CHARGED_BACK: Final = "CHARGED_BACK"
"""All of a card payment has gone back to its holder."""

CAME_BACK: Final = "CAME_BACK"
"""What was sent back to a card has come back from its bank."""

_ENDED: Final = (State.DECLINED, State.CANCELLED, State.EXPIRED)


TOLD_OF_A_PART: Final = Q(said__startswith=PART) | Q(said__startswith=OTHER)
"""The evidence that some of a payment has gone back: how much of what, and the dispute's id."""

_NOTHING: Final = Ore(0)


@dataclass(frozen=True, kw_only=True)
class Gone:
    """What has gone back of parts of a payment. `others`: what was told in other currencies ("1200 EUR"), as it was
    told, in their smallest units; it is in no sum."""

    ore: Ore = _NOTHING
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((str(self.ore), *self.others))

    def and_more(self, said: str) -> "Gone":
        """With what one more piece of evidence tells."""
        kind, amount, *rest = said.split()
        if kind == OTHER:
            return replace(self, others=(*self.others, f"{amount} {rest[0]}"))
        return replace(self, ore=Ore(self.ore + int(amount)))


def parts_gone(evidence: QuerySet[Evidence]) -> dict[int, Gone]:
    """How much has gone back of parts of each instruction's payment since a person last dealt with it."""
    dealt_with = Q(said__startswith=BORNE) | Q(said__startswith=TAKEN)
    gone: dict[int, Gone] = {}
    of_parts = evidence.filter(TOLD_OF_A_PART | dealt_with)
    for pk, said in of_parts.order_by("id").values_list("instruction_id", "said"):
        gone[pk] = Gone() if said.startswith((BORNE, TAKEN)) else gone.get(pk, Gone()).and_more(said)
    return gone


def gone_and_waits(subledger_ids: Collection[int]) -> dict[int, Ore]:
    """How much has gone back to cards on each of these cases, and nobody has said yet what becomes of it.

    It may be what is owed to the payer: so much is not sent meanwhile. All of a payment of which a part was not told in
    kronor, and of one that is gone and not off its case yet. In a scope that sees them.
    """
    rows = Instruction.objects.filter(
        Q(problem=PART) | Q(charged_back_at__isnull=False, fell_at=None),
        reference__subledger_id__in=subledger_ids,
    )
    columns = rows.values_list("id", "reference__subledger_id", "amount_ore", "problem")
    parts = parts_gone(Evidence.objects.filter(instruction__in=rows.filter(problem=PART)))
    found: dict[int, Ore] = {}
    for pk, subledger_id, amount, problem in columns:
        part = parts[pk] if problem == PART else None
        more = amount if part is None or part.others else part.ore
        found[subledger_id] = Ore(found.get(subledger_id, 0) + more)
    return found


def all_parts_gone(row: Instruction) -> Ore:
    """How much has gone back of parts of the payment, whoever bears it; when not told in kronor, perhaps all of it."""
    gone = Gone()
    told = Evidence.objects.filter(TOLD_OF_A_PART, instruction=row).values_list("said", flat=True)
    for said in told:
        gone = gone.and_more(said)
    return Ore(row.amount_ore) if gone.others else gone.ore


def locked(instruction_id: int) -> Instruction:
    """The instruction, locked and read afresh, with its reference and subledger. In its tenant's scope."""
    rows = Instruction.objects.select_for_update(of=("self",)).select_related(
        "reference__subledger", "refund_of"
    )
    return rows.get(pk=instruction_id)


def note_begun(row: Instruction, *, provider_id: str, token: str, pay_url: str, at: datetime) -> None:
    """The provider has it."""
    mine = Instruction.objects.filter(pk=row.pk)
    # Of two who asked at once, one is told that it is known, and has no way on for the payer.
    mine.filter(token="", pay_url="").update(provider_id=provider_id, token=token, pay_url=pay_url)
    # One whose answer was lost, and that was asked for again, stays unknown until it is read.
    if mine.filter(state=State.CREATED).update(state=State.SENT):
        _heard(row, Source.CREATE, "sent", at=at)
    look_again(row, anew=True)


def note_open(row: Instruction, *, at: datetime) -> None:
    """The provider still waits for the payer, also if its answer had been lost."""
    lost = Instruction.objects.filter(pk=row.pk, state=State.UNKNOWN).exclude(problem=MISMATCH)
    if lost.update(state=State.SENT, problem=""):
        _heard(row, Source.READ, "open", at=at)


def note_unknown(row: Instruction, *, source: Source, code: str, at: datetime) -> None:
    """Nobody can say how it ends. It is looked at again, rarer and rarer."""
    before = (State.CREATED, State.SENT)
    if Instruction.objects.filter(pk=row.pk, state__in=before).update(state=State.UNKNOWN, problem=code[:40]):
        _heard(row, source, f"unknown {code}", at=at)
        look_again(row, anew=True)


def note_ended(row: Instruction, *, state: State, source: Source, code: str, at: datetime) -> bool:
    """It ended without money; False when it has ended already. A refund's money is owed to the payer again."""
    assert state in _ENDED
    ended = Instruction.objects.filter(pk=row.pk, state__in=sorted(LIVE))
    if not ended.update(state=state, problem=code[:40], look_at=None):
        return False
    _heard(row, source, f"{state} {code}", at=at)
    if row.refund_of_id is not None:
        _owed_again(row, key=f"way {row.pk} not sent back", at=at)
    return True


def note_came_back(row: Instruction, *, code: str, at: datetime) -> bool:
    """What was sent back to a card has come back from its bank, days afterwards; False when that is known.

    It is owed to the payer again, and the next transfer of card money is more by it.
    """
    sent = Instruction.objects.filter(pk=row.pk, way=Way.CARD, state=State.PAID, refund_of__isnull=False)
    if not sent.filter(gone_at_bank=False, fell_at=None).update(fell_at=at, problem=code[:40]):
        return False
    _heard(row, Source.READ, f"{CAME_BACK} {code}", at=at)
    _owed_again(row, key=f"way {row.pk} came back", at=at)
    return True


def _owed_again(row: Instruction, *, key: str, at: datetime) -> None:
    subledger = row.reference.subledger
    post(
        key=key,
        kind="refund not made",
        booked_date=civil_date(at),
        lines=[
            debit(Account.PAYMENTS_IN_TRANSIT, row.amount_ore, subledger),
            credit(Account.OWED_TO_PAYER, row.amount_ore, subledger),
        ],
    )


def note_paid(row: Instruction, *, source: Source, reference: str, on: date, at: datetime) -> bool:
    """The money is paid, on that day; False when that is known. Of a payment: onto the case, on its way to the bank."""
    unpaid = Instruction.objects.filter(pk=row.pk).exclude(state=State.PAID)
    if not unpaid.update(
        state=State.PAID, payment_reference=reference, paid_on=on, paid_at=at, problem="", look_at=None
    ):
        return False
    _heard(row, source, f"paid {reference}", at=at)
    subledger = row.reference.subledger
    if row.refund_of_id is not None:
        if row.state in _ENDED:
            _send_back_after_all(row, on=on)
        return True
    Payment.objects.create(
        instruction=row, reference=row.reference, amount_ore=row.amount_ore, booked_date=on, routed_at=at
    )
    post(
        key=f"way {row.pk} paid",
        kind="payment on its way",
        booked_date=on,
        lines=[
            debit(Account.PAYMENTS_IN_TRANSIT, row.amount_ore, subledger),
            credit(Account.PAYMENTS_TO_APPLY, row.amount_ore, subledger),
        ],
    )
    return True


def _send_back_after_all(row: Instruction, *, on: date) -> None:
    """What was said to have failed has gone all the same: it is not owed to the payer any more."""
    subledger = row.reference.subledger
    post(
        key=f"way {row.pk} sent back after all",
        kind="refund on its way",
        booked_date=on,
        lines=[
            debit(Account.OWED_TO_PAYER, row.amount_ore, subledger),
            credit(Account.PAYMENTS_IN_TRANSIT, row.amount_ore, subledger),
        ],
    )


def note_mismatch(row: Instruction, *, said: str, at: datetime) -> None:
    """What the provider says is not about what we asked. Nothing is booked; the bank's own entry tells what came."""
    Instruction.objects.filter(pk=row.pk, state__in=(State.CREATED, State.SENT)).update(state=State.UNKNOWN)
    if Instruction.objects.filter(pk=row.pk).exclude(problem=MISMATCH).update(problem=MISMATCH):
        _heard(row, Source.READ, f"{MISMATCH} {said}", at=at)
    look_again(row)


def look_again(row: Instruction, *, anew: bool = False) -> None:
    """Say when to act on it next: after 2 seconds, then 4, 8 … up to a minute; when unknown, to an hour."""
    looks = 0 if anew else row.looks + 1
    most = 3600 if row.state == State.UNKNOWN else 60
    wait = timedelta(seconds=min(2 ** (looks + 1), most))
    live = Instruction.objects.filter(pk=row.pk, state__in=sorted(LIVE))
    live.update(look_at=Now() + wait, looks=0 if anew else F("looks") + 1)


def _heard(row: Instruction, source: Source, said: str, *, at: datetime) -> None:
    Evidence.objects.create(instruction=row, at=at, source=source, said=said.strip()[:200])
