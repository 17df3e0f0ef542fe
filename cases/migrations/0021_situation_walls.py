"""The walls of situations, and what no letter may pass, once more with them."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantReference, TenantTable

# As in 0004, and while something that has happened to whoever owes stops the case.
NO_LETTER = """
CREATE OR REPLACE FUNCTION cases_no_letter_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cases_hold h WHERE h.creditor_id = NEW.creditor_id AND h.case_id = NEW.id
                AND h.lifted_at IS NULL AND h.until >= NEW.state_since)
    OR EXISTS (SELECT FROM cases_notice n WHERE n.creditor_id = NEW.creditor_id AND n.case_id = NEW.id
                  AND n.handled_at IS NULL AND n.kind <> 'message')
    OR EXISTS (SELECT FROM cases_situation s WHERE s.creditor_id = NEW.creditor_id AND s.case_id = NEW.id
                  AND s.released_on IS NULL AND s.ended_on IS NULL)
  THEN
    RAISE EXCEPTION 'case % is held: no letter leaves', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Row-level security, the tenant's key, where the taking up of events begins, the last check of letters."""

    dependencies = [("cases", "0020_situations")]

    operations = [
        TenantTable(
            "cases_situation",
            update=("told_cipher", "task", "due_on", "filed_on", "released_on", "ended_on"),
        ),
        TenantReference("cases_situation", "case_id", "cases_case"),
        AgencyTable("cases_eventstaken", update=("last",)),
        migrations.RunSQL("INSERT INTO cases_eventstaken (id, last) VALUES (1, 0)"),
        migrations.RunSQL(NO_LETTER, reverse_sql=migrations.RunSQL.noop),
    ]
