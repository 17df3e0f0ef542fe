"""Posting to the double-entry book, and reading it.

An entry has a key that says what it is for. Posting the same key with the same content again gives the entry that is
there; with other content it is refused (`KeyReused`). Nothing is ever changed: a correction is a mirrored reversal.
All of it in the current scope's tenant; the database checks the balance (see the walls migration).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Sum

from ekrav import clock
from ekrav.ledger.models import Account, Entry, Line, Subledger
from ekrav.money import Ore
from ekrav.tenancy.models import owner_of_new_rows


@dataclass(frozen=True, kw_only=True)
class Posting:
    """One line to be: öre, debit positive and credit negative."""

    account: Account
    amount: int
    subledger: Subledger | None = None


@dataclass(frozen=True, kw_only=True)
class EntrySpec:
    """One entry to be."""

    key: str
    kind: str
    booked_date: date
    lines: tuple[Posting, ...]
    reverses: Entry | None = None

    @property
    def input_hash(self) -> bytes:
        """SHA-256 of everything that the entry says."""
        content = [
            self.kind,
            self.booked_date.isoformat(),
            [(line.account.value, line.amount, line.subledger and line.subledger.pk) for line in self.lines],
            self.reverses and self.reverses.pk,
        ]
        return hashlib.sha256(json.dumps(content).encode()).digest()

    @property
    def reverses_id(self) -> int | None:
        """The entry it takes back, by its id."""
        return self.reverses.pk if self.reverses else None


# The columns of an entry that are ours to write, as they are inserted.
_ENTRY: Final = ("creditor_id", "key", "kind", "booked_date", "posted_at", "input_hash", "reverses_id")


class Unbalanced(ValueError):
    """Lines that do not sum to 0, or fewer than two of them."""


class KeyReused(ValueError):
    """The key is taken by an entry that says something else, or asked for twice at once."""


def debit(account: Account, amount: int, subledger: Subledger | None = None) -> Posting:
    """A debit of `amount` öre."""
    return Posting(account=account, amount=amount, subledger=subledger)


def credit(account: Account, amount: int, subledger: Subledger | None = None) -> Posting:
    """A credit of `amount` öre."""
    return Posting(account=account, amount=-amount, subledger=subledger)


def open_subledger(*, number: str) -> Subledger:
    """A case's account in the creditor's book."""
    return Subledger.objects.create(number=number)


def post(*, key: str, kind: str, booked_date: date, lines: Sequence[Posting]) -> Entry:
    """Write one entry. Lines of 0 öre are left out. Raises `Unbalanced`, `KeyReused`."""
    return post_many([EntrySpec(key=key, kind=kind, booked_date=booked_date, lines=tuple(lines))])[0]


def reverse(*, entry: Entry, key: str, booked_date: date, kind: str = "") -> Entry:
    """Take an entry back by its mirror image; `kind` is "reverse …" unless said. An entry can be reversed once."""
    mirrored = tuple(
        Posting(account=Account(line.account), amount=-line.amount_ore, subledger=line.subledger)
        for line in entry.lines.select_related("subledger").order_by("id")
    )
    spec = EntrySpec(
        key=key,
        kind=kind or f"reverse {entry.kind}",
        booked_date=booked_date,
        lines=mirrored,
        reverses=entry,
    )
    return post_many([spec])[0]


def post_many(specs: Iterable[EntrySpec]) -> list[Entry]:
    """Write several entries in two statements. Each as `post` would; all or none."""
    whole = [_checked(spec) for spec in specs]
    if len({spec.key for spec in whole}) < len(whole):
        raise KeyReused("one key for two entries of the same batch")
    written = _insert_new(whole)
    _insert_lines(
        [(written[spec.key].pk, line) for spec in whole if spec.key in written for line in spec.lines]
    )
    missing = [spec for spec in whole if spec.key not in written]
    found = written | _already_there(missing)
    return [found[spec.key] for spec in whole]


def _checked(spec: EntrySpec) -> EntrySpec:
    if not all(line.amount for line in spec.lines):
        spec = replace(spec, lines=tuple(line for line in spec.lines if line.amount))
    if len(spec.lines) < 2 or sum(line.amount for line in spec.lines) != 0:
        raise Unbalanced(f"{spec.key}: {[line.amount for line in spec.lines]}")
    return spec


def _insert_new(specs: Sequence[EntrySpec]) -> dict[str, Entry]:
    """Insert the entries whose key is free, in one statement that waits for rivals; those written, by key."""
    moment, owner = clock.now(), owner_of_new_rows()
    rows = {
        spec.key: (owner, spec.key, spec.kind, spec.booked_date, moment, spec.input_hash, spec.reverses_id)
        for spec in specs
    }
    sql = (
        f"INSERT INTO ledger_entry ({', '.join(_ENTRY)})"
        " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::date[], %s::timestamptz[], %s::bytea[],"
        " %s::bigint[]) ON CONFLICT (creditor_id, key) DO NOTHING RETURNING id, key"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [list(column) for column in zip(*rows.values(), strict=True)] or [[]] * len(_ENTRY)
        )
        return {
            key: Entry.from_db(connection.alias, ["id", *_ENTRY], [id_, *rows[key]])
            for id_, key in cursor.fetchall()
        }


def _insert_lines(lines: Sequence[tuple[int, Posting]]) -> None:
    """Insert the lines of entries (by id) in one statement: their values as columns, without a model for each."""
    owner = owner_of_new_rows()
    sql = (
        "INSERT INTO ledger_line (creditor_id, entry_id, account, subledger_id, amount_ore)"
        " SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])"
    )
    columns: list[list[Any]] = [
        [entry for entry, _line in lines],
        [line.account.value for _entry, line in lines],
        [line.subledger.pk if line.subledger else None for _entry, line in lines],
        [line.amount for _entry, line in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [owner, *columns])


def _already_there(specs: Sequence[EntrySpec]) -> dict[str, Entry]:
    if not specs:
        return {}
    found = {entry.key: entry for entry in Entry.objects.filter(key__in=[spec.key for spec in specs])}
    for spec in specs:
        if bytes(found[spec.key].input_hash) != spec.input_hash:
            raise KeyReused(spec.key)
    return found


def balance(*, account: Account, subledger: Subledger | None = None) -> Ore:
    """The account's balance in the current tenant's book, debit positive; of one case when `subledger` is given."""
    lines = Line.objects.filter(account=account)
    if subledger is not None:
        lines = lines.filter(subledger=subledger)
    return Ore(lines.aggregate(total=Sum("amount_ore"))["total"] or 0)


def balances(*, subledger: Subledger) -> dict[Account, Ore]:
    """All of one case's balances, debit positive; accounts never touched are left out."""
    rows = Line.objects.filter(subledger=subledger).values("account").annotate(total=Sum("amount_ore"))
    return {Account(row["account"]): Ore(row["total"]) for row in rows}
