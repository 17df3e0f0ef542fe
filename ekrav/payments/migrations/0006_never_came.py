"""A payment on its way may be one that never came: a person says so, once, and the bank has told of none."""

from django.db import migrations, models

# The router tells such a payment's late money from the others'. A payment never begins as one that never came.
COLUMN = """
GRANT SELECT (fell_at) ON payments_instruction TO ekrav_routing;
GRANT UPDATE (fell_at) ON payments_instruction TO ekrav_creditor, ekrav_agency;
GRANT INSERT (fell_at) ON payments_instruction TO ekrav_case;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_to_apply_by_creditor")]

    operations = [
        migrations.AddField(
            model_name="instruction",
            name="fell_at",
            field=models.DateTimeField(
                help_text="when a person said that it never came to the bank", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fell_at__isnull", True),
                    models.Q(
                        ("bank_entry_id__isnull", True),
                        ("refund_of__isnull", True),
                        ("state", "paid"),
                        models.Q(("way", "card"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="instruction_fell_never_came",
            ),
        ),
        migrations.AddIndex(
            model_name="unmatchedpayment",
            index=models.Index(
                condition=models.Q(("state", "returned")), fields=["entry"], name="unmatched_returned"
            ),
        ),
        migrations.RunSQL(COLUMN, reverse_sql=migrations.RunSQL.noop),
    ]
