"""Fetch what lies ready at Kronofogden and take it in."""

from dataclasses import dataclass
from datetime import datetime

from ekrav.kronofogden.channel import Channel
from ekrav.kronofogden.models import Filer
from ekrav.kronofogden.take_in import Came, take_in
from ekrav.tenancy import agency_scope


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """How a round went: how many files came to each outcome, and how many records were new."""

    taken: int = 0
    known: int = 0
    waiting: int = 0
    refused: int = 0
    records: int = 0


def fetch_files(*, channel: Channel, at: datetime) -> Fetched:
    """Take in every file that lies ready, in the channel's order. Opens its own scopes.

    Raises Unreachable; what was taken in before stays so.
    """
    with agency_scope():
        code, after = Filer.objects.values_list("code", "fetched").get()
    if not code:
        return Fetched()
    went = dict.fromkeys(Came, 0)
    records = 0
    for listed in channel.files(after=after):
        taken = take_in(content=channel.fetch(file_id=listed.id), name=listed.name, at=at)
        went[taken.came] += 1
        records += taken.records
        with agency_scope():
            Filer.objects.update(fetched=listed.id)
    return Fetched(
        taken=went[Came.TAKEN],
        known=went[Came.KNOWN],
        waiting=went[Came.WAITS],
        refused=went[Came.REFUSED],
        records=records,
    )
