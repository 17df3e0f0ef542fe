"""A part that a card's holder has got back at its bank may be taken from what is owed to the payer.

It has gone already, so that one person says so.
"""

from django.db import migrations, models

COLUMN = "GRANT INSERT (gone_at_bank) ON payments_instruction TO ekrav_case"


class Migration(migrations.Migration):
    dependencies = [("payments", "0014_each_dispute")]

    operations = [
        migrations.AddField(
            model_name="instruction",
            name="gone_at_bank",
            field=models.BooleanField(
                default=False,
                help_text="the card's holder had it back at its bank: nobody is asked to send it",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gone_at_bank", False),
                    models.Q(("refund_of__isnull", False), ("way", "card")),
                    _connector="OR",
                ),
                name="instruction_gone_is_card_refund",
            ),
        ),
        migrations.RemoveConstraint(model_name="instruction", name="instruction_refund_by_two"),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refund_of__isnull", True),
                    ("state__in", ["created", "declined", "cancelled", "expired"]),
                    models.Q(("decided_by__isnull", False), ("gone_at_bank", True), ("state", "paid")),
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
        migrations.RunSQL(COLUMN, migrations.RunSQL.noop),
    ]
