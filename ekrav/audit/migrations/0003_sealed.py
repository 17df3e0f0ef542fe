"""The log is sealed: a chain over every line, in the order of their transactions."""

from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable, AppendOnly

# By which the sealer knows that nothing can still appear before a line.
LOGGED_BY = """
ALTER TABLE audit_auditevent ADD COLUMN logged_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_auditevent_logged_xid ON audit_auditevent (logged_xid);
REVOKE INSERT ON audit_auditevent FROM ekrav_creditor, ekrav_agency;
GRANT INSERT (creditor_id, at, actor, actor_id, act, object_kind, object_id, facts) ON audit_auditevent
  TO ekrav_creditor, ekrav_agency;
"""


class Migration(migrations.Migration):
    """Links, append-only."""

    dependencies = [("audit", "0002_walls")]

    operations = [
        migrations.RunSQL(LOGGED_BY, reverse_sql=migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SealedEvent",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="sealed_event_from_one"
                    )
                ],
            },
        ),
        AgencyTable("audit_sealedevent", update=False),
        AppendOnly("audit_sealedevent"),
    ]
