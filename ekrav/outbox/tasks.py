"""Shells that wake the work of this house."""

from email.utils import parseaddr

from celery import shared_task
from django.conf import settings

from ekrav import clock
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
