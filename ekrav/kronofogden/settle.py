"""Settle: a person has looked into what the authority refused, or what belongs to no application of ours."""

from datetime import datetime
from uuid import UUID

from ekrav.audit.record import Actor
from ekrav.audit.record import record as log
from ekrav.kronofogden.alarms import refused_records, unplaced_records
from ekrav.kronofogden.models import Outgoing, Unplaced
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope


def settle_one(*, record: str, unplaced: str, by: Actor, at: datetime) -> bool:
    """Note who has looked into the record (by its public id) or the unplaced answer (by its number), once.

    False when there is none that waits. Opens its own scopes.
    """
    if unplaced.isascii() and unplaced.isdigit() and len(unplaced) < 19:
        return _unplaced(int(unplaced), by=by, at=at)
    try:
        return _refused(UUID(record), by=by, at=at)
    except ValueError:
        return False


def _unplaced(number: int, *, by: Actor, at: datetime) -> bool:
    with agency_scope():
        if unplaced_records().filter(pk=number).update(settled_at=at, settled_by=by.id) != 1:
            return False
        log(act="unplaced_settled", on=Unplaced.objects.defer("content").get(pk=number), by=by, at=at)
    return True


def _refused(public_id: UUID, *, by: Actor, at: datetime) -> bool:
    with staff_scope():
        row = refused_records().filter(public_id=public_id).first()
    if row is None:
        return False
    with tenant_scope(row.creditor_id):
        if refused_records().filter(pk=row.pk).update(settled_at=at, settled_by=by.id) != 1:
            return False
        log(act="refusal_settled", on=Outgoing.objects.defer("content").get(pk=row.pk), by=by, at=at)
    return True
