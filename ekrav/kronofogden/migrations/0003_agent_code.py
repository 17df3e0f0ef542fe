"""A case's application names its agent as the authority does: the creditors' scope may read that code."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kronofogden", "0002_walls")]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT (id, agent_code) ON kronofogden_filer TO ekrav_creditor",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
