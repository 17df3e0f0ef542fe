"""The bank may take back money that was to go back to its payer: whether it has gone is asked of its entry."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0013_refused_seen_to"),
        ("payouts", "0009_refund_after_all"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payout",
            name="refund_entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="payments.bankentry",
            ),
        ),
    ]
