"""The walls of the log: append-only, each tenant's own."""

from django.db import migrations

from ekrav.tenancy.operations import AppendOnly, TenantTable


class Migration(migrations.Migration):
    """Row-level security and no way to change a line."""

    dependencies = [("audit", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [TenantTable("audit_auditevent", update=False), AppendOnly("audit_auditevent")]
