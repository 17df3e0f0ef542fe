"""Appointing the agency's staff. The first administrator is appointed from the command line; nobody is born one."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from ekrav.agency.models import StaffMember
from ekrav.identity import keyed_hash, person_number


def appoint(*, number: str, roles: Iterable[StaffMember.Role], name: str = "", at: datetime) -> StaffMember:
    """Let the person with this personnummer work as staff in `roles`; again: with these roles instead.

    In the agency's scope. Raises `identity.NotAPersonNumber`.
    """
    key = keyed_hash(value=person_number(number), key=settings.IDENTITY_KEY)
    member, _made = StaffMember.objects.update_or_create(
        person_key=key,
        defaults={"roles": sorted(set(roles)), "active": True, "name": name},
        create_defaults={
            "person_key": key,
            "roles": sorted(set(roles)),
            "active": True,
            "name": name,
            "appointed_at": at,
        },
    )
    return member
