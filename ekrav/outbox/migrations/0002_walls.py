"""The walls of the outbox."""

from django.db import migrations

from ekrav.tenancy.operations import TenantTable

# What waits, not what it says; and by what its Message-ID begins with a mail is found that comes back.
FOUND_BY = (
    "id", "creditor_id", "channel", "state", "created_at", "claimed_at", "not_before", "message_digest",
)  # fmt: skip


class Migration(migrations.Migration):
    """Row-level security, and what the router sees."""

    replaces = [("outbox", "0003_bounces")]
    dependencies = [("outbox", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [TenantTable("outbox_parcel", routing=FOUND_BY)]
