"""The page behind the link in an invitation: who asks, to what; looking changes nothing, a press joins."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from ekrav import clock
from ekrav.accounts import invite as invitations
from ekrav.accounts.access import PersonRequest, person_page
from ekrav.accounts.forms import ROLE_WORDS
from ekrav.accounts.invite import AlreadyMember, NotInvited
from ekrav.accounts.models import Membership
from ekrav.tenancy import routing_scope, tenant_scope


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What an invitation says to the person who opens it."""

    creditor_id: int
    company: str
    organisation_number: str
    inviter: str
    role: str


@person_page
def invitation(request: PersonRequest, token: str) -> HttpResponseBase:
    """Show the invitation; a POST accepts it."""
    try:
        invited = _invited(token)
        if request.standing.membership_in(invited.creditor_id) is not None:
            raise AlreadyMember
        if request.method == "POST":
            with routing_scope():
                at = clock.now()
            creditor_id = invitations.accept(token=token, person=request.standing.person, at=at)
            request.session["creditor_id"] = creditor_id
            return _uncached(redirect("cases:overview"))
    except NotInvited:
        return _uncached(render(request, "accounts/invitation_over.html", status=410))
    except AlreadyMember:
        return _uncached(render(request, "accounts/invitation_member.html", status=409))
    return _uncached(render(request, "accounts/invitation.html", {"invited": invited}))


def _invited(token: str) -> Invited:
    """What the link says. Raises `NotInvited`."""
    creditor_id, invitation_id = invitations.find_invitation(token=token)
    with tenant_scope(creditor_id):
        found, company = invitations.open_invitation(invitation_id=invitation_id, at=clock.now())
        return Invited(
            creditor_id=creditor_id,
            company=company.name,
            organisation_number=company.organisation_number,
            inviter=found.invited_by.name,
            role=str(ROLE_WORDS[Membership.Role(found.role)]),
        )


def _uncached(answer: HttpResponseBase) -> HttpResponseBase:
    # The address is a key: it stays out of caches and of other sites' logs. Not "no-referrer": browsers then post
    # with `Origin: null`, and the button on the page would be refused as forged.
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "strict-origin"
    return answer
