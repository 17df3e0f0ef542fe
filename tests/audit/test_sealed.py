"""The log of who did what is sealed in batches, and every change of what was sealed is found, whoever made it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from psycopg.types.json import Jsonb

from ekrav.audit.models import AuditEvent, SealedEvent
from ekrav.audit.record import MACHINE, record
from ekrav.audit.seal import LogAltered, seal_log, verify_log
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.tenancy.chain import spelled
from tests.ledger.books import Connection, a_book
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = ("audit_auditevent", "audit_sealedevent")
NOON = datetime(2026, 10, 13, 12, tzinfo=UTC)
CHANGES = {
    "audit_auditevent": (
        "at = at + interval '1 microsecond'", "actor = 'staff'", "actor_id = 7", "act = act || '.'",
        "object_kind = 'x'", "object_id = 9", "facts = '{\"ore\": 2}'", "creditor_id = 1", "logged_xid = '1'",
    ),
    "audit_sealedevent": ("digest = set_byte(digest, 31, get_byte(digest, 31) # 1)", "position = position + 9"),
}  # fmt: skip


@contextmanager
def unguarded(owner: Connection) -> Iterator[None]:
    """What only somebody with the whole database in hand can do."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner.execute("ALTER TABLE audit_auditevent NO FORCE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        owner.execute("ALTER TABLE audit_auditevent FORCE ROW LEVEL SECURITY")
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def some_lines(creditor: int, count: int) -> None:
    for number in range(count):
        with tenant_scope(creditor):
            record(act="case_opened", on=None, by=MACHINE, at=NOON, facts={"ore": 1, "number": number})


def test_lines_of_two_tenants_are_sealed_once_in_one_chain_by_however_many() -> None:
    are, duved = a_book(), a_book()
    before = seal_log()
    some_lines(are, 3)
    some_lines(duved, 2)
    assert verify_log().waiting == 5
    with crowd(8) as people:
        sealed = people.rush(lambda _number: seal_log())
    assert sum(one for one in sealed if isinstance(one, int)) + seal_log() == 5
    assert (verify_log().links, verify_log().waiting) == (before + 5, 0)
    with staff_scope():
        assert SealedEvent.objects.count() == AuditEvent.objects.count()
    said = StringIO()
    call_command("verify_log", stdout=said)
    assert said.getvalue().startswith(f"Loggen stämmer: {before + 5} rader. 0 väntar")


def test_a_chain_that_was_made_anew_is_not_the_one_that_is_known() -> None:
    some_lines(a_book(), 2)
    seal_log()
    known = verify_log().head
    some_lines(a_book(), 1)
    seal_log()
    assert verify_log(known=known).waiting == 0
    said = StringIO()
    call_command("verify_log", "--known", spelled(known), stdout=said)
    assert said.getvalue().startswith("Loggen stämmer")
    with pytest.raises(LogAltered, match="known from before"):
        verify_log(known=bytes(32))
    with pytest.raises(CommandError, match="64 bokstäver från a till p"):
        call_command("verify_log", "--known", "abba")


@pytest.mark.parametrize("table", TABLES)
def test_any_change_of_a_sealed_line_or_link_is_found(table: str, owner: Connection) -> None:
    some_lines(a_book(), 3)
    seal_log()
    proven = verify_log()
    key = "id" if table == "audit_auditevent" else "event_id"
    for change in CHANGES[table]:
        column = change.partition(" ")[0]
        with unguarded(owner):
            middle = f"SELECT {key}, {column} FROM {table} ORDER BY {key} DESC OFFSET 1 LIMIT 1"
            ((row, was),) = owner.execute(middle).fetchall()
            owner.execute(f"UPDATE {table} SET {change} WHERE {key} = %s", [row])
        with pytest.raises(LogAltered):
            verify_log()
        with unguarded(owner):
            was = Jsonb(was) if column == "facts" else was
            owner.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [was, row])
        assert verify_log() == proven
    with unguarded(owner):
        owner.execute(f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})")
    with pytest.raises(LogAltered, match=r"is gone|is missing"):
        verify_log()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_sealedevent SET digest = ''",
        "DELETE FROM audit_sealedevent",
        "INSERT INTO audit_auditevent (creditor_id, at, actor, act, object_kind, facts, logged_xid)"
        " VALUES (1, now(), 'machine', 'x', 'x', '{}', '1')",
    ],
)
def test_no_scope_may_change_the_chain(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        agency_scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
