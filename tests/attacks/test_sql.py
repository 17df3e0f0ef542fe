"""Plain SQL as the application's own login: what even somebody who can say anything to the database may not do."""

import psycopg
import pytest

from ekrav.ledger.models import Entry
from ekrav.tenancy import tenant_scope
from ops.roles import APP
from ops.throwaway import Throwaway
from tests.attacks.given import Prey
from tests.tenancy.test_catalogue import Connection

pytestmark = pytest.mark.django_db(transaction=True)

CREDITOR = "SELECT set_config('role', 'ekrav_creditor', true), set_config('ekrav.creditor', '{mine}', true)"
AGENCY = "SELECT set_config('role', 'ekrav_agency', true), set_config('ekrav.creditor', '1', true)"

REFUSED = {
    "become the owner": ("", "SET LOCAL ROLE ekrav_owner"),
    "be somebody else": ("", "SET SESSION AUTHORIZATION ekrav_owner"),
    "shadow a table": ("", "CREATE TEMP TABLE ledger_line (x int)"),
    "make a table": ("", "CREATE TABLE public.x (x int)"),
    "silence the triggers": ("", "SET LOCAL session_replication_role = replica"),
    "see above the walls": ("", "ALTER ROLE ekrav_app BYPASSRLS"),
    "read the server's files": ("", "SELECT pg_read_file('/etc/hostname')"),
    "write in another's book": (
        CREDITOR,
        "INSERT INTO ledger_line (creditor_id, entry_id, account, amount_ore) VALUES ({theirs}, {entry}, 'claims', 1)",
    ),
    "write half an entry": (
        CREDITOR,
        "INSERT INTO ledger_line (creditor_id, entry_id, account, amount_ore) VALUES ({mine}, {entry}, 'claims', 1)",
    ),
    "add to an old entry": (
        CREDITOR,
        "INSERT INTO ledger_line (creditor_id, entry_id, account, amount_ore)"
        " VALUES ({mine}, {entry}, 'due_capital', 1), ({mine}, {entry}, 'due_costs', -1)",
    ),
    "leave an entry open": (
        CREDITOR,
        "INSERT INTO ledger_entry (creditor_id, key, kind, booked_date, posted_at, input_hash, posted_xid)"
        " VALUES ({mine}, 'k', 'k', '2026-11-27', now(), '', '99999999'::xid8)",
    ),
    "change the book": (CREDITOR, "UPDATE ledger_line SET amount_ore = 1"),
    "give a case away": (CREDITOR, "UPDATE cases_case SET creditor_id = {theirs}"),
    "let a case skip its letters": (CREDITOR, "UPDATE cases_case SET state = 'awaiting_decision'"),
    "change what was paid": (CREDITOR, "UPDATE payments_payment SET amount_ore = amount_ore + 1"),
    "move a payment": (CREDITOR, "UPDATE payments_payment SET reference_id = reference_id"),
    "change an OCR number": (CREDITOR, "UPDATE payments_reference SET ocr = '1'"),
    "move an OCR number": (CREDITOR, "UPDATE payments_reference SET case_number = '{number}'"),
    "make a claim larger": (CREDITOR, "UPDATE cases_claim SET capital_ore = capital_ore + 1"),
    "make a claim older": (CREDITOR, "UPDATE cases_claim SET due_date = due_date - 1"),
    "change what a letter says": (CREDITOR, "UPDATE letters_dispatch SET facts = '{{}}'"),
    "send a letter to another": (CREDITOR, "UPDATE letters_dispatch SET case_number = '{number}'"),
    "change a letter's bytes": (CREDITOR, "UPDATE letters_dispatch SET pdf = 'x'"),
    "change a letter's hash": (CREDITOR, "UPDATE letters_dispatch SET sha256 = 'x'"),
    "change a letter as the agency": (AGENCY, "UPDATE letters_dispatch SET facts = '{{}}'"),
    "turn the clock as a creditor": (CREDITOR, "UPDATE tenancy_world SET \"offset\" = '1 day'"),
    "rename the world": (AGENCY, "UPDATE tenancy_world SET name = 'production'"),
    "change what the bank said": (AGENCY, "UPDATE payments_bankentry SET amount_ore = 1"),
    "change a bank file": (AGENCY, "UPDATE payments_bankfilepiece SET content = ''"),
    "send a run unapproved": (
        AGENCY,
        "UPDATE payouts_payoutrun SET state = 'file_made', file = 'x', file_sha256 = 'x'",
    ),
    "skip a run's approval": (
        AGENCY,
        "UPDATE payouts_payoutrun SET state = 'settled', file = 'x', file_sha256 = 'x'",
    ),
    "change a drafted run": (AGENCY, "UPDATE payouts_payoutrun SET total_ore = total_ore + 1"),
    "found an agency": ("SET LOCAL ROLE ekrav_person", "INSERT INTO tenancy_tenant (kind) VALUES ('agency')"),
}


def test_the_database_refuses_to(prey: Prey, servers: Throwaway, subtests: pytest.Subtests) -> None:
    mine, theirs = prey.case.creditor_id, prey.theirs.creditor_id
    with tenant_scope(mine):
        entry = Entry.objects.order_by("id").values_list("pk", flat=True)[0]
    words = {"mine": mine, "theirs": theirs, "entry": entry, "number": prey.theirs.number}
    for what, (first, then) in REFUSED.items():
        with subtests.test(what), psycopg.connect(servers.url(APP)) as app:
            if first:
                app.execute(first.format(**words))
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)):
                app.execute(then.format(**words))
            app.rollback()


def test_a_production_worlds_clock_is_never_turned(
    prey: Prey, superuser: Connection, servers: Throwaway
) -> None:
    superuser.execute("UPDATE tenancy_world SET name = 'production', \"offset\" = interval '0'")
    with psycopg.connect(servers.url(APP)) as app:
        app.execute(AGENCY)
        with pytest.raises(psycopg.errors.CheckViolation):
            app.execute("UPDATE tenancy_world SET \"offset\" = interval '1 day'")
        app.rollback()
