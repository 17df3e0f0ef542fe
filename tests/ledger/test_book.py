"""The book keeps itself balanced, whatever is tried."""

from datetime import date

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from ekrav.ledger.book import (
    KeyReused,
    Unbalanced,
    balance,
    balances,
    credit,
    debit,
    open_subledger,
    post,
    reverse,
)
from ekrav.ledger.models import Account, Entry, Line
from ekrav.tenancy import person_scope, tenant_scope
from ekrav.tenancy.models import Tenant

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 10, 12)


@pytest.fixture
def creditor() -> int:
    """A tenant with an empty book."""
    with person_scope():
        return Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk


def claim(key: str = "claim 1", amount: int = 1_000_000) -> Entry:
    return post(
        key=key,
        kind="register",
        booked_date=DAY,
        lines=[debit(Account.CLAIM_CAPITAL, amount), credit(Account.CLAIMS, amount)],
    )


def test_a_claim_of_ten_thousand_kronor_stands_on_both_sides(creditor: int) -> None:
    with tenant_scope(creditor):
        claim()
        assert balance(account=Account.CLAIM_CAPITAL) == 1_000_000
        assert balance(account=Account.CLAIMS) == -1_000_000


def test_a_cases_balances_are_its_own(creditor: int) -> None:
    with tenant_scope(creditor):
        anna, bo = open_subledger(number="11042950"), open_subledger(number="11042951")
        for subledger, amount in ((anna, 100), (bo, 200)):
            post(
                key=f"claim {subledger}",
                kind="register",
                booked_date=DAY,
                lines=[debit(Account.CLAIM_CAPITAL, amount, subledger), credit(Account.CLAIMS, amount)],
            )
        assert balances(subledger=anna) == {Account.CLAIM_CAPITAL: 100}


def test_the_same_key_and_content_is_one_entry(creditor: int) -> None:
    with tenant_scope(creditor):
        assert claim().pk == claim().pk
        assert Line.objects.count() == 2


def test_the_same_key_with_other_content_is_refused(creditor: int) -> None:
    with tenant_scope(creditor):
        claim()
        with pytest.raises(KeyReused):
            claim(amount=1_000_001)


def test_an_entry_that_does_not_balance_is_refused_before_it_is_written(creditor: int) -> None:
    with tenant_scope(creditor), pytest.raises(Unbalanced):
        post(
            key="crooked",
            kind="register",
            booked_date=DAY,
            lines=[debit(Account.CLAIM_CAPITAL, 100), credit(Account.CLAIMS, 99)],
        )


def test_a_reversal_mirrors_and_happens_once(creditor: int) -> None:
    with tenant_scope(creditor):
        entry = claim()
        reverse(entry=entry, key="reverse claim 1", booked_date=DAY)
        assert balance(account=Account.CLAIM_CAPITAL) == 0
        with pytest.raises(IntegrityError), transaction.atomic():
            reverse(entry=entry, key="reverse claim 1 again", booked_date=DAY)


def raw_entry(creditor: int, key: str, *amounts: int, subledger: int | None = None) -> int:
    """Write an entry around the program, with a line on the claims for each amount."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH entry AS (INSERT INTO ledger_entry (creditor_id, key, kind, booked_date, posted_at, input_hash)"
            " VALUES (%s, %s, 'x', '2026-10-12', now(), '') RETURNING id), lines AS ("
            " INSERT INTO ledger_line (creditor_id, entry_id, account, subledger_id, amount_ore)"
            " SELECT %s, id, 'claims', %s, ore FROM entry, unnest(%s::bigint[]) ore)"
            " SELECT id FROM entry",
            [creditor, key, creditor, subledger, list(amounts)],
        )
        return int(cursor.fetchone()[0])


def raw_lines(creditor: int, entry: int, *amounts: int) -> None:
    values = ", ".join(f"({creditor}, {entry}, 'claims', {amount})" for amount in amounts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_line (creditor_id, entry_id, account, amount_ore) VALUES {values}"
        )


def test_first_try_lines_that_do_not_sum_to_zero_are_refused_at_once(creditor: int) -> None:
    with pytest.raises(IntegrityError, match="does not balance"), tenant_scope(creditor):
        raw_entry(creditor, "a", 100, -99)


def test_second_try_an_entry_without_lines_is_refused_at_once_even_if_they_were_to_come(
    creditor: int,
) -> None:
    with tenant_scope(creditor), pytest.raises(IntegrityError, match="has 0 lines"), transaction.atomic():
        raw_lines(creditor, raw_entry(creditor, "b"), 100, -100)


def test_third_try_lines_added_in_a_later_transaction_are_refused(creditor: int) -> None:
    with tenant_scope(creditor):
        entry = claim()
    with pytest.raises(IntegrityError, match="after its own transaction"), tenant_scope(creditor):
        raw_lines(creditor, entry.pk, 100, -100)


def test_fourth_try_lines_before_their_entry_are_refused(creditor: int) -> None:
    with pytest.raises(IntegrityError, match="after its own transaction"), tenant_scope(creditor):
        raw_lines(creditor, 4_711, 100, -100)


def test_fifth_try_a_later_statement_that_does_not_sum_to_zero_is_refused_though_all_lines_would(
    creditor: int,
) -> None:
    with pytest.raises(IntegrityError, match="does not balance"), tenant_scope(creditor):
        raw_lines(creditor, raw_entry(creditor, "c", 100, -100), 100)


def test_a_line_on_a_case_of_another_tenant_or_of_none_is_refused_at_once(creditor: int) -> None:
    with person_scope():
        other = Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk
    with tenant_scope(other):
        theirs = open_subledger(number="11042951").pk
    for subledger in (theirs, 4_711):
        with pytest.raises(IntegrityError, match="not of the same tenant"), tenant_scope(creditor):
            raw_entry(creditor, "d", 100, -100, subledger=subledger)


def test_nobody_has_a_book_who_is_no_tenant() -> None:
    with pytest.raises(IntegrityError, match="which is no tenant"), tenant_scope(4_711):
        raw_entry(4_711, "e", 100, -100)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_line SET amount_ore = 1",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_entry SET kind = 'y'",
        "DELETE FROM ledger_subledger",
        "UPDATE ledger_subledger SET creditor_id = creditor_id",
    ],
)
def test_nothing_in_the_book_is_ever_changed(creditor: int, statement: str) -> None:
    with tenant_scope(creditor):
        claim()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        tenant_scope(creditor),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ledger_line", "UPDATE ledger_line SET amount_ore = 1"),
        ("ledger_entry", "DELETE FROM ledger_entry"),
        ("ledger_subledger", "DELETE FROM ledger_subledger"),
    ],
)
def test_not_even_the_owner_changes_the_book_or_what_it_points_at(
    creditor: int, owner: "psycopg.Connection[tuple[object, ...]]", table: str, change: str
) -> None:
    with tenant_scope(creditor):
        claim()
        open_subledger(number="11042950")
    owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
            owner.execute(change)
    finally:
        owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
