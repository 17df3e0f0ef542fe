"""The moves of a case, and what no letter may pass, refused by the database itself."""

from django.db import migrations

# The moves of `cases.states.MOVES`, written out: a migration never changes after the fact, the table may. A test
# compares them, pair by pair.
MOVES = """
CREATE FUNCTION cases_refuse_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'a case does not begin as %', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RAISE EXCEPTION 'a case does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER begins_registered BEFORE INSERT ON cases_case
  FOR EACH ROW WHEN (NEW.state <> 'registered') EXECUTE FUNCTION cases_refuse_state();

CREATE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places constant text[] := ARRAY['registered', 'reminded', 'demanded', 'final_notice', 'awaiting_decision', 'decided',
    'payment_order', 'order_disputed', 'court', 'titled', 'enforcement', 'surveillance'];
  ends constant text[] := ARRAY['paid', 'withdrawn', 'written_off'];
  before constant text := OLD.state;
  after constant text := NEW.state;
BEGIN
  IF before = after
    OR (before, after) IN (
      ('registered', 'reminded'), ('registered', 'demanded'), ('reminded', 'demanded'), ('demanded', 'final_notice'),
      ('demanded', 'awaiting_decision'), ('final_notice', 'awaiting_decision'), ('awaiting_decision', 'decided'),
      ('reminded', 'registered'), ('demanded', 'reminded'), ('final_notice', 'demanded'),
      ('awaiting_decision', 'reminded'), ('awaiting_decision', 'demanded'),
      ('decided', 'awaiting_decision'), ('decided', 'payment_order'), ('payment_order', 'order_disputed'),
      ('order_disputed', 'court'), ('payment_order', 'awaiting_decision'), ('order_disputed', 'awaiting_decision'),
      ('court', 'awaiting_decision'), ('payment_order', 'titled'), ('order_disputed', 'titled'), ('court', 'titled'),
      ('titled', 'enforcement'), ('enforcement', 'titled'),
      ('decided', 'surveillance'), ('titled', 'surveillance'), ('surveillance', 'awaiting_decision'),
      ('surveillance', 'titled'),
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
CREATE TRIGGER moves_as_listed BEFORE UPDATE OF state ON cases_case
  FOR EACH ROW EXECUTE FUNCTION cases_moves_as_listed();
"""

# The check before sending, once more: whatever wrote it, no letter goes out while a respite or a pause lasts, while
# something the debtor has said waits to be taken up, or while something that has happened to whoever owes stops the
# case.
NO_LETTER = """
CREATE FUNCTION cases_no_letter_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER no_letter_while_held BEFORE UPDATE OF state ON cases_case FOR EACH ROW
  WHEN ((OLD.state, NEW.state) IN (('registered', 'reminded'), ('registered', 'demanded'), ('reminded', 'demanded'),
                                   ('demanded', 'final_notice')))
  EXECUTE FUNCTION cases_no_letter_while_held();
"""


class Migration(migrations.Migration):
    """Triggers on the case's state."""

    replaces = [
        ("cases", "0004_acts_walls"),
        ("cases", "0013_written_off_stays"),
        ("cases", "0015_come_back_to_a_step"),
        ("cases", "0018_at_the_authority_walls"),
        ("cases", "0021_situation_walls"),
        ("cases", "0024_to_be_tried"),
    ]
    dependencies = [("cases", "0002_walls")]

    operations = [migrations.RunSQL(MOVES), migrations.RunSQL(NO_LETTER)]
