"""The walls of the outbox."""

from django.db import migrations

from ekrav.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    """Row-level security; the router sees what waits, not what it says."""

    dependencies = [("outbox", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        TenantTable(
            "outbox_parcel",
            routing=("id", "creditor_id", "channel", "state", "created_at", "claimed_at", "not_before"),
        ),
    ]
