"""What the database itself refuses, tried with plain SQL as the application's role."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection

from ekrav.agency.models import StaffMember
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.models import Approval, Payout, PayoutRun, SettlementNote
from payouts.states import PAYOUT_MOVES, RUN_MOVES
from tests.payouts.given import (
    ANNA_PAID,
    MORNING,
    a_creditor,
    a_draft,
    a_staff_member,
    approved,
    money_in,
    word_of,
)

two_people = import_module("payouts.migrations.0003_two_people")

pytestmark = pytest.mark.django_db(transaction=True)

APPROVE = "UPDATE payouts_payoutrun SET state = 'approved'"


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def run(are_bygg: int) -> PayoutRun:
    """Åre Bygg is due 10 079.73."""
    money_in(are_bygg, ANNA_PAID)
    return a_draft()


def in_agency(statement: str, *values: Any) -> None:
    with agency_scope():
        sql(statement, *values)


def test_no_file_without_two_approvals(run: PayoutRun, astrid: StaffMember) -> None:
    with pytest.raises(DatabaseError, match="has 0 approvals of its content, and needs two"):
        in_agency(APPROVE)
    word_of(astrid, run)
    with pytest.raises(DatabaseError, match="has 1 approvals"):
        in_agency(APPROVE)


def approval(run: PayoutRun, staff: StaffMember, **changes: Any) -> None:
    """An approval written past the program."""
    facts = {"content_hash": bytes(run.content_hash), "at": MORNING, "bankid_at": MORNING} | changes
    with agency_scope():
        Approval.objects.create(run=run, staff=staff, **facts)


@pytest.mark.parametrize(
    "changes",
    [
        {"content_hash": b"other"},
        {"bankid_at": MORNING - timedelta(minutes=11)},
        {"bankid_at": MORNING + timedelta(minutes=2)},
    ],
)
def test_an_approval_of_something_else_or_without_fresh_bankid_is_not_counted(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember, changes: dict[str, Any]
) -> None:
    approval(run, astrid)
    approval(run, bertil, **changes)
    with pytest.raises(DatabaseError, match="has 1 approvals"):
        in_agency(APPROVE)


def test_the_words_of_those_who_may_not_are_not_counted(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    approval(run, astrid)
    approval(run, a_staff_member("Hanna", StaffMember.Role.HANDLER))
    approval(run, bertil)
    in_agency("UPDATE agency_staffmember SET active = false WHERE id = %s", bertil.pk)
    with pytest.raises(DatabaseError, match="has 1 approvals"):
        in_agency(APPROVE)


def test_one_person_has_one_word(run: PayoutRun, astrid: StaffMember) -> None:
    approval(run, astrid)
    with pytest.raises(DatabaseError, match="approved_once_each"):
        approval(run, astrid, at=MORNING + timedelta(minutes=1))


@pytest.mark.parametrize(
    "statement", ["UPDATE payouts_approval SET at = now()", "DELETE FROM payouts_approval"]
)
def test_an_approval_never_changes(run: PayoutRun, astrid: StaffMember, statement: str) -> None:
    word_of(astrid, run)
    with pytest.raises(DatabaseError, match="permission denied"):
        in_agency(statement)


@pytest.mark.parametrize(
    "change",
    ["total_ore = 1", "count = 2", "content_hash = '\\x01'", "message_id = 'x'", "period_end = '2026-12-04'"],
)
def test_what_a_run_says_never_changes_not_even_in_draft(run: PayoutRun, change: str) -> None:
    with pytest.raises(DatabaseError, match="never changes"):
        in_agency(f"UPDATE payouts_payoutrun SET {change}")


@pytest.mark.parametrize(
    "change", ["file = '\\x00'", "file_sha256 = '\\x00'", "execution_date = '2026-12-24'"]
)
def test_an_approved_run_never_changes(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember, change: str
) -> None:
    approved(run, astrid, bertil)
    with pytest.raises(DatabaseError, match="no longer changes"):
        in_agency(f"UPDATE payouts_payoutrun SET {change}")


@pytest.mark.parametrize("state", ["file_made", "handed_over", "accepted", "settled", "empty"])
def test_a_draft_does_not_jump(run: PayoutRun, state: str) -> None:
    with pytest.raises(DatabaseError, match="cannot go from draft"):
        in_agency("UPDATE payouts_payoutrun SET state = %s, file = '\\x00', file_sha256 = '\\x00'", state)


def test_an_approved_run_does_not_become_a_draft_again(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    approved(run, astrid, bertil)
    with pytest.raises(DatabaseError, match="cannot go from file_made to draft"):
        in_agency("UPDATE payouts_payoutrun SET state = 'draft'")


def test_a_run_begins_as_a_draft(are_bygg: int) -> None:
    with pytest.raises(DatabaseError, match="begins as a draft"):
        in_agency(
            "INSERT INTO payouts_payoutrun (public_id, period_end, state, count, total_ore, content_hash, drafted_at,"
            " message_id, execution_date, file, file_sha256, problem) VALUES (gen_random_uuid(), now(), 'file_made', 1,"
            " 1, '\\x00', now(), 'x', now(), '\\x00', '\\x00', '')"
        )


def test_no_payout_slips_into_an_approved_run(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    approved(run, astrid, bertil)
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    with pytest.raises(DatabaseError, match="begins as a draft in a draft run"), tenant_scope(other):
        sql(
            "INSERT INTO payouts_payout (creditor_id, public_id, run_id, pay_on, bankgiro, payee_name, payee_city,"
            " end_to_end_id, state, capital_ore, interest_ore, costs_ore, late_payment_ore, fee_ore, vat_ore,"
            " set_off_ore, amount_ore, bank_reference, problem) VALUES (%s, gen_random_uuid(), %s, now(), '9902008',"
            " 'x', 'x', 'x', 'draft', 1, 0, 0, 0, 0, 0, 0, 1, '', '')",
            other,
            run.pk,
        )


@pytest.mark.parametrize(
    "change",
    [
        "amount_ore = 1",
        "bankgiro = '9902008'",
        "end_to_end_id = 'x'",
        "payee_name = 'x'",
        "late_payment_ore = 1",
    ],
)
def test_what_a_payout_says_never_changes(run: PayoutRun, are_bygg: int, change: str) -> None:
    with pytest.raises(DatabaseError, match="never changes"), tenant_scope(are_bygg):
        sql(f"UPDATE payouts_payout SET {change}")


@pytest.mark.parametrize("change", ["number = 7", "facts = '{}'", "issued_on = '2026-01-01'"])
def test_an_issued_note_never_changes(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember, change: str
) -> None:
    approved(run, astrid, bertil)
    with pytest.raises(DatabaseError, match="is issued and never changes"), tenant_scope(are_bygg):
        sql(f"UPDATE payouts_settlementnote SET {change}")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_line", "payouts_payout", "payouts_payoutline"])
def test_nothing_that_was_posted_is_deleted(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember, table: str
) -> None:
    approved(run, astrid, bertil)
    with pytest.raises(DatabaseError, match="permission denied"), tenant_scope(are_bygg):
        sql(f"DELETE FROM {table}")


@pytest.mark.parametrize("column", ["file", "total_ore", "count", "content_hash", "message_id"])
def test_a_creditor_does_not_see_the_others_in_the_run(run: PayoutRun, are_bygg: int, column: str) -> None:
    with tenant_scope(are_bygg):
        sql("SELECT period_end, state FROM payouts_payoutrun")
    with pytest.raises(DatabaseError, match="permission denied"), tenant_scope(are_bygg):
        sql(f"SELECT {column} FROM payouts_payoutrun")


def test_a_creditor_sees_its_own_payouts_and_notes_only(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    approved(run, astrid, bertil)
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    with tenant_scope(other):
        for model in (Payout, SettlementNote):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
                assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("written", "table"), [(two_people.RUN_MOVES, RUN_MOVES), (two_people.PAYOUT_MOVES, PAYOUT_MOVES)]
)
def test_the_moves_of_the_trigger_are_those_of_the_table(
    written: str, table: Mapping[str, Iterable[str]]
) -> None:
    moves = set(re.findall(r"'(\w+>\w+)'", written))
    assert moves == {f"{source}>{target}" for source, targets in table.items() for target in targets}


def test_every_state_has_its_row() -> None:
    assert set(PayoutRun.State) == set(RUN_MOVES)
    assert set(Payout.State) == set(PAYOUT_MOVES)
