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
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Sum

from ekrav import clock
from ekrav.ledger.models import Account, Entry, Line, Subledger
from ekrav.money import Ore
from ekrav.tenancy.columns import array
from ekrav.tenancy.models import owner_of_new_rows
from ekrav.tenancy.query import run


class Posting(NamedTuple):
    """One line to be: öre, debit positive and credit negative. The case's account by its id."""

    account: Account
    amount: int
    subledger_id: int | None = None


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
            self.lines,
            self.reverses_id,
        ]
        return hashlib.sha256(json.dumps(content).encode()).digest()

    @property
    def reverses_id(self) -> int | None:
        """The entry it takes back, by its id."""
        return self.reverses.pk if self.reverses else None


class Unbalanced(ValueError):
    """Lines that do not sum to 0, or fewer than two of them."""


class KeyReused(ValueError):
    """The key is taken by an entry that says something else, or asked for twice at once."""


def debit(account: Account, amount: int, subledger: Subledger | int | None = None) -> Posting:
    """A debit of `amount` öre."""
    return Posting(account, amount, _id(subledger))


def credit(account: Account, amount: int, subledger: Subledger | int | None = None) -> Posting:
    """A credit of `amount` öre."""
    return Posting(account, -amount, _id(subledger))


def _id(subledger: Subledger | int | None) -> int | None:
    return subledger.pk if isinstance(subledger, Subledger) else subledger


def open_subledger(*, number: str) -> Subledger:
    """A case's account in the creditor's book."""
    return Subledger.objects.create(number=number)


def post(*, key: str, kind: str, booked_date: date, lines: Sequence[Posting]) -> Entry:
    """Write one entry. Lines of 0 öre are left out. Raises `Unbalanced`, `KeyReused`."""
    return _post(EntrySpec(key=key, kind=kind, booked_date=booked_date, lines=tuple(lines)))


def reverse(*, entry: Entry, key: str, booked_date: date, kind: str = "") -> Entry:
    """Take an entry back by its mirror image; `kind` is "reverse …" unless said. An entry can be reversed once."""
    mirrored = tuple(
        Posting(account=Account(line.account), amount=-line.amount_ore, subledger_id=line.subledger_id)
        for line in entry.lines.order_by("id")
    )
    spec = EntrySpec(
        key=key,
        kind=kind or f"reverse {entry.kind}",
        booked_date=booked_date,
        lines=mirrored,
        reverses=entry,
    )
    return _post(spec)


def _post(spec: EntrySpec) -> Entry:
    """Write one entry. What its key and its hash vouch for is at hand; the rest is read when asked for."""
    (id_,) = post_many([spec])
    known = {
        "id": id_,
        "creditor_id": owner_of_new_rows(),
        "key": spec.key,
        "kind": spec.kind,
        "booked_date": spec.booked_date,
        "reverses_id": spec.reverses_id,
    }
    return Entry.from_db(connection.alias, list(known), list(known.values()))


def post_many(specs: Iterable[EntrySpec]) -> list[int]:
    """Write several entries in one statement; their ids. Each as `post` would; all or none."""
    whole = [_checked(spec) for spec in specs]
    if len({spec.key for spec in whole}) < len(whole):
        raise KeyReused("one key for two entries of the same batch")
    written = _insert_new(whole)
    missing = [spec for spec in whole if spec.key not in written]
    found = written | _already_there(missing)
    return [found[spec.key] for spec in whole]


def _checked(spec: EntrySpec) -> EntrySpec:
    amounts = [line.amount for line in spec.lines]
    if 0 in amounts:
        spec = replace(spec, lines=tuple(line for line in spec.lines if line.amount))
    if len(spec.lines) < 2 or sum(amounts) != 0:
        raise Unbalanced(f"{spec.key}: {[line.amount for line in spec.lines]}")
    return spec


_INSERT: Final = """
WITH written AS (
  INSERT INTO ledger_entry (creditor_id, posted_at, key, kind, booked_date, input_hash, reverses_id)
  SELECT %s, %s, * FROM unnest(%s::text[], %s::text[], %s::date[], %s::bytea[], %s::bigint[])
  ON CONFLICT (creditor_id, key) DO NOTHING RETURNING creditor_id, key, id
), lines AS (
  INSERT INTO ledger_line (creditor_id, entry_id, account, subledger_id, amount_ore)
  SELECT creditor_id, id, account, subledger_id, amount_ore
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[])
         WITH ORDINALITY AS line (key, account, subledger_id, amount_ore, place) JOIN written USING (key) ORDER BY place
)
SELECT key, id FROM written
"""


def _insert_new(specs: Sequence[EntrySpec]) -> dict[str, int]:
    """Insert the entries whose key is free, with their lines; the ids of those, by key. Waits for rivals.

    In one statement, by columns without a model for each: the database looks at an entry's lines when it is written.
    """
    lines = [(spec.key, line) for spec in specs for line in spec.lines]
    columns: list[list[Any]] = [
        [spec.key for spec in specs],
        [spec.kind for spec in specs],
        [spec.booked_date for spec in specs],
        [spec.input_hash for spec in specs],
        [spec.reverses_id for spec in specs],
        [key for key, _line in lines],
        [line.account for _key, line in lines],
        [line.subledger_id for _key, line in lines],
        [line.amount for _key, line in lines],
    ]
    return dict(run(_INSERT, [owner_of_new_rows(), clock.now(), *map(array, columns)]))


def _already_there(specs: Sequence[EntrySpec]) -> dict[str, int]:
    if not specs:
        return {}
    rows = Entry.objects.filter(key__in=[spec.key for spec in specs]).values_list("key", "id", "input_hash")
    found = {key: (id_, bytes(input_hash)) for key, id_, input_hash in rows}
    for spec in specs:
        if found[spec.key][1] != spec.input_hash:
            raise KeyReused(spec.key)
    return {key: id_ for key, (id_, _hash) in found.items()}


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
