"""Whose a payment by Swish, card or the internet bank is, of several who answer for a claim: each has its own."""

from django.db import migrations, models

BEGUN_BY = "GRANT INSERT (payer) ON payments_instruction TO ekrav_case;"


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_charged_back")]

    operations = [
        migrations.AddField(
            model_name="instruction",
            name="payer",
            field=models.BigIntegerField(
                help_text="who began it of several debtors, by the cases' number; null: the case's first",
                null=True,
            ),
        ),
        migrations.RemoveConstraint(model_name="instruction", name="instruction_one_live"),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(refund_of__isnull=True, state__in=["created", "sent", "unknown"]),
                fields=("creditor", "reference", "payer"),
                name="instruction_one_live",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(BEGUN_BY, reverse_sql=migrations.RunSQL.noop),
    ]
