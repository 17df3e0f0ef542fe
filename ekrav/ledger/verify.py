"""Prove the journal: compute the whole chain anew from what lies in the database, and every seal with it.

Any byte that was changed in an entry, a line, a link or a seal since it was sealed gives another hash. What nobody has
sealed yet is not proven; what somebody holds of an older seal outside the database proves that the chain was not made
anew as a whole (`known`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ekrav.ledger.checkpoint import crooked_checkpoints
from ekrav.ledger.journal import UNSEALED, Link, link_after, links, seal_after
from ekrav.ledger.models import DaySeal
from ekrav.tenancy import staff_scope
from ekrav.tenancy.chain import GENESIS
from ekrav.tenancy.query import select


@dataclass(frozen=True, kw_only=True)
class Proven:
    """What was proven: how many links and seals, where the chain has come, and how many entries wait to be sealed."""

    links: int
    seals: int
    waiting: int
    head: bytes


class Altered(Exception):
    """The journal is not what was sealed. The message names the first place where it differs."""


def verify_journal(*, known: bytes | None = None) -> Proven:
    """Compute every hash anew. Opens its own scope. Raises `Altered`."""
    with staff_scope():
        seals = list(DaySeal.objects.order_by("day"))
        heads, last, head = _chain({seal.position for seal in seals})
        _seals(seals, heads)
        for row in crooked_checkpoints():
            raise Altered(
                f"checkpoint of {row['day']}: account {row['account']} of tenant {row['creditor_id']}"
            )
        if known is not None and known not in {bytes(seal.digest) for seal in seals}:
            raise Altered("no seal has the hash that is known from before")
        waiting = select(f"SELECT count(*) AS entries FROM {UNSEALED}")[0]["entries"]
    return Proven(links=last, seals=len(seals), waiting=waiting, head=head)


def _chain(places: set[int]) -> tuple[dict[int, bytes], int, bytes]:
    """Every link from the first; the hashes at `places`, the last place and its hash."""
    heads, place, head = {0: GENESIS}, 0, GENESIS
    for link in links():
        place += 1
        if link.position != place:
            raise Altered(f"link {place} of the chain is missing")
        if link.row["entry"] is None:
            raise Altered(f"link {place}: entry {link.entry_id} is gone")
        head = link_after(head, link.row)
        if head != link.digest:
            raise Altered(_words(link))
        if place in places:
            heads[place] = head
    return heads, place, head


def _words(link: Link) -> str:
    row = link.row
    return (
        f"link {link.position}: entry {row['entry']} ({row['key']!r}) of tenant {row['creditor']},"
        f" booked {row['booked']}, or its link, is not what was sealed"
    )


def _seals(seals: Sequence[DaySeal], heads: dict[int, bytes]) -> None:
    digest = GENESIS
    for seal in seals:
        if heads.get(seal.position) != bytes(seal.head):
            raise Altered(f"seal of {seal.day}: the chain has no such hash at place {seal.position}")
        digest = seal_after(
            digest,
            day=seal.day,
            position=seal.position,
            head=bytes(seal.head),
            sealed_at=seal.sealed_at,
        )
        if digest != bytes(seal.digest):
            raise Altered(f"seal of {seal.day} is not what was sealed")
