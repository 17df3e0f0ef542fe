"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = (
    "bankword",
    "bookkeepingaccount",
    "creditedline",
    "decision",
    "hold",
    "notedelivery",
    "payeraccount",
    "payout",
    "payoutline",
    "settlementnote",
)


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0006_credited_by_part"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("payouts", model) for model in OF_A_TENANT]
