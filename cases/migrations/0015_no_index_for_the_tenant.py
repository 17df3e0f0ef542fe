"""No index for the tenant alone: every one of these tables has another that begins with it."""

import django.db.models.deletion
from django.db import migrations, models

OF_A_TENANT = (
    "application",
    "basefee",
    "case",
    "claim",
    "debtor",
    "directpayment",
    "dispute",
    "document",
    "draft",
    "hold",
    "instalment",
    "instalmentplan",
    "jointdebtor",
    "notice",
    "paidout",
    "portalkey",
    "question",
    "quote",
    "situation",
    "standingchoice",
    "surveillance",
    "title",
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_untold"),
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
