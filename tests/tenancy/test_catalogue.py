"""What the database itself says of the walls. Each lint counts what it looked at: it cannot pass on nothing."""

from typing import Any

import psycopg
import pytest
from django.apps import apps

from ekrav.tenancy.models import TenantOwned

pytestmark = pytest.mark.django_db(transaction=True)

Connection = psycopg.Connection[tuple[Any, ...]]

LOGINS = ("ekrav_app", "ekrav_portal")
SCOPES = ("ekrav_creditor", "ekrav_person", "ekrav_routing", "ekrav_staff", "ekrav_case", "ekrav_agency")
APPEND_ONLY = (
    "ledger_entry", "ledger_line", "ledger_subledger", "audit_auditevent", "cases_caseevent", "cases_directpayment",
    "accounts_acceptedagreement", "payouts_approval", "payouts_payoutline",
    "findings_creditreport",
)  # fmt: skip

# Tables of the agency's own that name a tenant: only the agency and its staff may read them.
THE_AGENCYS_ABOUT_TENANTS = {"ledger_checkpoint", "payouts_feeshare"}


def rows(owner: Connection, sql: str) -> list[tuple[Any, ...]]:
    return owner.execute(sql).fetchall()


def tenant_tables(owner: Connection) -> set[str]:
    found = rows(
        owner,
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'creditor_id'"
        " AND a.attnotnull AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p')"
        " AND c.relnamespace = 'public'::regnamespace",
    )
    return {name for (name,) in found}


def test_every_tenant_table_has_forced_row_security(owner: Connection) -> None:
    tables = tenant_tables(owner)
    models = {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantOwned)}
    assert models <= tables
    assert len(models) > 20
    bare = rows(
        owner,
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)"
        " AND relnamespace = 'public'::regnamespace",
    )
    assert tables & {name for (name,) in bare} == THE_AGENCYS_ABOUT_TENANTS
    for table in THE_AGENCYS_ABOUT_TENANTS:
        for role in ("ekrav_creditor", "ekrav_person", "ekrav_case"):
            assert rows(owner, f"SELECT has_table_privilege('{role}', '{table}', 'select')") == [(False,)]


def test_every_tenant_table_has_one_policy_per_role_and_no_other(owner: Connection) -> None:
    policies = rows(
        owner, "SELECT tablename, roles::text[], permissive, cmd FROM pg_policies WHERE schemaname = 'public'"
    )
    assert len(policies) > 60
    seen: set[tuple[str, str, str]] = set()
    for table, roles, permissive, cmd in policies:
        assert permissive == "PERMISSIVE"
        assert "public" not in roles
        for role in roles:
            verbs = ("SELECT", "INSERT", "UPDATE", "DELETE") if cmd == "ALL" else (cmd,)
            for verb in verbs:
                assert (table, role, verb) not in seen, f"two policies for {role} on {table} are OR-ed"
                seen.add((table, role, verb))


def test_the_applications_roles_own_nothing_and_stand_under_the_walls(owner: Connection) -> None:
    names = ", ".join(f"'{name}'" for name in (*LOGINS, *SCOPES))
    found = rows(
        owner,
        f"SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname IN ({names})",
    )
    assert len(found) == len(LOGINS) + len(SCOPES)
    assert [row for row in found if any(row[1:])] == []
    owned = rows(
        owner,
        f"SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname IN ({names})",
    )
    assert owned == []


