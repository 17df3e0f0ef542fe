"""No more of a debtor's own words wait in a case than somebody can have to say before we have answered."""

from django.db import migrations

# The number is `cases.messages.MOST_WAITING` of that day; a test compares. Whoever writes in the same case waits for
# the writer before: each counts what the others have written.
MOST_WAITING = """
CREATE FUNCTION cases_notices_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('cases_notice of case ' || NEW.case_id, 0));
  IF (SELECT count(*) FROM cases_notice n
       WHERE n.creditor_id = NEW.creditor_id AND n.case_id = NEW.case_id AND n.handled_at IS NULL) >= 20
  THEN
    RAISE EXCEPTION 'case % has enough notices that wait', NEW.case_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'notices_waiting';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notices_waiting BEFORE INSERT ON cases_notice
  FOR EACH ROW WHEN (NEW.channel = 'portal') EXECUTE FUNCTION cases_notices_waiting();
"""


class Migration(migrations.Migration):
    """A limit that holds whoever writes at the same time."""

    dependencies = [("cases", "0013_written_off_stays")]

    operations = [migrations.RunSQL(MOST_WAITING, reverse_sql=migrations.RunSQL.noop)]
