"""Hold a creditor's payouts, with a reason that it reads, and let them go again. Money that is held waits."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from ekrav.accounts.models import Creditor
from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.tenancy.models import owner_of_new_rows
from payouts.models import Hold, Payout

LONGEST_REASON = 300


class AlreadyHeld(ValueError):
    """A hold of that kind stands already."""


class NotHeld(ValueError):
    """The hold is released already."""


def standing_holds(*, today: date) -> QuerySet[Hold]:
    """The holds that stand today, oldest first. In the caller's scope."""
    open_ones = Hold.objects.filter(released_at=None)
    return open_ones.filter(Q(last_day=None) | Q(last_day__gte=today)).order_by("id")


def hold(
    *, creditor_id: int, reason: str, last_day: date | None, staff: StaffMember, today: date, at: datetime
) -> Hold:
    """Staff hold a creditor's payouts, until they release them or through `last_day`. Raises `AlreadyHeld`.

    Opens its own scope.
    """
    by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
    with tenant_scope(creditor_id):
        _end_passed(today=today, at=at)
        row = Hold(
            kind=Hold.Kind.STAFF,
            reason=reason[:LONGEST_REASON],
            placed_at=at,
            placed_by=staff.pk,
            last_day=last_day,
        )
        return _place(row, by=by, at=at)


def hold_for_payout(payout: Payout, *, kind: Hold.Kind, reason: str, at: datetime) -> None:
    """The machine holds a creditor for what became of one payout; a hold of that kind that stands is enough.

    In the creditor's scope, in the transaction that found it out.
    """
    row = Hold(kind=kind, reason=reason[:LONGEST_REASON], payout=payout, placed_at=at)
    try:
        _place(row, by=MACHINE, at=at)
    except AlreadyHeld:
        return


def release(*, hold: Hold, staff: StaffMember, at: datetime) -> None:
    """Let the payouts go again. Opens its own scope. Raises `NotHeld`."""
    with tenant_scope(hold.creditor_id):
        released = Hold.objects.filter(pk=hold.pk, released_at=None)
        if released.update(released_at=at, released_by=staff.pk) != 1:
            raise NotHeld
        by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
        record(act="payouts_released", on=hold, by=by, at=at)


def end_mended(*, at: datetime) -> int:
    """Let go what only waited for another bankgiro than the one the bank could not pay to; how many holds.

    Opens its own scopes.
    """
    with staff_scope():
        waiting = Hold.objects.filter(kind=Hold.Kind.ACCOUNT, released_at=None).select_related("payout")
        numbers = dict(
            Creditor.objects.filter(pk__in=waiting.values("creditor_id")).values_list("pk", "bankgiro")
        )
        mended = [row for row in waiting if row.payout and row.payout.bankgiro != numbers[row.creditor_id]]
    ended = 0
    for row in mended:
        with tenant_scope(row.creditor_id):
            ended += Hold.objects.filter(pk=row.pk, released_at=None).update(released_at=at)
    return ended


def _end_passed(*, today: date, at: datetime) -> None:
    Hold.objects.filter(released_at=None, last_day__lt=today).update(released_at=at)


def _place(row: Hold, *, by: Actor, at: datetime) -> Hold:
    """One statement that waits for a rival with the same kind of hold; `AlreadyHeld` when there is one."""
    row.creditor_id = owner_of_new_rows()
    Hold.objects.bulk_create([row], ignore_conflicts=True)
    placed = Hold.objects.filter(public_id=row.public_id).first()
    if placed is None:
        raise AlreadyHeld
    record(act="payouts_held", on=placed, by=by, at=at, facts={"kind": placed.kind})
    return placed
