"""No more papers come from one case's debtor on one day than somebody can have to show: each is kept for years."""

from django.db import migrations

# The number is `cases.papers_in.MOST_A_DAY` of that day; a test compares. The day is Stockholm's. Whoever gives in the
# same case waits for the giver before: each counts what the others have given.
MOST_A_DAY = """
GRANT SELECT (uploaded_at) ON cases_document TO ekrav_case;
CREATE FUNCTION cases_papers_a_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  today timestamptz := date_trunc('day', NEW.uploaded_at, 'Europe/Stockholm');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('cases_document of case ' || NEW.given_in_id, 0));
  IF (SELECT count(*) FROM cases_document d
       WHERE d.creditor_id = NEW.creditor_id AND d.given_in_id = NEW.given_in_id AND d.uploaded_at >= today) >= 20
  THEN
    RAISE EXCEPTION 'case % has enough papers today', NEW.given_in_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'papers_a_day';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER papers_a_day BEFORE INSERT ON cases_document
  FOR EACH ROW WHEN (NEW.given_in_id IS NOT NULL) EXECUTE FUNCTION cases_papers_a_day();
"""


class Migration(migrations.Migration):
    """A limit over time that holds whoever gives at the same time."""

    dependencies = [("cases", "0025_found_minors")]

    operations = [migrations.RunSQL(MOST_A_DAY, reverse_sql=migrations.RunSQL.noop)]