def test_no_view_runs_as_its_owner_and_no_function_as_its_definer(owner: Connection) -> None:
    views = rows(
        owner,
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        " AND NOT coalesce(reloptions::text ~* 'security_invoker=(true|on)', false)",
    )
    assert views == []
    definers = rows(
        owner, "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert definers == []


def test_every_key_between_tenant_tables_carries_the_tenant(owner: Connection) -> None:
    constraints = rows(
        owner,
        "SELECT con.conrelid::regclass::text, con.confrelid::regclass::text, (SELECT array_agg(a.attname::text)"
        " FROM unnest(con.conkey) k JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k)"
        " FROM pg_constraint con WHERE con.contype = 'f'",
    )
    tables = tenant_tables(owner)
    between = [row for row in constraints if row[0] in tables and row[1] in tables]
    assert len(between) > 20
    # accounts_creditor is the tenant itself: its key is the tenant.
    assert [row for row in between if "creditor_id" not in row[2]] == []
    # A trigger looks these up once a statement, and what they point at is never changed (tests/ledger/test_book.py,
    # tests/tenancy/test_looked_up_once.py).
    by_statement = {("ledger_entry", "creditor_id"), ("ledger_line", "entry_id"), ("ledger_line", "subledger_id"),
                    ("ledger_line", "creditor_id"), ("payments_payment", "creditor_id"),
                    ("payments_payment", "reference_id"), ("payments_payment", "instruction_id"),
                    ("cases_caseevent", "creditor_id"), ("cases_caseevent", "case_id"),
                    ("cases_caseevent", "dispatch_id"), ("cases_caseevent", "entry_id"),
                    ("cases_caseevent", "payment_id")}  # fmt: skip
    missing = []
    keyed = {(table, column) for table, _target, columns in constraints for column in columns}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            unkeyed = (model._meta.db_table, field.column) not in keyed | by_statement
            if getattr(field, "db_constraint", True) is False and unkeyed:
                missing.append(f"{model._meta.db_table}.{field.column}")
    assert missing == []


def test_no_unique_key_is_defeated_by_null(owner: Connection) -> None:
    found = rows(
        owner,
        "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " AND c.relnamespace = 'public'::regnamespace WHERE i.indisunique AND NOT i.indisprimary"
        " AND NOT i.indnullsnotdistinct AND i.indpred IS NULL AND EXISTS (SELECT 1 FROM unnest(i.indkey::int2[]) k"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k AND NOT a.attnotnull)"
        " AND array_length(i.indkey::int2[], 1) > 1",
    )
    assert found == []


def test_an_index_of_every_tenant_table_begins_with_the_tenant_and_none_is_the_tenants_alone(
    owner: Connection,
) -> None:
    indexes = rows(
        owner,
        "SELECT c.relname, i.indnkeyatts > 1 OR i.indisunique FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.attname = 'creditor_id'"
        " WHERE i.indpred IS NULL",
    )
    found = {table for table, _worth in indexes} - THE_AGENCYS_ABOUT_TENANTS
    assert found == tenant_tables(owner) - THE_AGENCYS_ABOUT_TENANTS
    assert {table for table, worth in indexes if not worth} == set()


def test_every_rule_and_index_of_a_model_stands_in_the_database(owner: Connection) -> None:
    named = {
        rule.name
        for model in apps.get_models()
        if model._meta.managed
        for rule in (*model._meta.constraints, *model._meta.indexes)
    }
    assert len(named) > 150
    found = rows(
        owner, "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
    )
    assert named - {name for (name,) in found} == set()


def test_nobody_may_truncate_and_append_only_means_it(owner: Connection) -> None:
    for role in (*LOGINS, *SCOPES):
        truncatable = rows(
            owner,
            f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            f" AND has_table_privilege('{role}', oid, 'truncate')",
        )
        assert truncatable == []
        for table in APPEND_ONLY:
            changes = rows(
                owner,
                f"SELECT has_table_privilege('{role}', '{table}', 'update'),"
                f" has_table_privilege('{role}', '{table}', 'delete'),"
                f" has_any_column_privilege('{role}', '{table}', 'update')",
            )
            assert changes == [(False, False, False)], (role, table)


def test_no_column_holds_money_as_a_float(owner: Connection) -> None:
    floats = rows(
        owner,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type IN ('real', 'double precision')",
    )
    assert floats == []


def test_a_login_without_a_scope_reads_next_to_nothing(owner: Connection) -> None:
    readable = {
        login: {
            name
            for (name,) in rows(
                owner,
                f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                f" AND has_any_column_privilege('{login}', oid, 'select')",
            )
        }
        for login in LOGINS
    }
    assert readable["ekrav_app"] == {"django_session", "tenancy_world", "agency_agency"}
    assert readable["ekrav_portal"] == {"tenancy_world", "agency_agency"}


def test_row_security_cannot_be_switched_off(owner: Connection, servers: Any) -> None:
    tables = tenant_tables(owner)
    with psycopg.connect(servers.url("ekrav_app"), autocommit=False) as app:
        tried = 0
        for table in sorted(tables):
            app.execute("SET LOCAL ROLE ekrav_creditor")
            app.execute("SET LOCAL row_security = off")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"SELECT 1 FROM {table} LIMIT 1")
            app.rollback()
            tried += 1
    assert tried > 20
