"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = (
    "incoming",
    "outgoing",
)


class Migration(migrations.Migration):
    dependencies = [
        ("kronofogden", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("kronofogden", model) for model in OF_A_TENANT]
