"""Mail that comes back: what was sent, and the folder that a mail server delivers to."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

from ekrav.outbox.models import Parcel
from ekrav.outbox.post import message_digest


def mail(parcel: Parcel) -> EmailMessage:
    """The parcel as it was sent: its header."""
    message = EmailMessage()
    message["From"], message["To"] = "noreply@localhost", parcel.recipient
    message["Message-ID"] = f"<{message_digest(creditor_id=parcel.creditor_id, key=parcel.key)}@localhost>"
    return message


def came_back(folder: Path, content: bytes) -> None:
    """A mail server delivers this."""
    mailbox.Maildir(folder, factory=None, create=True).add(content)
