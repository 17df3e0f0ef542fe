"""A company's people at work: coming in, and being given another role."""

from datetime import datetime

from django.http import HttpRequest

from ekrav import clock
from ekrav.accounts.models import Membership
from ekrav.audit.record import Actor, record
from ekrav.tenancy import tenant_scope


class LastAdministrator(ValueError):
    """The company would be left without an administrator."""


def enter(request: HttpRequest, *, membership: Membership) -> None:
    """Go into the company: the session remembers it, its colleagues see when. Opens its own scope."""
    with tenant_scope(membership.creditor_id):
        Membership.objects.filter(pk=membership.pk).update(last_seen_at=clock.now())
    request.session["creditor_id"] = membership.creditor_id


def keep_an_administrator(*, member: Membership) -> None:
    """Lock the administrators; raises `LastAdministrator` when `member` is the only one left."""
    admins = Membership.objects.select_for_update().filter(role=Membership.Role.ADMIN, active=True)
    if {admin.pk for admin in admins.order_by("id")} == {member.pk}:
        raise LastAdministrator


def change_role(*, member: Membership, role: Membership.Role, by: Actor, at: datetime) -> None:
    """Let a colleague do something else from the next request on. Raises `LastAdministrator`."""
    if role != Membership.Role.ADMIN:
        keep_an_administrator(member=member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    record(act="change role", on=member, by=by, at=at, facts={"from": before, "to": role})
