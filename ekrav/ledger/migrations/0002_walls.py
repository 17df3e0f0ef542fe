"""Row-level security on the book, the triggers that keep it balanced, its chart, and a journal that is sealed.

PostgreSQL has no deferred trigger per statement. A statement's own lines must sum to 0 per entry at once (transition
table), and lines are added in their entry's own transaction only; none of them is 0, and none is ever changed. So when
the transaction commits, one line that is seen is at least two that sum to 0. Seeing none, whatever the reason, is a
failure.

A reversal has its original's lines with the signs turned, no more and no fewer, and is never reversed itself. That an
entry is reversed once is a unique key.
"""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantReference, TenantTable

# The transaction that wrote the entry. Not `xmin`, which names a savepoint's own number inside a transaction. What is
# not sealed is found by it: older than any that still runs, newer than the last.
POSTED_BY = """
ALTER TABLE ledger_entry ADD COLUMN posted_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX ledger_entry_posted_xid ON ledger_entry (posted_xid);
"""

# Whoever could say which transaction wrote an entry could leave it open for lines of a later one.
SAID_OF_AN_ENTRY = ("creditor_id", "key", "kind", "booked_date", "posted_at", "input_hash", "reverses_id")

BALANCED = """
CREATE FUNCTION ledger_lines_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE crooked record;
BEGIN
  -- Each entry is looked up by its id: joined, a long book would be read through for every statement.
  SELECT a.entry_id, a.ore INTO crooked
    FROM (SELECT creditor_id, entry_id, sum(amount_ore) AS ore FROM added GROUP BY creditor_id, entry_id) a
   WHERE a.ore <> 0
      OR (SELECT e.posted_xid = pg_current_xact_id() FROM ledger_entry e
           WHERE e.id = a.entry_id AND e.creditor_id = a.creditor_id) IS NOT TRUE LIMIT 1;
  IF FOUND AND crooked.ore <> 0 THEN
    RAISE EXCEPTION 'ledger entry % does not balance', crooked.entry_id USING ERRCODE = 'check_violation';
  ELSIF FOUND THEN
    RAISE EXCEPTION 'lines were added to ledger entry % after its own transaction', crooked.entry_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lines_balance AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_balance();

CREATE FUNCTION ledger_entry_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_line WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.id) THEN
    RAISE EXCEPTION 'ledger entry % has 0 lines', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_whole AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_whole();
"""

MIRRORED = """
CREATE FUNCTION ledger_reversal_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_entry WHERE creditor_id = NEW.creditor_id AND id = NEW.reverses_id
                AND reverses_id IS NOT NULL) THEN
    RAISE EXCEPTION 'ledger entry % reverses a reversal', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT account, subledger_id, -amount_ore AS ore, 1 AS side FROM ledger_line
       WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.id
      UNION ALL
      SELECT account, subledger_id, amount_ore, -1 FROM ledger_line
       WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.reverses_id
    ) both_of_them GROUP BY account, subledger_id, ore HAVING sum(side) <> 0) THEN
    RAISE EXCEPTION 'ledger entry % does not mirror what it reverses', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reversal_mirrors AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger_reversal_mirrors();
"""

# Whatever scope posts reads the chart's rows in a proof or on a page; nobody writes them.
CHART = """
INSERT INTO ledger_chartaccount (code, side, keeps) VALUES
  ('client_funds', 'debit', ''), ('payments_to_apply', 'credit', 'case'), ('due_capital', 'credit', ''),
  ('due_interest', 'credit', ''), ('due_costs', 'credit', ''), ('due_late_payment', 'credit', ''),
  ('owed_to_payer', 'credit', 'book'), ('creditor_owes', 'debit', ''), ('agency_fees', 'credit', ''),
  ('agency_vat', 'credit', ''), ('payouts_in_transit', 'credit', 'book'), ('fees_in_transit', 'credit', ''),
  ('unmatched', 'credit', 'book'), ('claim_capital', 'debit', 'case'), ('claim_interest', 'debit', 'case'),
  ('claim_reminder', 'debit', 'case'), ('claim_demand', 'debit', 'case'), ('claim_plan', 'debit', 'case'),
  ('claim_late_payment', 'debit', 'case'), ('claims', 'credit', ''), ('payments_in_transit', 'debit', ''),
  ('agency_outlays', 'credit', ''), ('claim_outlay', 'debit', 'case'), ('claim_agent', 'debit', 'case');
GRANT SELECT ON ledger_chartaccount TO ekrav_staff, ekrav_agency, ekrav_creditor;
"""


class Migration(migrations.Migration):
    """The walls of the book, its chart and its seals."""

    replaces = [
        ("ledger", "0003_more_accounts"),
        ("ledger", "0004_sealed_journal"),
        ("ledger", "0005_lines_in_one_look"),
        ("ledger", "0006_ways_in"),
        ("ledger", "0007_kronofogdens_costs"),
        ("ledger", "0008_lighter_rows"),
    ]
    dependencies = [("ledger", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        migrations.RunSQL(POSTED_BY),
        TenantTable("ledger_subledger", update=False),
        TenantTable("ledger_entry", insert=SAID_OF_AN_ENTRY, update=False),
        TenantTable("ledger_line", update=False, pointed_at=False),
        TenantReference("ledger_entry", "reverses_id", "ledger_entry"),
        TenantReference("ledger_line", "entry_id", "ledger_entry"),
        TenantReference("ledger_line", "subledger_id", "ledger_subledger"),
        migrations.RunSQL(BALANCED),
        migrations.RunSQL(MIRRORED),
        AppendOnly("ledger_entry"),
        AppendOnly("ledger_line"),
        migrations.RunSQL(CHART),
        AppendOnly("ledger_chartaccount"),
        AgencyTable("ledger_sealedentry", update=False),
        AppendOnly("ledger_sealedentry"),
        AgencyTable("ledger_dayseal", update=False),
        AppendOnly("ledger_dayseal"),
        AgencyTable("ledger_checkpoint", update=False),
        AppendOnly("ledger_checkpoint"),
    ]
