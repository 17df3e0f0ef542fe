"""Mail that came back: delivery status notifications (RFC 3464) that the mail server lays in a Maildir, each read once.

A notification carries the header of the mail it is about, whose Message-ID finds the parcel. Only a failure for good
counts; a delay says nothing yet. What cannot be read or is about no mail of ours is laid aside and logged, without its
words: they name people.
"""

import logging
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Final

from ekrav.outbox.models import Parcel
from ekrav.outbox.send import scope_of
from ekrav.tenancy import routing_scope

_log = logging.getLogger(__name__)

LARGEST: Final = 1_000_000
_MESSAGE_ID: Final = re.compile(r"<([0-9a-f]{32})@[^>\s]+>")
_STATUS: Final = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A mail that did not arrive: whose Message-ID begins with `digest`, and the status code, "5.1.1"."""

    digest: str
    status: str


class NotABounce(ValueError):
    """The message says of no mail of ours that it did not arrive."""


def read_bounces(*, folder: Path, at: datetime) -> int:
    """Note the mails that came back; how many. Opens its own scopes. A folder that is not there holds nothing."""
    if not (folder / "new").is_dir():
        return 0
    box = mailbox.Maildir(folder, factory=None, create=False)
    noted = 0
    for key in sorted(box.keys()):
        held = box.get_message(key)
        if held.get_subdir() != "new":
            continue
        try:
            noted += _note(bounce_in(box.get_bytes(key)), at=at)
        except NotABounce:
            _log.warning("a mail to the bounce address is no bounce of ours")
        # Noted first, laid aside after: whoever dies between the two notes it again, which changes nothing.
        held.set_subdir("cur")
        held.add_flag("S")
        box[key] = held
    return noted


def bounce_in(content: bytes) -> Bounce:
    """What a notification says. Raises `NotABounce`."""
    if len(content) > LARGEST:
        raise NotABounce("size")
    message = message_from_bytes(content, policy=default)
    if (
        message.get_content_type() != "multipart/report"
        or message.get_param("report-type") != "delivery-status"
    ):
        raise NotABounce("type")
    failed = [
        fields for fields in _recipients(message) if str(fields.get("Action", "")).strip().lower() == "failed"
    ]
    digest = next(_digests(message), "")
    if not failed or not digest:
        raise NotABounce("content")
    status = _STATUS.search(str(failed[0].get("Status", "")))
    return Bounce(digest=digest, status=status.group() if status else "5.0.0")


def _recipients(message: Message) -> Iterator[Message]:
    """The groups of fields about each receiver; the first group is about the message."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            yield from [each for each in groups if isinstance(each, Message)][1:]


def _digests(message: Message) -> Iterator[str]:
    """The ids in the returned mail's own header, whole or headers only."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            returned = part.get_payload()
            found = [str(each.get("Message-ID", "")) for each in returned if isinstance(each, Message)]
        elif part.get_content_type() == "text/rfc822-headers":
            found = re.findall(r"(?im)^message-id:\s*(\S+)", str(part.get_payload()))
        else:
            continue
        yield from (
            match[1] for match in map(_MESSAGE_ID.fullmatch, (text.strip() for text in found)) if match
        )


def _note(bounce: Bounce, *, at: datetime) -> bool:
    with routing_scope():
        row = Parcel.objects.filter(message_digest=bounce.digest).values_list("creditor_id", "id").first()
    if row is None:
        raise NotABounce("unknown")
    creditor_id, parcel_id = row
    with scope_of(creditor_id):
        sent = Parcel.objects.filter(pk=parcel_id, state__in=[Parcel.State.SENT, Parcel.State.SENDING])
        return sent.update(state=Parcel.State.BOUNCED, bounced_at=at, problem=bounce.status) == 1
