"""What is on its way for the agency's finance people: paid and not at the bank yet, in doubt, or going back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from ekrav.clock import civil_date
from ekrav.ledger.models import Account, Line
from ekrav.look.parts import Words
from ekrav.money import Ore
from ekrav.payments.models import Evidence, Instruction, TopUp
from ekrav.payments.ways.note import MISMATCH, PART, Gone, parts_gone
from ekrav.payments.ways.same_money import BANK_TELLS_OF_EACH
from ekrav.payments.ways.states import LIVE, State, Way

LATE: Final = {Way.SWISH: timedelta(days=4), Way.CARD: timedelta(days=14), Way.BANK: timedelta(days=4)}
"""After so many days money that was paid should be at the bank, weekends included."""


@dataclass(frozen=True, kw_only=True)
class OnItsWay:
    """One instruction. `since`: paid, or begun. `late`: a person should ask the provider or the bank. `in_doubt`: a
    payment of which a person may say that it was never made. `overdue`: one that is paid, and of which a person may
    say that it never came. `partly`: a card payment of which `gone` has gone back, and a person may say that the agency
    bears it, or, where as much is `owed` to the payer on the case, that it is taken from that. `stuck`: all of it has,
    and since the day before it could not be taken off its case: the log says why."""

    case_number: str
    way: Words
    state: Words
    amount: Ore
    since: date
    back: bool
    late: bool
    problem: str
    in_doubt: UUID | None = None
    overdue: UUID | None = None
    partly: UUID | None = None
    gone: Gone | None = None
    owed: bool = False
    stuck: bool = False


def on_its_way(*, today: date) -> list[OnItsWay]:
    """Every instruction whose money has not settled, or is gone and still on its case, the oldest first. In a staff
    scope."""
    parts = parts_gone(Evidence.objects.filter(instruction__problem=PART))
    rows = list(_rows().select_related("reference").order_by("id"))
    owed = _owed({row.reference.subledger_id for row in rows if row.pk in parts})
    return [_told(row, today, parts.get(row.pk), owed.get(row.reference.subledger_id, 0)) for row in rows]


def how_many_late(*, today: date) -> int:
    """Return how many of them a person should look at. In a staff scope."""
    return sum(row.late for row in on_its_way(today=today))


def is_late(row: Instruction, *, today: date) -> bool:
    """Whether a payment should have been at the bank by now."""
    return today - _since(row) > LATE[Way(row.way)]


def open_top_ups() -> Sequence[TopUp]:
    """The transfers of card money that have not arrived. In a staff scope."""
    return list(TopUp.objects.filter(kind=TopUp.Kind.CARD, bank_entry_id=None).order_by("id"))


def _rows() -> QuerySet[Instruction]:
    """Each kind has its index, so that no table is read whole; a join among them would undo that."""
    transfers = list(TopUp.objects.filter(bank_entry_id=None).values_list("pk", flat=True))
    waits_for_bank = Q(state=State.PAID, bank_entry_id=None, fell_at=None, top_up=None) | Q(
        fell_at=None, top_up__in=transfers
    )
    going_back = Q(refund_of__isnull=False, state__in=sorted(LIVE))
    doubt = Q(state=State.UNKNOWN) | Q(problem=PART)
    gone = Q(charged_back_at__isnull=False, fell_at=None)
    return Instruction.objects.filter(waits_for_bank | going_back | doubt | gone)


def _owed(subledger_ids: Collection[int]) -> dict[int, int]:
    """What is owed to the payers of these cases."""
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger_id__in=subledger_ids)
    sums = lines.order_by().values_list("subledger_id").annotate(ore=Sum("amount_ore"))
    return {pk: -ore for pk, ore in sums}


def _since(row: Instruction) -> date:
    return row.paid_on or civil_date(row.created_at)


def _told(row: Instruction, today: date, gone: Gone | None, owed: int) -> OnItsWay:
    # What has gone at the card's bank is nothing to ask anybody about: it waits for the next transfer.
    late, back = is_late(row, today=today) and not row.gone_at_bank, row.refund_of_id is not None
    overdue = late and not back and row.state == State.PAID and row.way in BANK_TELLS_OF_EACH
    stuck = (
        row.charged_back_at is not None and row.fell_at is None and civil_date(row.charged_back_at) < today
    )
    return OnItsWay(
        case_number=row.reference.case_number,
        way=Way(row.way).label,
        state=State(row.state).label,
        amount=Ore(row.amount_ore),
        since=_since(row),
        back=back,
        late=row.problem in (MISMATCH, PART) or late or stuck,
        problem="" if row.problem == PART else row.problem,
        in_doubt=row.instruction_id if row.state == State.UNKNOWN else None,
        overdue=row.instruction_id if overdue else None,
        partly=row.instruction_id if row.problem == PART else None,
        gone=gone,
        owed=gone is not None and not gone.others and 0 < gone.ore <= owed,
        stuck=stuck,
    )
