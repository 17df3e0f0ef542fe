"""No more of a debtor's own words wait in a case than somebody can have to say before we have answered; and money that
was too much is applied anew when a payment is taken back."""

from django.db import migrations, models

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
    """A limit that holds whoever writes at the same time, and one more thing that happens in a case."""

    dependencies = [("cases", "0013_written_off_stays")]

    operations = [
        migrations.RunSQL(MOST_WAITING, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registered", "Registered"),
                    ("reminded", "Reminded"),
                    ("demanded", "Demanded"),
                    ("final_notice", "Final Notice"),
                    ("told", "Told"),
                    ("posted", "Posted"),
                    ("held", "Held"),
                    ("recalled", "Recalled"),
                    ("not_sent", "Not Sent"),
                    ("paid", "Paid"),
                    ("direct_payment", "Direct Payment"),
                    ("reversed", "Reversed"),
                    ("applied_anew", "Applied Anew"),
                    ("closed", "Closed"),
                    ("reopened", "Reopened"),
                    ("withdrawn", "Withdrawn"),
                    ("written_off", "Written Off"),
                    ("waiting", "Waiting"),
                    ("asked_again", "Asked Again"),
                    ("quoted", "Quoted"),
                    ("decided", "Decided"),
                    ("asked_paid", "Asked Paid"),
                    ("answered", "Answered"),
                    ("noticed", "Noticed"),
                    ("disputed", "Disputed"),
                    ("dispute_answered", "Dispute Answered"),
                    ("dispute_upheld", "Dispute Upheld"),
                    ("dispute_rejected", "Dispute Rejected"),
                    ("dispute_partly", "Dispute Partly"),
                    ("respite", "Respite"),
                    ("paused", "Paused"),
                    ("hold_lifted", "Hold Lifted"),
                    ("plan_offered", "Plan Offered"),
                    ("plan_accepted", "Plan Accepted"),
                    ("plan_changed", "Plan Changed"),
                    ("plan_notice", "Plan Notice"),
                    ("plan_warning", "Plan Warning"),
                    ("plan_ended", "Plan Ended"),
                    ("looked_up", "Looked Up"),
                ],
                max_length=20,
            ),
        ),
    ]
