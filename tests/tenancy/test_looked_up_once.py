"""Keys that are looked up once a statement: as much is refused as if each row had been looked up by itself."""

from datetime import date

import psycopg
import pytest
from django.db import IntegrityError, connection

from cases.models import Case
from ekrav.sandbox.demo_data import ARE_BYGG, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.cast import a_case, a_creditor, an_agency, set_today

pytestmark = pytest.mark.django_db(transaction=True)

PAYMENT = (
    "INSERT INTO payments_payment (creditor_id, bank_entry_id, part, reference_id, amount_ore, booked_date, routed_at)"
    " SELECT {mine}, row_number() OVER (), 0, reference, 1, '2026-10-12', now()"
    " FROM unnest(ARRAY[{my_reference}, {reference}]) reference"
)
INSTRUCTED = (
    "INSERT INTO payments_payment (creditor_id, instruction_id, part, reference_id, amount_ore, booked_date, routed_at)"
    " VALUES ({mine}, 4711, 0, {my_reference}, 1, '2026-10-12', now())"
)
EVENT = (
    'INSERT INTO cases_caseevent (creditor_id, case_id, kind, "on", at, by_kind, state_before, state_after, facts'
    "{more}) VALUES ({mine}, {case}, 'paid', '2026-10-12', now(), 'machine', 'registered', 'registered', '{{}}'{value})"
)


@pytest.fixture
def two_cases() -> tuple[Case, Case]:
    """A case of Åre Bygg's and one of Duveds El's."""
    set_today(date(2026, 10, 12))
    an_agency()
    mine, theirs = a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)
    return a_case(mine, invoice_number="1042"), a_case(theirs, invoice_number="208")


def write(of: Case, sql: str, **said: object) -> None:
    """Run a statement in the scope of the creditor of a case."""
    with tenant_scope(of.creditor_id), connection.cursor() as cursor:
        cursor.execute(sql.format(mine=of.creditor_id, my_reference=of.reference_id, **said))


def test_money_lies_on_no_reference_of_another_tenant_or_of_none(two_cases: tuple[Case, Case]) -> None:
    mine, theirs = two_cases
    for reference in (theirs.reference_id, 4_711):
        with pytest.raises(IntegrityError, match="payments_payment_reference_id_same_tenant"):
            write(mine, PAYMENT, reference=reference)
    with pytest.raises(IntegrityError, match="payments_payment_instruction_id_same_tenant"):
        write(mine, INSTRUCTED)


def test_an_event_is_of_no_case_letter_entry_or_payment_that_is_not_the_tenants(
    two_cases: tuple[Case, Case],
) -> None:
    mine, theirs = two_cases
    for case in (theirs.pk, 4_711):
        with pytest.raises(IntegrityError, match="cases_caseevent_case_id_same_tenant"):
            write(mine, EVENT, case=case, more="", value="")
    with tenant_scope(theirs.creditor_id), connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM ledger_entry")
        ((their_entry,),) = cursor.fetchall()
    for column, value in (("dispatch", 4_711), ("entry", their_entry), ("payment", 4_711)):
        with pytest.raises(IntegrityError, match=f"cases_caseevent_{column}_id_same_tenant"):
            write(mine, EVENT, case=mine.pk, more=f", {column}_id", value=f", {value}")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("cases_case", "DELETE FROM cases_case"),
        ("cases_case", "UPDATE cases_case SET id = id + 1000"),
        ("payments_reference", "DELETE FROM payments_reference"),
        ("payments_payment", "DELETE FROM payments_payment"),
        ("payments_payment", "UPDATE payments_payment SET reference_id = reference_id + 1000"),
        ("payments_payment", "UPDATE payments_payment SET creditor_id = creditor_id + 1000"),
    ],
)
def test_not_even_the_owner_takes_away_what_is_pointed_at(
    two_cases: tuple[Case, Case], owner: "psycopg.Connection[tuple[object, ...]]", table: str, change: str
) -> None:
    mine, _theirs = two_cases
    write(mine, PAYMENT.replace(", {reference}", ""))
    owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
            owner.execute(change)
    finally:
        owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
