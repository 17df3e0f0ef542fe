"""A person notes that a refusal, or an answer that belongs nowhere, has been looked into."""

from django.db import migrations, models

# As in 0002, and a refusal is looked into once.
LEAVES_ONCE = """
CREATE OR REPLACE FUNCTION kronofogden_record_leaves_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) = ('refused', 'refused') AND OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN
     (('waiting', 'filed'), ('waiting', 'by_hand'), ('filed', 'approved'), ('filed', 'refused'))
     OR OLD.file_number IS NOT NULL AND NEW.file_number IS DISTINCT FROM OLD.file_number THEN
    RAISE EXCEPTION 'record % does not go from % to %', OLD.record_id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
GRANT UPDATE (settled_at, settled_by) ON kronofogden_outgoing TO ekrav_creditor, ekrav_agency;
GRANT UPDATE (settled_at, settled_by) ON kronofogden_unplaced TO ekrav_agency;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kronofogden", "0003_agent_code"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoing",
            name="settled_at",
            field=models.DateTimeField(help_text="a refusal that somebody has looked into", null=True),
        ),
        migrations.AddField(
            model_name="outgoing",
            name="settled_by",
            field=models.BigIntegerField(help_text="the staff member", null=True),
        ),
        migrations.AddField(
            model_name="unplaced",
            name="settled_at",
            field=models.DateTimeField(help_text="somebody has looked into it", null=True),
        ),
        migrations.AddField(
            model_name="unplaced",
            name="settled_by",
            field=models.BigIntegerField(help_text="the staff member", null=True),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True), ("state", "refused")),
                fields=["id"],
                name="outgoing_refused",
            ),
        ),
        migrations.RunSQL(LEAVES_ONCE, reverse_sql=migrations.RunSQL.noop),
    ]
