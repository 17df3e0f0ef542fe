"""What is sealed: an entry as it stands in the database, every column of it and of its lines, as one hash.

The chain is agency-wide and in the order of sealing, which is not that of posting: sealing each posting would let one
writer in at a time. A link is the hash of the link before it and of the entry.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from ekrav.tenancy.chain import AT_A_TIME, link_of, to_be_sealed, unsealed
from ekrav.tenancy.query import select

# An entry with all it says. Lines are found by their entry alone, so that one moved to another tenant is seen too.
ENTRY: Final = """
r.id AS entry, r.creditor_id AS creditor, r.key, r.kind, r.booked_date::text AS booked, r.posted_xid::text AS xid,
to_char(r.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS posted, r.reverses_id AS reverses,
encode(r.input_hash, 'hex') AS input,
(SELECT jsonb_agg(jsonb_build_array(l.id, l.creditor_id, l.account, l.subledger_id, l.amount_ore) ORDER BY l.id)
   FROM ledger_line l WHERE l.entry_id = r.id) AS lines
"""

UNSEALED: Final = unsealed(
    rows="ledger_entry", links="ledger_sealedentry", link_to="entry_id", xid="posted_xid"
)
TO_BE_SEALED: Final = to_be_sealed(xid="posted_xid")


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link as it is stored, with the row it is about; `row["entry"]` is None when that is gone."""

    position: int
    entry_id: int
    digest: bytes
    row: dict[str, Any]


def link_after(previous: bytes, row: dict[str, Any]) -> bytes:
    """The hash of an entry and of all before it."""
    content = [
        row[name]
        for name in (
            "entry",
            "creditor",
            "key",
            "kind",
            "booked",
            "xid",
            "posted",
            "reverses",
            "input",
            "lines",
        )
    ]
    return link_of(previous, content)


def seal_after(previous: bytes, *, day: date, position: int, head: bytes, sealed_at: datetime) -> bytes:
    """The hash of a day's seal and of all seals before it."""
    content = json.dumps([day.isoformat(), position, head.hex(), sealed_at.astimezone(UTC).isoformat()])
    return hashlib.sha256(previous + content.encode()).digest()


def links(*, after: int = 0) -> Iterator[Link]:
    """The chain from its place `after` on, read piece by piece. In a staff scope."""
    sql = f"""SELECT s.position, s.entry_id AS named, s.digest, {ENTRY} FROM ledger_sealedentry s
                LEFT JOIN ledger_entry r ON r.id = s.entry_id
               WHERE s.position > %(after)s ORDER BY s.position LIMIT {AT_A_TIME}"""
    while rows := select(sql, {"after": after}):
        for row in rows:
            after = row["position"]
            yield Link(position=after, entry_id=row["named"], digest=bytes(row["digest"]), row=row)
