"""A row of the book costs less to write: no index that another does the work of, and one look for an entry's lines.

An entry's lines sum to 0 by the statement that adds them, none of them is 0, and none is ever changed. So one line that
is seen when the scope ends is at least two that sum to 0.
"""

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models

WHOLE = """
CREATE OR REPLACE FUNCTION ledger_entry_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_line WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.id) THEN
    RAISE EXCEPTION 'ledger entry % has 0 lines', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
"""

# Nothing points at a line.
NOT_POINTED_AT = "ALTER TABLE ledger_line DROP CONSTRAINT ledger_line_tenant_id"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_kronofogdens_costs"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="line",
            name="line_subledger",
        ),
        migrations.AlterField(
            model_name="entry",
            name="creditor",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="reverses",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.entry",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="subledger",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="ledger.subledger",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("reverses__isnull", False)), fields=["reverses"], name="entry_reverses"
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                fields=["subledger", "account"], include=("amount_ore", "creditor"), name="line_of_case"
            ),
        ),
        migrations.RunSQL(WHOLE),
        migrations.RunSQL(NOT_POINTED_AT),
    ]
