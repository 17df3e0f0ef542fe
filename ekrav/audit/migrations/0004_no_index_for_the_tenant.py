"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = ("auditevent",)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_sealed"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("audit", model) for model in OF_A_TENANT]
