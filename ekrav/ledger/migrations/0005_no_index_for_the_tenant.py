"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = ("subledger",)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_owed_to_payers"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("ledger", model) for model in OF_A_TENANT]
