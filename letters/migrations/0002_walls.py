"""The walls of the letters."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantTable


class Migration(migrations.Migration):
    """Row-level security; the router sees which letters wait, not what they say."""

    dependencies = [("letters", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        AgencyTable("letters_printjob"),
        # A creditor's letter asks how far its job has come; whose other letters are in it is nobody's business.
        migrations.RunSQL("GRANT SELECT (id, state) ON letters_printjob TO ekrav_creditor"),
        TenantTable(
            "letters_dispatch",
            routing=("id", "creditor_id", "state", "planned_on", "posted_on", "noted_at", "print_job_id"),
        ),
    ]
