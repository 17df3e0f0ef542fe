"""Another bankgiro: asked for by an administrator with fresh BankID, told to all of them, confirmed by staff.

From the moment it is asked for payouts wait 72 hours, and until staff have made sure that the number is the company's
own: whoever has stolen a way in must be seen by the others before any money goes. Until then the old number stands.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts.models import BankgiroChange, Creditor, Membership
from ekrav.audit.record import Actor, record
from ekrav.identity import format_bankgiro
from ekrav.look.dates import full_date
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import post_parcel

WAITS: Final = timedelta(hours=72)


class AlreadyAsked(ValueError):
    """A change waits already, or the number is the present one."""


class NotOpen(ValueError):
    """The change is confirmed or taken back already."""


def holding_changes(*, at: datetime) -> QuerySet[BankgiroChange]:
    """The changes that hold payouts: not confirmed, or asked for less than 72 hours ago. In the caller's scope."""
    asked = BankgiroChange.objects.filter(withdrawn_at=None)
    return asked.filter(Q(confirmed_at=None) | Q(holds_until__gt=at))


def open_changes() -> QuerySet[BankgiroChange]:
    """The changes that staff have not judged. In the caller's scope."""
    return BankgiroChange.objects.filter(withdrawn_at=None, confirmed_at=None)


def ask_change(*, bankgiro: str, by: Membership, actor: Actor, at: datetime) -> BankgiroChange:
    """Ask for another bankgiro, in the company's scope; every administrator is told. Raises `AlreadyAsked`."""
    company = Creditor.objects.get(pk=by.creditor_id)
    if company.bankgiro == bankgiro:
        raise AlreadyAsked
    try:
        with transaction.atomic():
            change = BankgiroChange.objects.create(
                bankgiro=bankgiro, asked_at=at, asked_by=by, holds_until=at + WAITS
            )
    except IntegrityError as waits:
        raise AlreadyAsked from waits
    record(act="ask bankgiro change", on=change, by=actor, at=at)
    words = {
        "who": by.name,
        "company": company.name,
        "bankgiro": format_bankgiro(bankgiro),
        "day": full_date(clock.civil_date(change.holds_until)),
    }
    _tell(
        change,
        subject=_("Nytt bankgiro för %(company)s") % words,
        body=_(
            "%(who)s har bett om att utbetalningarna till %(company)s ska gå till bankgiro %(bankgiro)s.\n\n"
            "Inga pengar betalas ut före %(day)s, och inte innan vi har kontrollerat att bankgirot är företagets."
            " Känner du inte igen detta? Logga in, öppna Företaget och ta tillbaka ändringen, eller ring oss."
        )
        % words,
        at=at,
    )
    return change


def withdraw_change(*, change: BankgiroChange, actor: Actor, at: datetime) -> None:
    """Take the change back, or refuse it: the old number stays. In the company's scope. Raises `NotOpen`."""
    if open_changes().filter(pk=change.pk).update(withdrawn_at=at) != 1:
        raise NotOpen
    record(act="withdraw bankgiro change", on=change, by=actor, at=at)


def confirm_change(*, change: BankgiroChange, source: str, actor: Actor, at: datetime) -> None:
    """Staff have made sure whose number it is (`source` says how): it is the company's now. Raises `NotOpen`.

    In the company's scope. The 72 hours are not shortened.
    """
    confirmed = open_changes().filter(pk=change.pk)
    if confirmed.update(confirmed_at=at, confirmed_by=actor.id, source=source) != 1:
        raise NotOpen
    Creditor.objects.filter(pk=change.creditor_id).update(bankgiro=change.bankgiro)
    record(act="confirm bankgiro change", on=change, by=actor, at=at)


def tell_administrators(*, key: str, subject: str, body: str, at: datetime) -> None:
    """Mail every administrator of the company, each once for a key. In the company's scope."""
    told = Membership.objects.filter(role=Membership.Role.ADMIN, active=True).exclude(email="")
    for member in told.order_by("id"):
        post_parcel(
            key=f"{key} to {member.pk}",
            channel=Parcel.Channel.MAIL,
            recipient=member.email,
            subject=subject,
            body=f"{_('Hej!')}\n\n{body}\n",
            at=at,
        )


def _tell(change: BankgiroChange, *, subject: str, body: str, at: datetime) -> None:
    tell_administrators(key=f"bankgiro change {change.pk}", subject=subject, body=body, at=at)
