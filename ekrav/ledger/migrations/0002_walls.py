"""Row-level security on the book, and the two triggers that keep it balanced.

PostgreSQL has no deferred trigger per statement. A statement's own lines must sum to 0 per entry at once (transition
table); and when the transaction commits, each new entry must have at least two visible lines that sum to 0. Lines are
added in their entry's own transaction only. Seeing no lines, whatever the reason, is a failure.
"""

from django.db import migrations

from ekrav.tenancy.operations import AppendOnly, TenantReference, TenantTable

# The transaction that wrote the entry. Not `xmin`, which names a savepoint's own number inside a transaction.
BALANCED = """
ALTER TABLE ledger_entry ADD COLUMN posted_xid xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION ledger_lines_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE crooked bigint;
BEGIN
  SELECT entry_id INTO crooked FROM added GROUP BY creditor_id, entry_id HAVING sum(amount_ore) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % does not balance', crooked USING ERRCODE = 'check_violation';
  END IF;
  SELECT a.entry_id INTO crooked FROM (SELECT DISTINCT creditor_id, entry_id FROM added) a
   WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.creditor_id = a.creditor_id AND e.id = a.entry_id
                        AND e.posted_xid = pg_current_xact_id()) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'lines were added to ledger entry % after its own transaction', crooked
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER lines_balance AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_balance();

CREATE FUNCTION ledger_entry_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lines bigint; total numeric;
BEGIN
  SELECT count(*), coalesce(sum(amount_ore), 0) INTO lines, total
    FROM ledger_line WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.id;
  IF lines < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'ledger entry % has % lines that sum to %', NEW.id, lines, total
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_whole AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_whole();
"""

# Whoever could say which transaction wrote an entry could leave it open for lines of a later one.
NOT_ITS_TRANSACTION = """
REVOKE INSERT ON ledger_entry FROM ekrav_creditor, ekrav_agency;
GRANT INSERT (creditor_id, key, kind, booked_date, posted_at, input_hash, reverses_id)
  ON ledger_entry TO ekrav_creditor, ekrav_agency;
"""


class Migration(migrations.Migration):
    """The walls of the book."""

    dependencies = [("ledger", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        TenantTable("ledger_subledger", update=False),
        TenantTable("ledger_entry", update=False),
        TenantTable("ledger_line", update=False),
        TenantReference("ledger_entry", "reverses_id", "ledger_entry"),
        TenantReference("ledger_line", "entry_id", "ledger_entry"),
        TenantReference("ledger_line", "subledger_id", "ledger_subledger"),
        migrations.RunSQL(BALANCED),
        migrations.RunSQL(NOT_ITS_TRANSACTION),
        AppendOnly("ledger_entry"),
        AppendOnly("ledger_line"),
    ]
