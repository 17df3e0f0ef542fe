"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = ("creditreport",)


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0003_other_number"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("findings", model) for model in OF_A_TENANT]
