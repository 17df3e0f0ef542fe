"""Keep the account that a payer has told staff, so that its money can go back."""

from datetime import datetime

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.bankfiles.accounts import Account
from payouts.models import PayerAccount
from payouts.owners import owner_scope
from payouts.refund_sources import Source


def note_account(*, source: Source, account: Account, staff: StaffMember, at: datetime) -> PayerAccount:
    """Keep it; the latest holds. Opens its own scope. Two people still approve the payment."""
    with owner_scope(source.creditor_id):
        told = PayerAccount.objects.create(
            subledger_id=source.subledger_id,
            entry_id=source.entry_id,
            account=str(account),
            told_at=at,
            told_to=staff.pk,
        )
        by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
        record(act="payer_account_told", on=told, by=by, at=at)
    return told
