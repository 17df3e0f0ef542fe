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

from ekrav.tenancy.query import select

GENESIS: Final = bytes(32)
AT_A_TIME: Final = 5_000
_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_DIGITS: Final = str.maketrans("abcdefghijklmnop", "0123456789abcdef")

# An entry with all it says. Lines are found by their entry alone, so that one moved to another tenant is seen too.
ENTRY: Final = """
e.id AS entry, e.creditor_id AS creditor, e.key, e.kind, e.booked_date::text AS booked, e.posted_xid::text AS xid,
to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS posted, e.reverses_id AS reverses,
encode(e.input_hash, 'hex') AS input,
(SELECT jsonb_agg(jsonb_build_array(l.id, l.creditor_id, l.account, l.subledger_id, l.amount_ore) ORDER BY l.id)
   FROM ledger_line l WHERE l.entry_id = e.id) AS lines
"""

# What no link has yet. Transactions older than the last link's have all been sealed, except in a database that was
# restored into another cluster: its entries carry numbers that no transaction here has had, and are all looked at.
UNSEALED: Final = """
ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_sealedentry s WHERE s.entry_id = e.id) AND e.posted_xid >= coalesce(
  (SELECT CASE WHEN last.posted_xid < pg_snapshot_xmax(pg_current_snapshot()) THEN last.posted_xid ELSE '0'::xid8 END
     FROM ledger_sealedentry s JOIN ledger_entry last ON last.id = s.entry_id ORDER BY s.position DESC LIMIT 1),
  '0'::xid8)
"""


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
    return hashlib.sha256(previous + json.dumps(content, ensure_ascii=False).encode()).digest()


def seal_after(previous: bytes, *, day: date, position: int, head: bytes, sealed_at: datetime) -> bytes:
    """The hash of a day's seal and of all seals before it."""
    content = json.dumps([day.isoformat(), position, head.hex(), sealed_at.astimezone(UTC).isoformat()])
    return hashlib.sha256(previous + content.encode()).digest()


def spelled(digest: bytes) -> str:
    """A hash in the letters a to p, in groups of four: logs lose digits in a row, and people read letters better."""
    text = digest.hex().translate(_LETTERS)
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def read_spelled(text: str) -> bytes:
    """The hash that was spelled so. Raises `ValueError`."""
    return bytes.fromhex("".join(text.split()).translate(_DIGITS))


def links(*, after: int = 0) -> Iterator[Link]:
    """The chain from its place `after` on, read piece by piece. In a staff scope."""
    sql = f"""SELECT s.position, s.entry_id AS named, s.digest, {ENTRY} FROM ledger_sealedentry s
                LEFT JOIN ledger_entry e ON e.id = s.entry_id
               WHERE s.position > %(after)s ORDER BY s.position LIMIT {AT_A_TIME}"""
    while rows := select(sql, {"after": after}):
        for row in rows:
            after = row["position"]
            yield Link(position=after, entry_id=row["named"], digest=bytes(row["digest"]), row=row)
