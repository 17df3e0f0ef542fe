"""Migration operations that lay the second wall: row-level security, roles' rights, composite keys.

Each is plain SQL with its reverse. Policies are one per role, never OR-ed (a second permissive policy for the same role
made a list a thousand times slower). Names are built from identifiers written in migrations, never from input.
"""

from collections.abc import Sequence

from django.db.migrations.operations.special import RunSQL

# Written as initplans, so that PostgreSQL evaluates the setting once a statement and can use the index. After a
# `set_config(…, true)` the setting is '' in later transactions, not NULL: hence nullif.
TENANT = "(SELECT nullif(current_setting('ekrav.creditor', true), '')::bigint)"
CASE = "(SELECT nullif(current_setting('ekrav.case', true), '')::bigint)"
# Which of a case's debtors: NULL is its first.
DEBTOR = "(SELECT nullif(current_setting('ekrav.debtor', true), '')::bigint)"
CASE_NUMBER = "(SELECT nullif(current_setting('ekrav.case_number', true), ''))"
PERSON = "(SELECT nullif(current_setting('ekrav.person', true), '')::bigint)"
IDENTITY = "(SELECT decode(current_setting('ekrav.identity', true), 'hex'))"

WRITERS = ("ekrav_creditor", "ekrav_agency")


class TenantTable(RunSQL):
    """Force row-level security on a tenant-owned table and give the scope roles their rights.

    creditor and agency: read and write the scope's own rows. staff: read all. `routing`: these columns of all rows.
    `insert`, `update`: all columns, or those that are named. `update` and `delete` off: append-only.
    `pointed_at` off: no `TenantReference` leads here, and a row is spared the index that one would need.
    """

    def __init__(
        self,
        table: str,
        *,
        routing: Sequence[str] = (),
        insert: bool | Sequence[str] = True,
        update: bool | Sequence[str] = True,
        delete: bool = False,
        pointed_at: bool = True,
    ) -> None:
        verbs = ["SELECT", *_may("INSERT", insert), *_may("UPDATE", update), *_may("DELETE", delete)]
        key = f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant_id UNIQUE (creditor_id, id)"
        sql = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *([key] if pointed_at else []),
            f"CREATE POLICY staff ON {table} FOR SELECT TO ekrav_staff USING (true)",
            f"GRANT SELECT ON {table} TO ekrav_staff",
        ]
        for role in WRITERS:
            sql += [
                f"CREATE POLICY {role} ON {table} TO {role}"
                f" USING (creditor_id = {TENANT}) WITH CHECK (creditor_id = {TENANT})",
                f"GRANT {', '.join(verbs)} ON {table} TO {role}",
            ]
        if routing:
            sql += [
                f"CREATE POLICY routing ON {table} FOR SELECT TO ekrav_routing USING (true)",
                f"GRANT SELECT ({', '.join(routing)}) ON {table} TO ekrav_routing",
            ]
        super().__init__(";\n".join(sql), reverse_sql=RunSQL.noop)


class DebtorMayRead(RunSQL):
    """Let the debtor's scope read the rows of its own case: those for which the SQL `condition` holds."""

    def __init__(self, table: str, condition: str, *, columns: Sequence[str] = ()) -> None:
        what = f"SELECT ({', '.join(columns)})" if columns else "SELECT"
        sql = [
            f"CREATE POLICY debtor ON {table} FOR SELECT TO ekrav_case"
            f" USING (creditor_id = {TENANT} AND {condition})",
            f"GRANT {what} ON {table} TO ekrav_case",
        ]
        super().__init__(";\n".join(sql), reverse_sql=RunSQL.noop)


class TenantReference(RunSQL):
    """A foreign key that carries the tenant: `(creditor_id, column) → target (creditor_id, id)`."""

    def __init__(self, table: str, column: str, target: str) -> None:
        super().__init__(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_tenant FOREIGN KEY (creditor_id, {column})"
            f" REFERENCES {target} (creditor_id, id) DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=RunSQL.noop,
        )


class AgencyTable(RunSQL):
    """A table of the agency's, without a tenant: the agency writes, staff read; `read`: further roles that do.

    `update`: all columns, or those that are named.
    """

    def __init__(
        self,
        table: str,
        *,
        read: Sequence[str] = (),
        update: bool | Sequence[str] = True,
        delete: bool = False,
    ) -> None:
        verbs = ["SELECT", "INSERT", *_may("UPDATE", update), *_may("DELETE", delete)]
        sql = [
            f"GRANT {', '.join(verbs)} ON {table} TO ekrav_agency",
            f"GRANT SELECT ON {table} TO {', '.join(['ekrav_staff', *read])}",
        ]
        super().__init__(";\n".join(sql), reverse_sql=RunSQL.noop)


class AppendOnly(RunSQL):
    """Refuse UPDATE and DELETE for everyone, the owner included, by a trigger under the missing grants."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION tenancy_refuse_change()",
            reverse_sql=f"DROP TRIGGER append_only ON {table}",
        )


def _may(verb: str, columns: bool | Sequence[str]) -> list[str]:
    if isinstance(columns, bool):
        return [verb] if columns else []
    return [f"{verb} ({', '.join(columns)})"]
