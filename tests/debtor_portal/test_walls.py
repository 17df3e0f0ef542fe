"""What the portal's login can reach by plain SQL: one case, whatever table it asks, and no other role."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from django.urls import get_resolver

from cases.models import Case, Claim, PortalKey
from ekrav.ledger.models import Entry, Line
from ekrav.tenancy import case_number_scope, case_scope
from ops.roles import PORTAL, SCOPES
from ops.throwaway import Throwaway
from tests.conftest import Connection
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import Bait, pay, pay_the_creditor
from tests.tenancy.said import lay_what_was_said
from tests.ways.given import begins

pytestmark = pytest.mark.django_db(transaction=True)

OWN_CASE = "SELECT id FROM cases_case WHERE id = %(case)s"
# Every table the debtor's role may read, and the keys of the rows that are the case's own.
OWN = {
    "cases_case": OWN_CASE,
    "cases_claim": "SELECT id FROM cases_claim WHERE case_id = %(case)s",
    "cases_caseevent": "SELECT id FROM cases_caseevent WHERE case_id = %(case)s",
    "cases_directpayment": "SELECT id FROM cases_directpayment WHERE case_id = %(case)s",
    "cases_hold": "SELECT id FROM cases_hold WHERE case_id = %(case)s",
    "cases_notice": "SELECT id FROM cases_notice WHERE case_id = %(case)s",
    "cases_document": "SELECT id FROM cases_document WHERE given_in_id = %(case)s",
    "cases_jointdebtor": "SELECT id FROM cases_jointdebtor WHERE case_id = %(case)s",
    "cases_dispute": "SELECT id FROM cases_dispute WHERE case_id = %(case)s",
    "cases_instalmentplan": "SELECT id FROM cases_instalmentplan WHERE case_id = %(case)s",
    "cases_instalment": "SELECT id FROM cases_instalment WHERE plan_id IN"
    " (SELECT id FROM cases_instalmentplan WHERE case_id = %(case)s)",
    "cases_debtor": "SELECT debtor_id FROM cases_case WHERE id = %(case)s",
    "cases_portalkey": "SELECT id FROM cases_portalkey WHERE false",
    "cases_portalattempt": "SELECT case_number FROM cases_portalattempt WHERE false",
    "cases_portaladdress": "SELECT address_key FROM cases_portaladdress WHERE false",
    "ledger_subledger": "SELECT subledger_id FROM cases_case WHERE id = %(case)s",
    "ledger_line": "SELECT id FROM ledger_line WHERE subledger_id IN"
    " (SELECT subledger_id FROM cases_case WHERE id = %(case)s)",
    "ledger_entry": "SELECT entry_id FROM ledger_line WHERE subledger_id IN"
    " (SELECT subledger_id FROM cases_case WHERE id = %(case)s)",
    "payments_reference": "SELECT reference_id FROM cases_case WHERE id = %(case)s",
    "payments_payment": "SELECT id FROM payments_payment WHERE reference_id IN"
    " (SELECT reference_id FROM cases_case WHERE id = %(case)s)",
    "payments_instruction": "SELECT id FROM payments_instruction WHERE reference_id IN"
    " (SELECT reference_id FROM cases_case WHERE id = %(case)s)",
    "letters_dispatch": "SELECT id FROM letters_dispatch WHERE case_number ="
    " (SELECT number FROM cases_case WHERE id = %(case)s)",
    "accounts_creditor": "SELECT creditor_id FROM cases_case WHERE id = %(case)s",
    "tenancy_tenant": "SELECT creditor_id FROM cases_case WHERE id = %(case)s",
}
KEYS = {
    "accounts_creditor": "creditor_id",
    "cases_portalattempt": "case_number",
    "cases_portaladdress": "address_key",
}
# Somebody else's tries: of another number, from another address.
OTHERS_TRIES = (
    "INSERT INTO cases_portalattempt VALUES ('10000001', '2026-10-13', 1, 1, NULL)",
    "INSERT INTO cases_portaladdress VALUES ('\\x01aa', '2026-10-13', 1)",
)
# The same for everyone: the agency's name and address, the law's figures, the world's name and clock.
FOR_EVERYONE = {"agency_agency", "agency_raterow", "tenancy_world"}


@pytest.fixture
def full(world: Bait) -> Bait:
    """Money of both kinds on Anna's case too, and what everyone said and chose and has begun to pay."""
    pay(world.anna, "1000.00", on=world.anna.registered_on, bank_entry=903)
    pay_the_creditor(world.anna, "50.00", on=world.anna.registered_on)
    for case in (world.anna, world.bo, world.elsewhere):
        lay_what_was_said(case)
        begins(case, 100_00)
    return world


def readable(bypass: Connection) -> set[str]:
    rows = bypass.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace"
        " AND has_any_column_privilege('ekrav_case', oid, 'select')"
    )
    return {str(name) for (name,) in rows}


