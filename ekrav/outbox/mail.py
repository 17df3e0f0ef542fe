"""The mail channel: a parcel as one e-mail, with a Message-ID that stays the same however often it is sent."""

from email.errors import MessageError
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import BadHeaderError, EmailMessage

from ekrav.outbox.models import Parcel
from ekrav.outbox.post import message_digest

_PERMANENT = 500


class NotSent(RuntimeError):
    """The parcel did not leave. `for_good`: another try would end alike. The words may name the receiver."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class MailChannel:
    """Sends parcels through Django's mail backend, as `domain`."""

    def __init__(self, *, domain: str) -> None:
        self._domain = domain

    def send(self, parcel: Parcel) -> None:
        """Send the parcel. Raises `NotSent`. Outside every scope."""
        message = EmailMessage(
            subject=parcel.subject,
            body=parcel.body,
            to=[parcel.recipient],
            headers={
                "Message-ID": message_id(creditor_id=parcel.creditor_id, key=parcel.key, domain=self._domain)
            },
        )
        if parcel.attachment is not None:
            message.attach(parcel.attachment_name, bytes(parcel.attachment), parcel.attachment_type)
        try:
            message.send()
        except (BadHeaderError, MessageError, UnicodeError, ValueError) as wrong:
            raise NotSent(f"{type(wrong).__name__}: {wrong}", for_good=True) from wrong
        except (SMTPException, OSError) as failed:
            raise NotSent(f"{type(failed).__name__}: {failed}", for_good=_for_good(failed)) from failed


def message_id(*, creditor_id: int, key: str, domain: str) -> str:
    """Return the Message-ID of what is posted under this key: receivers know a copy by it, and learn nothing else."""
    return f"<{message_digest(creditor_id=creditor_id, key=key)}@{domain}>"


def _for_good(failed: Exception) -> bool:
    """Whether the receiving server said no for ever (5xx), to the message or to every receiver."""
    if isinstance(failed, SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _ in failed.recipients.values())
    return isinstance(failed, SMTPResponseException) and failed.smtp_code >= _PERMANENT
