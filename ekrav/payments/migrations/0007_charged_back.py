"""A card payment that its holder has got back: known from its provider, off its case, and off the next transfer."""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = """
GRANT SELECT (charged_back_at, fell_top_up_id) ON payments_instruction TO ekrav_routing;
GRANT UPDATE (charged_back_at, fell_top_up_id) ON payments_instruction TO ekrav_creditor, ekrav_agency;
GRANT INSERT (charged_back_at, fell_top_up_id) ON payments_instruction TO ekrav_case;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0006_never_came")]

    operations = [
        migrations.AddField(
            model_name="instruction",
            name="charged_back_at",
            field=models.DateTimeField(help_text="when the card provider said that it is gone", null=True),
        ),
        migrations.AddField(
            model_name="instruction",
            name="fell_top_up",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fallen",
                to="payments.topup",
            ),
        ),
        migrations.AlterField(
            model_name="instruction",
            name="fell_at",
            field=models.DateTimeField(
                help_text="when it was taken off its case: never came, or gone", null=True
            ),
        ),
        migrations.RemoveConstraint(model_name="instruction", name="instruction_fell_never_came"),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fell_at__isnull", True),
                    models.Q(
                        ("bank_entry_id__isnull", True),
                        ("refund_of__isnull", True),
                        ("state", "paid"),
                        models.Q(
                            models.Q(("way", "card"), _negated=True),
                            ("charged_back_at__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="instruction_fell_never_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("charged_back_at__isnull", True),
                    models.Q(("refund_of__isnull", True), ("state", "paid"), ("way", "card")),
                    _connector="OR",
                ),
                name="instruction_charged_back_card",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fell_top_up__isnull", True),
                    models.Q(("charged_back_at__isnull", False), ("fell_at__isnull", False)),
                    _connector="OR",
                ),
                name="instruction_fell_then_less",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(("charged_back_at__isnull", False), ("fell_at__isnull", True)),
                fields=["id"],
                name="instruction_charged_back",
            ),
        ),
        migrations.RunSQL(COLUMNS, reverse_sql=migrations.RunSQL.noop),
    ]
