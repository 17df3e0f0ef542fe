"""Lay something in the outbox, in the transaction of what caused it: it leaves if and only if that is committed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from ekrav.outbox.models import Parcel
from ekrav.tenancy.models import owner_of_new_rows


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with a mail; `type` as in "application/pdf"."""

    name: str
    type: str
    content: bytes


def post_parcel(
    *,
    key: str,
    channel: Parcel.Channel,
    recipient: str,
    subject: str = "",
    body: str = "",
    attachment: Attachment | None = None,
    at: datetime,
) -> Parcel:
    """Queue one thing for one receiver, in the current scope's tenant.

    `key` says what it is for, once per tenant: posting it again gives the parcel that is there, whatever it now would
    say. The subject is made one line.
    """
    owner = owner_of_new_rows()
    parcel = Parcel(
        creditor_id=owner,
        message_digest=message_digest(creditor_id=owner, key=key),
        key=key,
        channel=channel,
        recipient=recipient,
        subject=" ".join(subject.split())[:200],
        body=body,
        attachment_name=attachment.name if attachment else "",
        attachment_type=attachment.type if attachment else "",
        attachment=attachment.content if attachment else None,
        created_at=at,
    )
    # One statement that waits for a rival with the same key instead of failing on it.
    Parcel.objects.bulk_create([parcel], ignore_conflicts=True)
    return Parcel.objects.get(key=key)


def message_digest(*, creditor_id: int, key: str) -> str:
    """What a mail under this key is known by outside the house; it tells nothing else."""
    return hashlib.sha256(f"{creditor_id}/{key}".encode()).hexdigest()[:32]
