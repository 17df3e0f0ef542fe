"""Inviting a colleague: a link by e-mail, single use, seven days; whoever opens it logs in with BankID and joins.

A role is given by somebody who has it when it is sent and still when it is accepted. Only the token's hash is kept.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ekrav.accounts.members import keep_an_administrator
from ekrav.accounts.models import Creditor, Invitation, Membership, Person
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import post_parcel
from ekrav.tenancy import routing_scope, tenant_scope

VALID_FOR = timedelta(days=7)


class NotInvited(ValueError):
    """The link leads nowhere: unknown, used, withdrawn, too old, or its sender may no longer invite."""


class AlreadyMember(ValueError):
    """The person belongs to the company already."""


def invite(
    *, email: str, role: Membership.Role, inviter: Membership, company: str, at: datetime
) -> Invitation:
    """Invite somebody to the inviter's company, in its scope; the mail leaves through the outbox."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=_hash(token),
        email=email,
        role=role,
        invited_by=inviter,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    link = settings.PUBLIC_URL + reverse("accounts:invitation", args=[token])
    post_parcel(
        key=f"invitation {invitation.pk}",
        channel=Parcel.Channel.MAIL,
        recipient=email,
        subject=_("%(name)s bjuder in dig till %(company)s i eKrav")
        % {"name": inviter.name, "company": company},
        body=_(
            "Hej,\n\n%(name)s vill att du ska kunna arbeta med ärenden för %(company)s i eKrav.\n\n"
            "Öppna länken och logga in med BankID:\n%(link)s\n\nLänken gäller i sju dagar och kan användas en gång."
        )
        % {"name": inviter.name, "company": company, "link": link},
        at=at,
    )
    record(
        act="invite",
        on=invitation,
        by=Actor(kind=AuditEvent.Actor.PERSON, id=inviter.pk),
        at=at,
        facts={"role": role},
    )
    return invitation


def find_invitation(*, token: str) -> tuple[int, int]:
    """The creditor and the id of the invitation behind a link. Raises `NotInvited`."""
    with routing_scope():
        row = Invitation.objects.filter(token_hash=_hash(token)).values_list("creditor_id", "id").first()
    if row is None:
        raise NotInvited
    return row


def open_invitation(*, invitation_id: int, at: datetime) -> tuple[Invitation, Creditor]:
    """A usable invitation with its company, locked, in the company's scope. Raises `NotInvited`."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation_id)
    )
    inviter = invitation.invited_by
    usable = (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and at < invitation.expires_at
        and inviter.active
        and inviter.role == Membership.Role.ADMIN
    )
    if not usable:
        raise NotInvited
    return invitation, Creditor.objects.get(pk=invitation.creditor_id)


def accept(*, token: str, person: Person, at: datetime) -> int:
    """Join the company that the link invites to; its id. Opens its own scopes. Raises `NotInvited`, `AlreadyMember`."""
    creditor_id, invitation_id = find_invitation(token=token)
    with tenant_scope(creditor_id):
        invitation, _company = open_invitation(invitation_id=invitation_id, at=at)
        member = _join(invitation, person=person, at=at)
        invitation.accepted_by, invitation.accepted_at = member, at
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        record(
            act="accept invitation",
            on=invitation,
            by=Actor(kind=AuditEvent.Actor.PERSON, id=member.pk),
            at=at,
        )
        _tell_inviter(invitation, member=member, at=at)
    return creditor_id


def _join(invitation: Invitation, *, person: Person, at: datetime) -> Membership:
    """The membership: a new one, or that of somebody who was removed and is asked back."""
    member = Membership.objects.select_for_update().filter(person=person).first()
    if member is None:
        member = Membership(person=person)
    elif member.active:
        raise AlreadyMember
    member.active, member.role, member.since = True, invitation.role, at
    member.name, member.email = person.name, invitation.email
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as twice:
        raise AlreadyMember from twice
    return member


def _tell_inviter(invitation: Invitation, *, member: Membership, at: datetime) -> None:
    """A forwarded link lets in whoever opens it first, so whoever invited is told who it was."""
    inviter = invitation.invited_by
    if not inviter.email:
        return
    post_parcel(
        key=f"invitation {invitation.pk} accepted",
        channel=Parcel.Channel.MAIL,
        recipient=inviter.email,
        subject=_("%(name)s har tackat ja till din inbjudan") % {"name": member.name},
        body=_(
            "Hej,\n\n%(name)s har legitimerat sig med BankID och använt inbjudan som du skickade till %(email)s.\n\n"
            "Är det inte den du bjöd in? Ta bort användaren under Företaget, Användare."
        )
        % {"name": member.name, "email": invitation.email},
        at=at,
    )


def withdraw(*, invitation: Invitation, by: Actor, at: datetime) -> None:
    """Take an unused invitation back."""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        record(act="withdraw invitation", on=invitation, by=by, at=at)


def remove(*, member: Membership, by: Actor, at: datetime) -> None:
    """Shut a colleague out at once, with the invitations it has sent. Raises `LastAdministrator`."""
    keep_an_administrator(member=member)
    member.active = False
    member.save(update_fields=["active"])
    for invitation in open_invitations().filter(invited_by=member):
        withdraw(invitation=invitation, by=by, at=at)
    record(act="remove member", on=member, by=by, at=at)


def open_invitations() -> QuerySet[Invitation]:
    """The company's invitations that nobody has used or taken back, also those that have grown too old."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
