"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = ("dispatch",)


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0003_joint_debtors"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("letters", model) for model in OF_A_TENANT]
