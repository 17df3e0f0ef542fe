"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

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

    operations = [NoTenantIndex("payments", model) for model in OF_A_TENANT]
