"""Ask the provider: send what waits to be sent, read what is out, cancel what is not wanted any more.

The database is the queue. What is due is claimed in its tenant's scope, asked outside every scope, and what was said is
noted in the scope again, the row read afresh. Any number may do so at once. What goes back waits while the client funds
do not hold, also when two people have said so before. `at` is the world's time; when to look is
in real time.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db.models.functions import Now

from ekrav import clock
from ekrav.money import Ore
from ekrav.payments.models import Instruction
from ekrav.payments.proof import money_may_leave
from ekrav.payments.ways.note import (
    MISMATCH,
    locked,
    look_again,
    note_begun,
    note_came_back,
    note_ended,
    note_mismatch,
    note_open,
    note_paid,
    note_unknown,
)
from ekrav.payments.ways.provider import (
    Asked,
    Begun,
    Declined,
    NoAnswer,
    NotKnown,
    NotReached,
    Provider,
    Seen,
)
from ekrav.payments.ways.states import LIVE, Source, State, Way
from ekrav.tenancy import routing_scope, tenant_scope

_log = logging.getLogger(__name__)

NOT_REACHED: Final = "NOT_REACHED"
NEVER_CAME: Final = "NEVER_CAME"
TRIES: Final = 4
"""How often a provider that cannot be reached is tried, over half a minute, before the debtor is told so."""
PATIENCE: Final = {Way.SWISH: 9, Way.CARD: 35, Way.BANK: 35}
"""After so many looks a payment that nobody has made is taken back: five minutes with Swish, else half an hour."""

Providers = Mapping[Way, Provider]
Addressed = Callable[[Instruction], tuple[str, str]]
"""Where the provider calls and where the payer returns to, for an instruction."""


def ask_all(*, providers: Providers, addressed: Addressed, at: datetime, waiting: bool = True) -> int:
    """Act on every instruction that is due; how many. `waiting` False: also before its time."""
    with routing_scope():
        due = Instruction.objects.filter(look_at__isnull=False, way__in=list(providers))
        due = due.filter(look_at__lte=Now()) if waiting else due
        found = list(due.order_by("look_at", "id").values_list("creditor_id", "id"))
    for creditor_id, pk in found:
        try:
            ask(
                creditor_id=creditor_id,
                pk=pk,
                providers=providers,
                addressed=addressed,
                at=at,
                waiting=waiting,
            )
        except Exception:
            _log.exception("payment instruction not asked", extra={"instruction": pk})
    return len(found)


def ask(
    *,
    creditor_id: int,
    pk: int,
    providers: Providers,
    addressed: Addressed,
    at: datetime,
    waiting: bool = False,
) -> None:
    """Do the next thing about one instruction: send it, cancel it or read it. Opens its own scopes.

    `waiting`: nothing when somebody else has just done so, and its time is ahead again.
    """
    with tenant_scope(creditor_id):
        row = locked(pk)
        if waiting and not Instruction.objects.filter(pk=pk, look_at__lte=Now()).exists():
            return
        look_again(row)
        asked = _asked(row, addressed)
    if row.state not in LIVE:
        return
    provider = providers[Way(row.way)]
    if row.state == State.CREATED and row.cancel_asked_at is not None and not row.looks:
        # Not even tried yet: nobody else knows of it.
        with tenant_scope(creditor_id):
            note_ended(locked(pk), state=State.CANCELLED, source=Source.CANCEL, code="", at=at)
        return
    if row.state == State.CREATED and row.refund_of_id is not None and not money_may_leave():
        return
    if row.state == State.CREATED or not row.provider_id:
        # Asked again with the same id when the answer was lost: the provider knows it by that.
        _send(row, asked, provider, at=at)
        return
    if row.refund_of_id is None and (row.cancel_asked_at is not None or row.looks > PATIENCE[Way(row.way)]):
        _cancel(asked, provider)
    _read(row, asked, provider, at=at)


def read_now(*, creditor_id: int, pk: int, providers: Providers, addressed: Addressed, at: datetime) -> None:
    """A provider has called: read the instruction, whatever its state. Opens its own scopes."""
    with tenant_scope(creditor_id):
        row = locked(pk)
        asked = _asked(row, addressed)
    _read(row, asked, providers[Way(row.way)], at=at)


def _send(row: Instruction, asked: Asked, provider: Provider, *, at: datetime) -> None:
    refund = row.refund_of_id is not None
    try:
        begun: Begun | None = provider.refund(asked) if refund else provider.create(asked)
        state, code = State.SENT, ""
    except Declined as declined:
        if row.state == State.UNKNOWN:
            # No word about the first time, whose answer was lost: reading may tell.
            _read(row, asked, provider, at=at)
            return
        begun, state, code = None, State.DECLINED, declined.code
    except NotKnown:
        begun, state, code = None, State.DECLINED, "HTTP 404"
    except NoAnswer as lost:
        begun, state, code = None, State.UNKNOWN, str(lost)
    except NotReached:
        # A debtor is told to pay another way; what goes back is tried until it has gone.
        if refund or row.state == State.UNKNOWN or row.looks < TRIES:
            return
        begun, state, code = None, State.DECLINED, NOT_REACHED
    with tenant_scope(row.creditor_id):
        fresh = locked(row.pk)
        if begun is not None:
            note_begun(fresh, provider_id=begun.provider_id, token=begun.token, pay_url=begun.pay_url, at=at)
        elif state == State.DECLINED:
            note_ended(fresh, state=state, source=Source.CREATE, code=code, at=at)
        else:
            note_unknown(fresh, source=Source.CREATE, code=code, at=at)


def _cancel(asked: Asked, provider: Provider) -> None:
    try:
        provider.cancel(asked)
    except (Declined, NotKnown, NotReached, NoAnswer):
        _log.info("payment instruction not cancelled; reading tells")


def _read(row: Instruction, asked: Asked, provider: Provider, *, at: datetime) -> None:
    try:
        seen = provider.read_refund(asked) if row.refund_of_id is not None else provider.read(asked)
    except (NotReached, NoAnswer):
        return
    except NotKnown:
        # One that is on its way to the provider may be unknown there for a moment. Later, it never came.
        if row.state == State.UNKNOWN and row.looks > PATIENCE[Way(row.way)]:
            with tenant_scope(row.creditor_id):
                note_ended(locked(row.pk), state=State.EXPIRED, source=Source.READ, code=NEVER_CAME, at=at)
        return
    with tenant_scope(row.creditor_id):
        _note(locked(row.pk), seen, at=at)


def _note(row: Instruction, seen: Seen, *, at: datetime) -> None:
    theirs = (seen.instruction_id.upper(), seen.amount, seen.currency)
    if theirs != (row.payee_reference, row.amount_ore, "SEK"):
        note_mismatch(row, said=f"{seen.amount} {seen.currency}", at=at)
        return
    match seen.state:
        case State.PAID:
            today, began = clock.civil_date(at), clock.civil_date(row.created_at)
            on = max(min(seen.paid_on or today, today), began)
            note_paid(row, source=Source.READ, reference=seen.payment_reference, on=on, at=at)
        case State.SENT:
            note_open(row, at=at)
        case State.UNKNOWN:
            note_unknown(row, source=Source.READ, code=seen.code, at=at)
        case State.DECLINED | State.CANCELLED | State.EXPIRED:
            regretted = seen.state == State.EXPIRED and row.cancel_asked_at is not None
            state = State.CANCELLED if regretted else seen.state
            if not note_ended(row, state=state, source=Source.READ, code=seen.code, at=at):
                note_came_back(row, code=seen.code, at=at)
        case State.CREATED:
            return


def _asked(row: Instruction, addressed: Addressed) -> Asked:
    callback_url, return_url = addressed(row)
    return Asked(
        instruction_id=row.payee_reference,
        callback_id=row.callback_id,
        amount=Ore(row.amount_ore),
        ocr=row.reference.ocr,
        callback_url=callback_url,
        return_url=return_url,
        provider_id=row.provider_id,
        refund_of=(row.refund_of.payment_reference or "") if row.refund_of else "",
    )


__all__ = ["MISMATCH", "NEVER_CAME", "NOT_REACHED", "ask", "ask_all", "read_now"]
