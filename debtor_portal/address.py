"""How many wrong codes may come from one network address, whatever case numbers they were tried against.

Thirty in an hour, then none is tried from there until the hour is over: a household or an office behind one address
never comes near it, a machine that guesses its way through the numbers does. A right code forgives nothing, or whoever
has a case of its own could guess for ever. The address itself is kept nowhere.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.db.models.functions import Now

from cases.models import PortalAddress
from ekrav.identity import keyed_hash

WRONG_IN_HOUR: Final = 30
HOUR: Final = timedelta(hours=1)

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SUBSCRIBER: Final = 64
"""Bits. Of an IPv6 address they name who has it; the rest is chosen at will, and so is not counted by."""


def address_key(address: str) -> bytes:
    """The keyed hash by which an address is counted; what is no address shares one count."""
    return keyed_hash(value=f"portal address {_place(address)}", key=settings.IDENTITY_KEY)


def _place(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(ip, IPv6Address):
        return str(ip)
    return str(ip.ipv4_mapped or int(ip) >> 128 - _SUBSCRIBER)


def counted(key: bytes) -> tuple[PortalAddress, datetime]:
    """The address's row, locked, and the database's time once it was. In the door's scope."""
    fresh = PortalAddress(address_key=key, since=_NEVER)
    PortalAddress.objects.bulk_create([fresh], ignore_conflicts=True)
    caller = PortalAddress.objects.select_for_update().get(pk=key)
    moments = PortalAddress.objects.annotate(moment=Now()).values_list("moment", flat=True)
    return caller, moments.get(pk=key)


def wait(caller: PortalAddress, *, moment: datetime) -> timedelta:
    """How long no code from the address is tried; nothing when it has not had too many wrong ones."""
    if caller.wrong < WRONG_IN_HOUR:
        return timedelta()
    return max(caller.since + HOUR - moment, timedelta())


def count(caller: PortalAddress, *, moment: datetime) -> None:
    """Count one more wrong code."""
    if moment >= caller.since + HOUR:
        caller.since, caller.wrong = moment, 0
    caller.wrong += 1
    caller.save()
