"""A line costs less to write: its tenant is its entry's, and its statement's balance is one look at what was added."""

import django.db.models.deletion
from django.db import migrations, models

# The statement's lines sum to 0 per entry, and each is of an entry of this transaction: as before, in one look.
IN_ONE_LOOK = """
CREATE OR REPLACE FUNCTION ledger_lines_balance() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """The composite key to the entry carries the tenant; the line's own key to it is dropped."""

    dependencies = [("ledger", "0004_sealed_journal"), ("tenancy", "0002_walls")]

    operations = [
        migrations.AlterField(
            model_name="line",
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
        migrations.RunSQL(IN_ONE_LOOK),
    ]
