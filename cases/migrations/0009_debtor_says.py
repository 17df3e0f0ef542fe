"""The portal's role may name every column of a notice it writes; the policy sees to it that ours stay empty."""

from django.db import migrations

GRANT = "GRANT INSERT (registered_by, handled_at, handled_by, scan_id) ON cases_notice TO ekrav_case"


class Migration(migrations.Migration):
    """A row is written with all its columns, also those that the policy `debtor_says` demands to be null."""

    dependencies = [("cases", "0008_portal_addresses")]

    operations = [migrations.RunSQL(GRANT, reverse_sql=migrations.RunSQL.noop)]
