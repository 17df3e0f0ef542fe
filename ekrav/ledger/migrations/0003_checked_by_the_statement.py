"""The book's rows are checked a statement at a time, not one by one: the same is refused, and at once.

An entry is written in one statement with its lines, so nothing is left to be looked at when the scope ends. Lines are
of an entry of this transaction and on a case's account of their tenant. What they point at is never changed or deleted
(`AppendOnly`), so that what was there stays there: a key that every row looks up by itself adds nothing to that.
"""

import django.db.models.deletion
from django.db import migrations, models

from ekrav.tenancy.operations import AppendOnly

# Each row is looked up by its id: joined, a long book would be read through for every statement.
LINES = """
CREATE OR REPLACE FUNCTION ledger_lines_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE crooked record;
BEGIN
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
  SELECT a.subledger_id INTO crooked
    FROM (SELECT DISTINCT creditor_id, subledger_id FROM added WHERE subledger_id IS NOT NULL) a
   WHERE (SELECT true FROM ledger_subledger s
           WHERE s.id = a.subledger_id AND s.creditor_id = a.creditor_id) IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'lines are on subledger %, which is not of the same tenant', crooked.subledger_id
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

ALTER TABLE ledger_line DROP CONSTRAINT ledger_line_entry_id_same_tenant;
ALTER TABLE ledger_line DROP CONSTRAINT ledger_line_subledger_id_same_tenant;
"""

# An entry's lines sum to 0 by their statement, and none of them is 0: one that is seen is at least two.
ENTRIES = """
DROP TRIGGER entry_whole ON ledger_entry;
DROP FUNCTION ledger_entry_whole();

CREATE FUNCTION ledger_entries_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE crooked bigint;
BEGIN
  SELECT a.id INTO crooked FROM added a
   WHERE (SELECT true FROM ledger_line l WHERE l.entry_id = a.id AND l.creditor_id = a.creditor_id LIMIT 1)
         IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % has 0 lines', crooked USING ERRCODE = 'check_violation';
  END IF;
  SELECT a.creditor_id INTO crooked FROM (SELECT DISTINCT creditor_id FROM added) a
   WHERE NOT EXISTS (SELECT FROM tenancy_tenant t WHERE t.id = a.creditor_id);
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entries of %, which is no tenant', crooked USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER entries_whole AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_whole();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="creditor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.RunSQL(LINES),
        migrations.RunSQL(ENTRIES),
        AppendOnly("ledger_subledger"),
    ]
