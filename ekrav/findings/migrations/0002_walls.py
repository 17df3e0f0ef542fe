"""The walls of what was found out: reports are their creditor's, events the agency's; neither changes."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantTable


class Migration(migrations.Migration):
    """Row-level security, rights, nothing changed after, and where the reading of events begins."""

    dependencies = [("findings", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        TenantTable("findings_creditreport", update=False),
        AppendOnly("findings_creditreport"),
        AgencyTable("findings_feedposition", update=("last",)),
        AgencyTable("findings_keptevent", update=False),
        migrations.RunSQL("INSERT INTO findings_feedposition (id, last) VALUES (1, '')"),
    ]