def test_in_a_case_every_readable_table_shows_that_case_and_nothing_else(
    full: Bait, bypass: Connection
) -> None:
    tables = readable(bypass)
    assert tables == set(OWN) | FOR_EVERYONE
    empty = {"cases_portalkey", "cases_portalattempt", "cases_portaladdress"}
    for tries in OTHERS_TRIES:
        bypass.execute(tries)
    for case in (full.anna, full.bo, full.elsewhere):
        for table, question in OWN.items():
            key = KEYS.get(table, "id")
            own = {row[0] for row in bypass.execute(question, {"case": case.pk})}
            everything = {row[0] for row in bypass.execute(f"SELECT {key} FROM {table}")}
            with as_portal(), case_scope(case.creditor_id, case.pk), connection.cursor() as cursor:
                cursor.execute(f"SELECT {key} FROM {table}")
                seen = {row[0] for row in cursor.fetchall()}
            assert seen == own, table
            assert everything > own, f"{table} held nothing that could leak"
            assert bool(own) != (table in empty), table


def test_a_case_of_another_creditor_is_not_reached_by_a_wrong_pair_of_ids(full: Bait) -> None:
    with as_portal(), case_scope(full.anna.creditor_id, full.elsewhere.pk), connection.cursor() as cursor:
        for table in sorted(set(OWN) - {"accounts_creditor", "tenancy_tenant"}):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_at_the_door_only_the_numbers_own_keys_and_count_can_be_read(full: Bait, bypass: Connection) -> None:
    for tries in OTHERS_TRIES:
        bypass.execute(tries)
    with as_portal(), case_number_scope(full.anna.number, asker=b"\x01bb"), connection.cursor() as cursor:
        for table in sorted(OWN):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (1 if table == "cases_portalkey" else 0,), table
        assert list(PortalKey.objects.values_list("case_id", flat=True)) == [full.anna.pk]


def test_with_row_security_off_the_applications_filter_alone_shows_one_case(
    full: Bait, without_row_security: None
) -> None:
    with as_portal(), case_scope(full.anna.creditor_id, full.anna.pk):
        assert list(Case.objects.values_list("pk", flat=True)) == [full.anna.pk]
        assert list(Claim.objects.values_list("case_id", flat=True)) == [full.anna.pk]
        assert set(Line.objects.values_list("subledger_id", flat=True)) == {full.anna.subledger_id}
        assert list(Entry.objects.all()) == []
        assert list(PortalKey.objects.all()) == []
    with as_portal(), case_number_scope(full.anna.number):
        assert list(PortalKey.objects.values_list("case_id", flat=True)) == [full.anna.pk]
        assert list(Case.objects.all()) == []


def test_the_person_is_in_no_column_that_the_debtors_role_may_read(full: Bait) -> None:
    for column in ("name", "number_cipher", "number_key", "number_masked", "street", "email"):
        with (
            as_portal(),
            pytest.raises(Exception, match="permission denied"),
            case_scope(full.anna.creditor_id, full.anna.pk),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT {column} FROM cases_debtor")


def test_the_portals_login_becomes_nobody_else_and_reads_no_sessions(servers: Throwaway, world: Bait) -> None:
    tried = 0
    with psycopg.connect(servers.url(PORTAL), autocommit=True) as portal:
        for role in (*SCOPES, "ekrav_app", "ekrav_owner", "postgres"):
            if role == "ekrav_case":
                continue
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(f"SET ROLE {role}")
            tried += 1
        for table in ("django_session", "cases_case", "cases_debtor", "accounts_person", "audit_auditevent"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(f"SELECT 1 FROM {table}")
    assert tried == 8


def test_the_debtors_role_writes_nothing_but_its_attempts(bypass: Connection, world: Bait) -> None:
    rows: list[Any] = bypass.execute(
        "SELECT relname, p FROM pg_class, unnest(ARRAY['insert', 'update', 'delete', 'truncate']) p"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege('ekrav_case', oid, p)"
    ).fetchall()
    own = ("cases_portaladdress", "cases_portalattempt")
    assert sorted(rows) == [(table, verb) for table in own for verb in ("insert", "update")]


def test_every_page_of_the_portal_says_who_may_open_it(browser: PortalClient) -> None:
    patterns: list[Any] = get_resolver("debtor_portal.urls").url_patterns
    assert {pattern.name: pattern.callback.access for pattern in patterns} == {
        "door": "public",
        "case": "debtor",
        "letter": "debtor",
        "dispute": "debtor",
        "paid": "debtor",
        "plan": "debtor",
        "pay": "debtor",
        "payment": "debtor",
        "cannot": "debtor",
        "no_letters": "debtor",
        "write": "debtor",
        "said": "debtor",
        "leave": "public",
        "genuine": "public",
        "personal_data": "public",
    }
