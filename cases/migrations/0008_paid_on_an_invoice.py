"""A payment that the creditor has had may be one of several invoices'."""

import django.db.models.deletion
from django.db import migrations

import ekrav.tenancy.models
from ekrav.tenancy.operations import TenantReference


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_crossings_and_courts")]

    operations = [
        migrations.AddField(
            model_name="directpayment",
            name="claim",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.claim",
            ),
        ),
        TenantReference("cases_directpayment", "claim_id", "cases_claim"),
    ]
