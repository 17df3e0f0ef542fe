"""Somebody always answers for a claim: of several the last one is never released."""

from django.db import migrations

# Looked at when the scope ends, with the case's row locked: of two who are released at once the second is refused.
SOMEBODY = """
CREATE FUNCTION cases_somebody_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cases_case WHERE creditor_id = NEW.creditor_id AND id = NEW.case_id FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM cases_jointdebtor
                  WHERE creditor_id = NEW.creditor_id AND case_id = NEW.case_id AND released_on IS NULL)
  THEN
    RAISE EXCEPTION 'nobody would answer for case %', NEW.case_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'somebody_answers';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER somebody_answers AFTER INSERT OR UPDATE ON cases_jointdebtor DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.released_on IS NOT NULL) EXECUTE FUNCTION cases_somebody_answers();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_own_payments")]

    operations = [migrations.RunSQL(SOMEBODY, reverse_sql=migrations.RunSQL.noop)]
