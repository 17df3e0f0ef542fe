"""The walls of the acts' tables, the moves of the whole table of states, and what no letter may pass."""

from django.db import migrations

from ekrav.tenancy.operations import CASE, TENANT, AppendOnly, DebtorMayRead, TenantReference, TenantTable

# The debtor's own words come in by the portal's role, to its own case and unhandled; nothing else does.
DEBTOR_MAY_SAY = f"""
CREATE POLICY debtor_says ON cases_notice FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND case_id = {CASE} AND channel = 'portal'
  AND registered_by IS NULL AND handled_at IS NULL AND handled_by IS NULL AND scan_id IS NULL);
GRANT INSERT (creditor_id, key, public_id, case_id, kind, channel, ground, amount_ore, day, months, text, received_on,
              received_at) ON cases_notice TO ekrav_case;
"""

# The moves of `cases.states.MOVES`, written out: a migration never changes after the fact, the table may. A test
# compares them, pair by pair.
STATES = """
DROP TRIGGER moves_as_listed ON cases_case;

CREATE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
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
    OR (before IN ('disputed', 'plan', 'paid', 'written_off') AND after = ANY (places) AND after = OLD.resumes)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a case does not go from % to %', before, after USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER moves_as_listed BEFORE UPDATE OF state ON cases_case
  FOR EACH ROW EXECUTE FUNCTION cases_moves_as_listed();

-- The check before sending, once more: whatever wrote it, no letter goes out while a respite or a pause lasts, or
-- while something the debtor has said waits to be taken up.
CREATE FUNCTION cases_no_letter_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cases_hold h WHERE h.creditor_id = NEW.creditor_id AND h.case_id = NEW.id
                AND h.lifted_at IS NULL AND h.until >= NEW.state_since)
    OR EXISTS (SELECT FROM cases_notice n WHERE n.creditor_id = NEW.creditor_id AND n.case_id = NEW.id
                  AND n.handled_at IS NULL AND n.kind <> 'message')
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
    """Row-level security, composite keys, the debtor's view of what concerns its case, the moves."""

    dependencies = [("cases", "0003_acts")]

    operations = [
        TenantTable("cases_hold", update=("lifted_at",)),
        TenantTable(
            "cases_notice",
            routing=("id", "creditor_id", "kind", "channel", "received_at", "handled_at"),
            update=("handled_at", "handled_by"),
        ),
        TenantTable(
            "cases_dispute",
            routing=("id", "creditor_id", "answer_by", "outcome"),
            update=(
                "creditor_stands",
                "creditor_words",
                "answered_at",
                "answered_by",
                "outcome",
                "decided_on",
                "decided_by_kind",
                "decided_by_id",
                "credited_ore",
            ),
        ),
        TenantTable(
            "cases_instalmentplan",
            routing=("id", "creditor_id", "state", "valid_until"),
            update=(
                "state",
                "accepted_on",
                "accepted_at",
                "accepted_by_kind",
                "accepted_by_id",
                "warned_on",
                "warned_until",
                "ended_on",
            ),
        ),
        TenantTable("cases_instalment", update=False),
        TenantTable("cases_standingchoice", update=False),
        TenantTable("cases_quote", update=("accepted_at", "accepted_by", "standing_choice_id", "entry_id")),
        TenantTable(
            "cases_question",
            routing=("id", "creditor_id", "public_id"),
            update=("answer", "answered_at", "answered_by"),
        ),
        AppendOnly("cases_instalment"),
        AppendOnly("cases_standingchoice"),
        TenantReference("cases_hold", "case_id", "cases_case"),
        TenantReference("cases_notice", "case_id", "cases_case"),
        TenantReference("cases_notice", "scan_id", "cases_document"),
        TenantReference("cases_dispute", "case_id", "cases_case"),
        TenantReference("cases_dispute", "notice_id", "cases_notice"),
        TenantReference("cases_instalmentplan", "case_id", "cases_case"),
        TenantReference("cases_instalment", "plan_id", "cases_instalmentplan"),
        TenantReference("cases_quote", "case_id", "cases_case"),
        TenantReference("cases_quote", "standing_choice_id", "cases_standingchoice"),
        TenantReference("cases_quote", "entry_id", "ledger_entry"),
        TenantReference("cases_question", "case_id", "cases_case"),
        TenantReference("cases_question", "notice_id", "cases_notice"),
        TenantReference("cases_directpayment", "quote_id", "cases_quote"),
        DebtorMayRead(
            "cases_hold",
            f"case_id = {CASE}",
            columns=("id", "creditor_id", "case_id", "kind", "from_on", "until", "lifted_at"),
        ),
        DebtorMayRead("cases_notice", f"case_id = {CASE}"),
        DebtorMayRead("cases_dispute", f"case_id = {CASE}"),
        DebtorMayRead("cases_instalmentplan", f"case_id = {CASE}"),
        DebtorMayRead("cases_instalment", "plan_id = ANY (ARRAY(SELECT id FROM cases_instalmentplan))"),
        migrations.RunSQL(DEBTOR_MAY_SAY),
        migrations.RunSQL(STATES),
    ]
