"""An event costs less to write: its tenant is its case's, and what it does not point at is in no index."""

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_situation_walls"),
        ("ledger", "0008_lighter_rows"),
        ("letters", "0005_by_hand"),
        ("payments", "0009_lighter_rows"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="caseevent",
            name="event_of_case",
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="case",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="cases.case",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="creditor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.tenant",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="dispatch",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="letters.dispatch",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="entry",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.entry",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="payment",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.payment",
            ),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(fields=["case", "id"], name="events_of_case"),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("dispatch__isnull", False)), fields=["dispatch"], name="event_dispatch"
            ),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("entry__isnull", False)), fields=["entry"], name="event_entry"
            ),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("payment__isnull", False)), fields=["payment"], name="event_payment"
            ),
        ),
    ]
