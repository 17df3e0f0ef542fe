"""Shells that wake the work of this house."""

from email.utils import parseaddr
from pathlib import Path

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.outbox.bounces import read_bounces
from ekrav.outbox.mail import MailChannel
from ekrav.outbox.models import Parcel
from ekrav.outbox.send import send_due
from ekrav.tenancy import routing_scope


@shared_task
def send_parcels() -> None:
    """Send the mails that wait."""
    with routing_scope():
        at = clock.now()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    send_due(channels={Parcel.Channel.MAIL: MailChannel(domain=domain)}, at=at)


@shared_task
def note_bounces() -> int:
    """Read what came back; 0 when no folder is named."""
    with routing_scope():
        at = clock.now()
    return read_bounces(folder=Path(settings.BOUNCE_DIR), at=at) if settings.BOUNCE_DIR else 0
