"""What is owed to payers is found at once in every book; what went back twice may stand on the other side."""

from django.db import migrations, models

# Nobody changes the chart but a migration, as its owner.
EITHER_SIDE = """
ALTER TABLE ledger_chartaccount DISABLE TRIGGER append_only;
UPDATE ledger_chartaccount SET keeps = '' WHERE code = 'owed_to_payer';
ALTER TABLE ledger_chartaccount ENABLE TRIGGER append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_checked_by_the_statement")]

    operations = [
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("account", "owed_to_payer")),
                fields=["subledger"],
                include=["creditor", "amount_ore"],
                name="line_owed_to_payer",
            ),
        ),
        migrations.RunSQL(EITHER_SIDE, reverse_sql=migrations.RunSQL.noop),
    ]
