"""A payment told of in two formats is held; what goes back the way it came is approved by a second person."""

from django.db import migrations, models

GRANTS = """
GRANT UPDATE (approved_by) ON payments_instruction TO ekrav_creditor, ekrav_agency;
GRANT INSERT (approved_by) ON payments_instruction TO ekrav_case;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0009_lighter_rows"),
        ("cases", "0016_ways_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="unmatchedpayment",
            name="twin_of",
            field=models.BigIntegerField(
                help_text="the entry by which another format told of it first", null=True, unique=True
            ),
        ),
        migrations.AlterField(
            model_name="unmatchedpayment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("assigned", "Assigned"),
                    ("returned", "Returned"),
                    ("payout", "Payout"),
                    ("held", "Held"),
                    ("twin", "Twin"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="unmatchedpayment",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["entry"], name="unmatched_held"
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="approved_by",
            field=models.BigIntegerField(help_text="the second, who lets it go back", null=True),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True), ("refund_of__isnull", False), _connector="OR"
                ),
                name="instruction_approved_is_refund",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refund_of__isnull", True),
                    ("state__in", ["created", "declined", "cancelled", "expired"]),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("approved_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="instruction_refund_by_two",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(("bank_entry_id__isnull", True), ("state", "paid")),
                fields=["reference"],
                name="instruction_on_its_way",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(
                    ("approved_by__isnull", True), ("refund_of__isnull", False), ("state", "created")
                ),
                fields=["id"],
                name="instruction_to_approve",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="source",
            field=models.CharField(
                choices=[
                    ("create", "CREATE"),
                    ("read", "READ"),
                    ("cancel", "CANCEL"),
                    ("bank", "BANK"),
                    ("staff", "STAFF"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(GRANTS, reverse_sql=migrations.RunSQL.noop),
    ]
