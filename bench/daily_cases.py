"""A large book of cases on the morning of 2 November 2026: half of those due get a reminder, half a demand."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg

from bench.stencil import Connection, Stencil, copy, read, set_sequences
from ekrav.bankfiles.ocr import mint

TODAY: Final = date(2026, 11, 2)
FIRST_NUMBER: Final = 20_000_000
# Where a copied case's rows get their keys: far past those of the acts.
BASE: Final = 1_000_000
ROOM: Final = 8  # keys for each case in every table


Keys = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of case: the rows the acts wrote for its pattern."""

    case: Mapping[str, Any]
    tables: Mapping[str, Stencil]


def lay(admin_url: str, *, cases: int, due: int, creditors: int) -> None:
    """Lay `cases` cases over `creditors` creditors, `due` of them due today, by COPY."""
    patterns = _patterns()
    with psycopg.connect(admin_url) as admin:
        # The copies are laid as a restore lays them, and the books are proved afterwards.
        admin.execute("SET session_replication_role = replica")
        owners = _creditors(admin, patterns["waiting"], creditors)
        kinds = {name: _kind(admin, number) for name, number in patterns.items()}
        half = due // 2
        ranges = [("reminder", 0, half), ("demand", half, due), ("waiting", due, cases)]
        for name, first, last in ranges:
            _copies(admin, kinds[name], range(first, last), owners)
        set_sequences(admin, list(kinds["demand"].tables))
        admin.commit()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")


def _patterns() -> dict[str, str]:
    """One case of each kind by the real acts; their numbers. The clock stands on the day."""
    from cases.due import do_all_due
    from ekrav.agency.rates import current_rates
    from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, take_as_posted

    set_today(date(2026, 10, 12))
    an_agency()
    creditor = a_creditor()
    demand = a_case(creditor, invoice_number="demand")
    set_today(date(2026, 10, 13))
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())
    take_as_posted(creditor)
    set_today(date(2026, 10, 30))
    reminder = a_case(creditor, invoice_number="reminder")
    set_today(TODAY)
    waiting = a_case(creditor, invoice_number="waiting")
    return {"demand": demand.number, "reminder": reminder.number, "waiting": waiting.number}


def _creditors(admin: Connection, number: str, count: int) -> Sequence[int]:
    """The pattern's creditor, `count` times over."""
    tenants = list(range(1_000, 1_000 + count))
    admin.execute(
        "INSERT INTO tenancy_tenant (id, kind) SELECT * FROM unnest(%s::bigint[], %s::text[])",
        [tenants, ["creditor"] * count],
    )
    company = admin.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'accounts_creditor'"
    )
    own = {
        "creditor_id": "t.id",
        "public_id": "gen_random_uuid()",
        "organisation_number": "(5000000000 + t.id)::text",
    }
    columns = [str(name) for (name,) in company]
    values = ", ".join(own.get(name, f"c.{name}") for name in columns)
    admin.execute(
        f"INSERT INTO accounts_creditor ({', '.join(columns)}) SELECT {values}"
        " FROM accounts_creditor c, unnest(%s::bigint[]) t(id)"
        " WHERE c.creditor_id = (SELECT creditor_id FROM cases_case WHERE number = %s)",
        [tenants, number],
    )
    return tenants


def _kind(admin: Connection, number: str) -> Kind:
    case = read(admin, "cases_case", "number", number)
    row = case.rows[0]
    events = read(admin, "cases_caseevent", "case_id", row["id"])
    lines = read(admin, "ledger_line", "subledger_id", row["subledger_id"])
    entries = [line["entry_id"] for line in lines.rows]
    tables = [
        read(admin, "cases_debtor", "id", row["debtor_id"]),
        read(admin, "ledger_subledger", "id", row["subledger_id"]),
        read(admin, "payments_reference", "id", row["reference_id"]),
        case,
        read(admin, "cases_claim", "case_id", row["id"]),
        _several(admin, "ledger_entry", "id", entries),
        _several(admin, "ledger_line", "entry_id", entries),
        read(admin, "letters_dispatch", "case_number", number),
        events,
        read(admin, "cases_portalkey", "case_id", row["id"]),
    ]
    return Kind(case=row, tables={stencil.table: stencil for stencil in tables})


def _several(admin: Connection, table: str, where: str, values: Sequence[Any]) -> Stencil:
    parts = [read(admin, table, where, value) for value in values]
    rows = tuple(row for part in parts for row in part.rows)
    return Stencil(table=table, columns=parts[0].columns, rows=rows)


def _copies(admin: Connection, kind: Kind, cases: range, owners: Sequence[int]) -> None:
    keys = {
        table: {row["id"]: place for place, row in enumerate(stencil.rows)}
        for table, stencil in kind.tables.items()
    }
    for stencil in kind.tables.values():
        copy(admin, stencil, _changed(kind, stencil, keys, cases=cases, owners=owners))


def _changed(
    kind: Kind, stencil: Stencil, keys: Keys, *, cases: range, owners: Sequence[int]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """For each case and row what is another in the copy: its keys, its owner, its numbers."""
    for number in cases:
        first = BASE + number * ROOM
        case_number = str(FIRST_NUMBER + number)
        of_case = {
            "creditor_id": owners[number % len(owners)],
            "case_number": case_number,
            "number": case_number,
            "invoice_number": f"B{number}",
            "ocr": mint(serial=int(case_number) * 100),
            "public_id": uuid.UUID(int=first),
        }
        for place, row in enumerate(stencil.rows):
            own = {name: value for name, value in of_case.items() if row.get(name)}
            own["id"] = first + place
            for column, table in POINTS_TO.items():
                if row.get(column) is not None:
                    own[column] = first + keys[table][row[column]]
            if "key" in row:
                own["key"] = str(row["key"]).replace(str(kind.case["number"]), case_number)
            yield place, own


POINTS_TO: Final = {
    "debtor_id": "cases_debtor",
    "subledger_id": "ledger_subledger",
    "reference_id": "payments_reference",
    "case_id": "cases_case",
    "entry_id": "ledger_entry",
    "dispatch_id": "letters_dispatch",
}
