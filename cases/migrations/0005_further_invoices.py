"""Several invoices of one debtor on their way to one case: a further one points at the first."""

import django.db.models.deletion
from django.db import migrations

import ekrav.tenancy.models
from ekrav.tenancy.operations import TenantReference


class Migration(migrations.Migration):
    replaces = [("cases", "0028_further_invoices")]
    dependencies = [("cases", "0004_debtor")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="part_of",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="further",
                to="cases.draft",
            ),
        ),
        TenantReference("cases_draft", "part_of_id", "cases_draft"),
    ]
