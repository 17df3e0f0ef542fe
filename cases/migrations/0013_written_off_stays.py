"""What was written off stays so: a payment that the bank takes back afterwards opens only a case that was paid."""

from django.db import migrations

# As in 0004, without the way back from `written_off`.
MOVES = """
CREATE OR REPLACE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places constant text[] := ARRAY['registered', 'reminded', 'demanded', 'final_notice', 'awaiting_decision', 'decided'];
  ends constant text[] := ARRAY['paid', 'withdrawn', 'written_off'];
  before constant text := OLD.state;
  after constant text := NEW.state;
BEGIN
  IF before = after
    OR (before, after) IN (
      ('registered', 'reminded'), ('registered', 'demanded'), ('reminded', 'demanded'), ('demanded', 'final_notice'),
      ('demanded', 'awaiting_decision'), ('final_notice', 'awaiting_decision'), ('awaiting_decision', 'decided'),
      ('reminded', 'registered'), ('demanded', 'reminded'), ('final_notice', 'demanded'),
      ('plan', 'disputed'), ('disputed', 'closed_disputed'))
    OR (before = ANY (places) AND after = ANY (ARRAY['disputed', 'plan']))
    OR ((before = ANY (places) OR before IN ('disputed', 'plan')) AND after = ANY (ends))
    -- Back into the process: to the case's own place in it, and to no other.
    OR (before IN ('disputed', 'plan', 'paid') AND after = ANY (places) AND after = OLD.resumes)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a case does not go from % to %', before, after USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):
    """The moves of the table, once more."""

    dependencies = [("cases", "0012_yes_names_its_total")]

    operations = [migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop)]
