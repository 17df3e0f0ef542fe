"""A claim stays as it was registered: what is paid or given up of it is written in the book."""

from django.db import migrations


class Migration(migrations.Migration):
    """No column of a claim is changed by the application."""

    dependencies = [("cases", "0006_due_by_creditor")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE ON cases_claim FROM ekrav_creditor, ekrav_agency",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
