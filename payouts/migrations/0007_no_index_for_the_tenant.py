"""No index for the tenant alone: every one of these tables has another that begins with it."""

import django.db.models.deletion
from django.db import migrations, models

OF_A_TENANT = (
    "bankword",
    "bookkeepingaccount",
    "creditedline",
    "decision",
    "hold",
    "notedelivery",
    "payeraccount",
    "payout",
    "payoutline",
    "settlementnote",
)


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0006_credited_by_part"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="creditor",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        )
        for name in OF_A_TENANT
    ]
