"""A chain over rows that are only ever added: each link is the hash of the link before it and of a row.

Made by one task from what has been committed, in batches, so that writing stays parallel. Only rows whose transaction
is older than every running one are taken: nothing can still appear before them.
"""

import hashlib
import json
from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

GENESIS: Final = bytes(32)
AT_A_TIME: Final = 5_000
_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_DIGITS: Final = str.maketrans("abcdefghijklmnop", "0123456789abcdef")


def link_of(previous: bytes, content: Sequence[Any]) -> bytes:
    """The hash of a row's content and of all before it."""
    return hashlib.sha256(previous + json.dumps(list(content), ensure_ascii=False).encode()).digest()


def unsealed(*, rows: str, links: str, link_to: str, xid: str) -> str:
    """FROM what no link has yet, the rows as `r`. `link_to`: the link's column with the row's id; `xid`: the row's with
    its transaction.

    Transactions older than the last link's have all been sealed, except in a database that was restored into another
    cluster: its rows carry numbers that no transaction here has had, and are all looked at.
    """
    return f"""
{rows} r WHERE NOT EXISTS (SELECT FROM {links} s WHERE s.{link_to} = r.id) AND r.{xid} >= coalesce(
  (SELECT CASE WHEN last.{xid} < pg_snapshot_xmax(pg_current_snapshot()) THEN last.{xid} ELSE '0'::xid8 END
     FROM {links} s JOIN {rows} last ON last.id = s.{link_to} ORDER BY s.position DESC LIMIT 1),
  '0'::xid8)
"""


def to_be_sealed(*, xid: str) -> str:
    """After `unsealed`: the next batch of those that can be, in the order of the chain."""
    return f"""AND (r.{xid} < pg_snapshot_xmin(pg_current_snapshot())
  OR r.{xid} >= pg_snapshot_xmax(pg_current_snapshot()))
ORDER BY r.{xid} < pg_snapshot_xmax(pg_current_snapshot()), r.{xid}, r.id LIMIT {AT_A_TIME}"""


def alone(lock: int) -> bool:
    """Whether this transaction is the only one that seals this chain; it is until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        return bool(cursor.fetchone()[0])


def spelled(digest: bytes) -> str:
    """A hash in the letters a to p, in groups of four: logs lose digits in a row, and people read letters better."""
    text = digest.hex().translate(_LETTERS)
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def read_spelled(text: str) -> bytes:
    """The hash that was spelled so, on a command's line. Raises `ArgumentTypeError`."""
    letters = "".join(text.split())
    if len(letters) != len(GENESIS) * 2 or not set(letters) <= set("abcdefghijklmnop"):
        raise ArgumentTypeError("64 bokstäver från a till p, med eller utan mellanrum.")
    return bytes.fromhex(letters.translate(_DIGITS))
