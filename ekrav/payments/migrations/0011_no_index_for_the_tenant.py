"""No index for the tenant alone: every one of these tables has another that begins with it."""

import django.db.models.deletion
from django.db import migrations, models

OF_A_TENANT = (
    "evidence",
    "instruction",
    "reference",
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0010_keys_looked_up_once"),
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
