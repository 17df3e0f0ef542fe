"""The journal is sealed in batches and every change of what was sealed is found, whoever made it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command

from ekrav.ledger import checkpoint
from ekrav.ledger.book import reverse
from ekrav.ledger.models import DaySeal, SealedEntry
from ekrav.ledger.seal import seal_journal
from ekrav.ledger.verify import Altered, verify_journal
from ekrav.tenancy import staff_scope, tenant_scope
from tests.ledger.books import DAY, Connection, a_book, some_entries, unguarded

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 10, 13, 12, tzinfo=UTC)


def seal(day: int = 0) -> int:
    """Seal at noon, `day` days after the first morning."""
    later = timedelta(days=day)
    return seal_journal(today=DAY + timedelta(days=1) + later, at=NOON + later)


def test_entries_of_two_tenants_are_sealed_once_in_one_chain() -> None:
    are, duved = a_book(), a_book()
    some_entries(are, 3)
    some_entries(duved, 2)
    assert (seal(), seal()) == (5, 0)
    some_entries(are, 1, called="later")
    assert seal() == 1
    with staff_scope():
        assert list(SealedEntry.objects.order_by("position").values_list("position", flat=True)) == [
            1,
            2,
            3,
            4,
            5,
            6,
        ]
    proven = verify_journal()
    assert (proven.links, proven.seals, proven.waiting) == (6, 1, 0)


def test_a_day_is_sealed_once_and_its_seal_is_the_chains_head() -> None:
    some_entries(a_book(), 2)
    seal()
    seal()
    some_entries(a_book(), 1)
    seal(day=1)
    seal(day=0)
    with staff_scope():
        seals = list(DaySeal.objects.order_by("day").values_list("day", "position"))
        third = SealedEntry.objects.get(position=3)
        assert bytes(DaySeal.objects.get(position=3).head) == bytes(third.digest)
    assert seals == [(DAY, 2), (DAY + timedelta(days=1), 3)]


def test_an_entry_that_is_being_posted_waits_and_is_never_forgotten(bypass: Connection) -> None:
    creditor = a_book()
    first = some_entries(creditor, 1)[0]
    # Another connection has a transaction that began to write before `first` was posted and is still open.
    with bypass.transaction():
        bypass.execute("SELECT pg_current_xact_id()")
        some_entries(creditor, 1, called="behind it")
        assert seal() == 1
    assert seal() == 1
    with staff_scope():
        assert SealedEntry.objects.get(position=1).entry_id == first.pk


def test_the_head_from_yesterday_shows_that_nobody_has_made_the_chain_anew() -> None:
    some_entries(a_book(), 2)
    seal()
    with staff_scope():
        known = bytes(DaySeal.objects.get().digest)
    assert verify_journal(known=known).seals == 1
    with pytest.raises(Altered, match="known from before"):
        verify_journal(known=bytes(32))


def test_the_command_says_that_it_holds_and_names_the_entry_that_does_not(owner: Connection) -> None:
    creditor = a_book()
    entries = some_entries(creditor, 3)
    seal()
    said = StringIO()
    call_command("verify_journal", stdout=said)
    assert said.getvalue().startswith("Journalen stämmer: 3 poster, 1 dygn. 0 väntar på försegling.")
    with unguarded(owner):
        owner.execute(
            "UPDATE ledger_line SET amount_ore = amount_ore * 2 WHERE entry_id = %s", [entries[1].pk]
        )
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal", stdout=said)
    assert ended.value.code == 1
    assert f"entry {entries[1].pk} ('claim 1') of tenant {creditor}" in said.getvalue()


def test_an_entry_that_is_gone_is_found(owner: Connection) -> None:
    entries = some_entries(a_book(), 3)
    seal()
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_line WHERE entry_id = %s", [entries[1].pk])
        owner.execute("DELETE FROM ledger_entry WHERE id = %s", [entries[1].pk])
    with pytest.raises(Altered, match=f"entry {entries[1].pk} is gone"):
        verify_journal()


def test_a_link_that_was_cut_out_is_found(owner: Connection) -> None:
    some_entries(a_book(), 3)
    seal()
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_sealedentry WHERE position = 3")
    with pytest.raises(Altered, match=f"seal of {DAY}: the chain has no such hash at place 3"):
        verify_journal()


COLUMNS = (
    (
        "ledger_entry",
        "id",
        ("key", "kind", "booked_date", "posted_at", "input_hash", "reverses_id", "posted_xid"),
    ),
    ("ledger_line", "id", ("account", "amount_ore", "entry_id", "creditor_id")),
    ("ledger_sealedentry", "position", ("entry_id", "digest")),
    ("ledger_dayseal", "day", ("day", "position", "head", "sealed_at", "digest")),
    ("ledger_checkpoint", "id", ("account", "balance_ore", "creditor_id")),
)
# One step in each type: one letter, one byte, one öre, one day, one microsecond.
STEP = {
    "booked_date": "booked_date + 1",
    "day": "day + 1",
    "posted_at": "posted_at + interval '1 microsecond'",
    "sealed_at": "sealed_at + interval '1 microsecond'",
    "posted_xid": "(posted_xid::text::bigint + 1)::text::xid8",
    "account": "CASE account WHEN 'claims' THEN 'unmatched' ELSE 'claims' END",
    "reverses_id": "CASE WHEN reverses_id IS NULL THEN id ELSE NULL END",
}


def step(column: str, place: int) -> str:
    if column in {"head", "digest", "input_hash"}:
        return f"set_byte({column}, {place % 32}, get_byte({column}, {place % 32}) # 1)"
    if column in {"key", "kind"}:
        return f"overlay({column} PLACING 'ö' FROM {1 + place % 4} FOR 1)"
    return STEP.get(column, f"{column} + 1")


def tamper(owner: Connection, dice: random.Random) -> str:
    """Change one step of one column of one row; what was changed."""
    table, identity, columns = dice.choice(COLUMNS)
    column = dice.choice(columns)
    rows = owner.execute(f"SELECT {identity} FROM {table} ORDER BY {identity}").fetchall()
    row = dice.choice(rows)[0]
    sql = f"UPDATE {table} SET {column} = {step(column, dice.randrange(32))} WHERE {identity} = %s"
    try:
        assert owner.execute(sql, [row]).rowcount == 1
    except psycopg.errors.UniqueViolation:
        return tamper(owner, dice)
    return f"{table}.{column} of {row}"


def test_any_one_change_by_the_owner_is_found(
    owner: Connection, size: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tamper is undone by putting the rows back as they were: the next one begins with a whole journal."""
    monkeypatch.setattr(checkpoint, "ENOUGH", 1)
    are, duved = a_book(), a_book()
    entries = some_entries(are, 6)
    with tenant_scope(are):
        reverse(entry=entries[2], key="back", booked_date=DAY)
    seal()
    some_entries(duved, 4)
    seal(day=1)
    dice, missed = random.Random(20261126), []
    constraints = drop_constraints(owner)
    with unguarded(owner):
        for _ in range(size(100, 3000)):
            before = {table: copy_of(owner, table) for table, *_rest in COLUMNS}
            what = tamper(owner, dice)
            try:
                verify_journal()
                missed.append(what)
            except Altered:
                pass
            put_back(owner, before)
        assert verify_journal().links == 11
    restore_constraints(owner, constraints)
    assert missed == []


def copy_of(owner: Connection, table: str) -> list[str]:
    return [row[0] for row in owner.execute(f"SELECT {table}::text FROM {table} ORDER BY 1").fetchall()]


def put_back(owner: Connection, before: dict[str, list[str]]) -> None:
    with owner.transaction():
        for table, rows in before.items():
            if copy_of(owner, table) != rows:
                owner.execute(f"DELETE FROM {table}")
                for row in rows:
                    owner.execute(f"INSERT INTO {table} SELECT (%s::{table}).*", [row])


def drop_constraints(owner: Connection) -> list[tuple[str, str, str]]:
    """Keys would refuse some of the changes: the owner can take those away too."""
    found = owner.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND 'ledger_' IN (left(conrelid::regclass::text, 7), left(confrelid::regclass::text, 7))"
    ).fetchall()
    for table, name, _definition in found:
        owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    return [(table, name, definition) for table, name, definition in found]


def restore_constraints(owner: Connection, constraints: list[tuple[str, str, str]]) -> None:
    for table, name, definition in constraints:
        owner.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
