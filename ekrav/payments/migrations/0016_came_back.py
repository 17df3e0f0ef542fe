"""What was sent back to a card and came back from its bank is owed again, and the next transfer is more by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_gone_at_bank")]

    operations = [
        migrations.AlterField(
            model_name="instruction",
            name="fell_at",
            field=models.DateTimeField(
                help_text="when it was off its case: never came, gone, or come back", null=True
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
                    models.Q(("refund_of__isnull", False), ("state", "paid"), ("way", "card")),
                    _connector="OR",
                ),
                name="instruction_fell_never_came",
            ),
        ),
        migrations.RemoveConstraint(model_name="instruction", name="instruction_fell_then_less"),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fell_top_up__isnull", True),
                    models.Q(("charged_back_at__isnull", False), ("fell_at__isnull", False)),
                    models.Q(("fell_at__isnull", False), ("refund_of__isnull", False)),
                    _connector="OR",
                ),
                name="instruction_fell_then_less",
            ),
        ),
    ]
