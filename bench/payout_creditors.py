"""Many creditors with money to be paid out: what the acts wrote for one is copied, in the database, for the others."""

from typing import Final

import psycopg

from bench.stencil import Connection, set_sequences

# Keys and creditors of the copies: far past those of the acts.
BASE: Final = 1_000_000
ROOM: Final = 100
TABLES: Final = (
    "accounts_creditor",
    "ledger_subledger",
    "payments_reference",
    "payments_payment",
    "ledger_entry",
    "ledger_line",
)


def lay(admin_url: str, *, creditors: int) -> int:
    """Lay `creditors` creditors beside the pattern, each with one paid case; the pattern's id."""
    from tests.payouts.given import ANNA_PAID, a_creditor, an_agency, money_in

    an_agency()
    pattern = a_creditor()
    money_in(pattern, ANNA_PAID)
    with psycopg.connect(admin_url) as admin:
        # The copies are laid as a restore lays them, and the books are proved afterwards.
        admin.execute("SET session_replication_role = replica")
        admin.execute(
            "INSERT INTO tenancy_tenant (id, kind) SELECT %s + n, 'creditor' FROM generate_series(1, %s) n",
            [BASE, creditors],
        )
        for table in TABLES:
            _copy(admin, table, pattern=pattern, creditors=creditors)
        set_sequences(admin, [table for table in TABLES if table != "accounts_creditor"])
        admin.execute("SELECT setval(pg_get_serial_sequence('tenancy_tenant', 'id'), %s)", [BASE * 2])
        admin.commit()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")
    return pattern


def _copy(admin: Connection, table: str, *, pattern: int, creditors: int) -> None:
    """Every row of the pattern's, once for each creditor, with keys and numbers of its own."""
    found = admin.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
    )
    columns = {str(name): str(kind) for name, kind in found if name != "posted_xid"}
    moved = f"{BASE} + {ROOM} * n"
    own = {
        "creditor_id": f"{BASE} + n",
        "public_id": "gen_random_uuid()",
        "organisation_number": "(5000000000 + n)::text",
        "ocr": "p.ocr || n::text",
        "number": "(20000000 + n)::text",
        "case_number": "(20000000 + n)::text",
    }
    values = [
        own.get(name) or (f"p.{name} + {moved}" if _is_key(table, name) else f"p.{name}") for name in columns
    ]
    admin.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {table} p, generate_series(1, {creditors}) n WHERE p.creditor_id = {pattern}"
    )


def _is_key(table: str, column: str) -> bool:
    """Whether the column is the row's own key, or leads to another copied row."""
    return column in {"id", "subledger_id", "reference_id", "entry_id", "bank_entry_id"} and table in TABLES
