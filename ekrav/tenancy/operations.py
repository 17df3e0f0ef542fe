"""Migration operations that lay the second wall: row-level security, roles' rights, composite keys.

Each is plain SQL with its reverse. Policies are one per role, never OR-ed (a second permissive policy for the same role
made a list a thousand times slower). Names are built from identifiers written in migrations, never from input.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.backends.utils import names_digest
from django.db.migrations.operations.fields import AlterField
from django.db.migrations.operations.special import RunSQL, SeparateDatabaseAndState
from django.db.models import PROTECT, ForeignKey

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


class LookedUpOnce(RunSQL):
    """Keys of a table written by the hundred thousand, looked up once a statement and not for each row.

    `keys`: the column and the table it points at; each row has the tenant of what it points at. As refused as by a
    `TenantReference`, and at once. What a row points at is `Kept`, and the row never points elsewhere, so that what was
    there when it was written stays there.
    """

    def __init__(self, table: str, keys: Mapping[str, str]) -> None:
        checks = "".join(_looked_up(table, column, target) for column, target in keys.items())
        sql = f"""
            CREATE FUNCTION {table}_keys() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE stray bigint;
            BEGIN {checks} RETURN NULL; END $$;
            CREATE TRIGGER keys AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
              FOR EACH STATEMENT EXECUTE FUNCTION {table}_keys();
            CREATE TRIGGER keys_stay BEFORE UPDATE ON {table} FOR EACH ROW
              WHEN ((OLD.creditor_id, {_each("OLD", keys)}) IS DISTINCT FROM (NEW.creditor_id, {_each("NEW", keys)}))
              EXECUTE FUNCTION tenancy_refuse_change();
        """
        super().__init__(sql, reverse_sql=RunSQL.noop)


class Kept(RunSQL):
    """Refuse for everyone, the owner included, that a row is deleted or gets another key: others point at it."""

    def __init__(self, table: str) -> None:
        sql = f"""
            CREATE TRIGGER kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION tenancy_refuse_change();
            CREATE TRIGGER key_kept BEFORE UPDATE ON {table} FOR EACH ROW
              WHEN ((OLD.creditor_id, OLD.id) IS DISTINCT FROM (NEW.creditor_id, NEW.id))
              EXECUTE FUNCTION tenancy_refuse_change();
        """
        super().__init__(sql, reverse_sql=RunSQL.noop)


class NoTenantIndex(SeparateDatabaseAndState):
    """Drop the index on a table's tenant alone, when another begins with it.

    By its name: an `AlterField` takes every index on the column with it, also those that keep a rule.
    """

    def __init__(self, app: str, model: str) -> None:
        table = f"{app}_{model}"
        index = f"{table}_creditor_id_{names_digest(table, 'creditor_id', length=8)}"
        key = ForeignKey("tenancy.tenant", PROTECT, related_name="+", editable=False, db_index=False)
        super().__init__(
            database_operations=[
                RunSQL(f"DROP INDEX {index}", reverse_sql=f"CREATE INDEX {index} ON {table} (creditor_id)")
            ],
            state_operations=[AlterField(model, "creditor", key)],
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


def _looked_up(table: str, column: str, target: str) -> str:
    # Each row is looked up by its id: joined, a long table would be read through for every statement.
    return f"""
        SELECT a.{column} INTO stray FROM added a WHERE a.{column} IS NOT NULL AND
          (SELECT true FROM {target} t WHERE t.id = a.{column} AND t.creditor_id = a.creditor_id) IS NOT TRUE LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION '{table}_{column}_same_tenant: % is no row of the tenant in {target}', stray
            USING ERRCODE = 'foreign_key_violation';
        END IF;"""


def _each(row: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{row}.{column}" for column in columns)


def _may(verb: str, columns: bool | Sequence[str]) -> list[str]:
    if isinstance(columns, bool):
        return [verb] if columns else []
    return [f"{verb} ({', '.join(columns)})"]
