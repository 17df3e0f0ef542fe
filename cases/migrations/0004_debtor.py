"""The debtor's narrow view of one case, the door of the portal, and what comes in by it."""

from django.db import migrations

from ekrav.tenancy.operations import CASE, CASE_NUMBER, IDENTITY, TENANT, DebtorMayRead

# A wrong code is counted whoever tries it, for case numbers that do not exist as well, and by the network address it
# comes from. The door sees the row of the number that is tried and of the address that knocks, and no other.
DOOR = f"""
ALTER TABLE cases_portalattempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_portalattempt FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON cases_portalattempt TO ekrav_case
  USING (case_number = {CASE_NUMBER}) WITH CHECK (case_number = {CASE_NUMBER});
GRANT SELECT, INSERT, UPDATE ON cases_portalattempt TO ekrav_case;
CREATE POLICY door ON cases_portalkey FOR SELECT TO ekrav_case USING (case_number = {CASE_NUMBER});
GRANT SELECT ON cases_portalkey TO ekrav_case;
ALTER TABLE cases_portaladdress ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_portaladdress FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON cases_portaladdress TO ekrav_case
  USING (address_key = {IDENTITY}) WITH CHECK (address_key = {IDENTITY});
GRANT SELECT, INSERT, UPDATE ON cases_portaladdress TO ekrav_case;
"""

# The debtor's own words come in by the portal's role, to its own case and unhandled; nothing else does. A row is
# written with all its columns, also those that the policy demands to be null. The paper that comes with them is small
# and of a kind taken.
SAYS = f"""
CREATE POLICY debtor_gives ON cases_document FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND given_in_id = {CASE} AND octet_length(content) <= 10000000
  AND size = octet_length(content) AND content_type IN ('application/pdf', 'image/png', 'image/jpeg'));
GRANT INSERT (creditor_id, public_id, name, content_type, size, sha256, content, uploaded_at, given_in_id)
  ON cases_document TO ekrav_case;
CREATE POLICY debtor_says ON cases_notice FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND case_id = {CASE} AND channel = 'portal'
  AND registered_by IS NULL AND handled_at IS NULL AND handled_by IS NULL
  AND (scan_id IS NULL OR scan_id IN (SELECT id FROM cases_document WHERE given_in_id = {CASE})));
GRANT INSERT (creditor_id, key, public_id, case_id, kind, channel, ground, amount_ore, day, months, text, received_on,
              received_at, registered_by, handled_at, handled_by, scan_id) ON cases_notice TO ekrav_case;
"""

# No more of a debtor's own words wait than somebody can have to say before we have answered. The number is
# `cases.messages.MOST_WAITING` of that day; a test compares. Whoever writes in the same case waits for the writer
# before: each counts what the others have written.
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

# No more papers come on one day than somebody can have to show: each is kept for years. The number is
# `cases.papers_in.MOST_A_DAY` of that day; a test compares. The day is Stockholm's. Whoever gives in the same case
# waits for the giver before: each counts what the others have given.
MOST_A_DAY = """
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

# An instruction comes in by the portal's role to its own case, as nothing but a wish to pay. Which case it belongs to
# is this house's to know.
PAYS = f"""
CREATE POLICY debtor_pays ON payments_instruction FOR INSERT TO ekrav_case WITH CHECK (
  creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case) AND state = 'created'
  AND refund_of_id IS NULL AND decided_by IS NULL AND problem = '' AND provider_id = '' AND token = '' AND pay_url = ''
  AND payment_reference IS NULL AND cancel_asked_at IS NULL AND looks = 0 AND paid_on IS NULL AND paid_at IS NULL
  AND bank_entry_id IS NULL AND top_up_id IS NULL);
GRANT INSERT (creditor_id, instruction_id, callback_id, way, reference_id, refund_of_id, amount_ore, state, problem,
              provider_id, token, pay_url, payment_reference, created_at, decided_by, cancel_asked_at, look_at, looks,
              paid_on, paid_at, bank_entry_id, top_up_id, approved_by) ON payments_instruction TO ekrav_case;
CREATE POLICY debtor_regrets ON payments_instruction FOR UPDATE TO ekrav_case
  USING (creditor_id = {TENANT} AND reference_id = (SELECT reference_id FROM cases_case) AND refund_of_id IS NULL);
GRANT UPDATE (cancel_asked_at, look_at) ON payments_instruction TO ekrav_case;
"""


class Migration(migrations.Migration):
    """Policies of the one case's scope, and limits that hold whoever writes at the same time."""

    replaces = [
        ("cases", "0003_acts"),
        ("cases", "0005_final_notice"),
        ("cases", "0006_due_by_creditor"),
        ("cases", "0007_claim_grants"),
        ("cases", "0008_portal_addresses"),
        ("cases", "0009_debtor_says"),
        ("cases", "0010_looked_up"),
        ("cases", "0011_dispute_lapses"),
        ("cases", "0012_yes_names_its_total"),
        ("cases", "0014_applied_anew_and_most_waiting"),
        ("cases", "0016_ways_in"),
        ("cases", "0017_at_the_authority"),
        ("cases", "0019_surveillance"),
        ("cases", "0020_situations"),
        ("cases", "0022_lighter_events"),
        ("cases", "0023_debtors_papers"),
        ("cases", "0025_found_minors"),
        ("cases", "0026_most_papers"),
        ("cases", "0027_events_of_each_debtor"),
    ]
    dependencies = [("cases", "0003_moves")]

    operations = [
        # The one case's keys are scalars and arrays that PostgreSQL works out once a statement: indexes stay usable.
        # Columns are listed where the row holds more than its debtor should be shown or the page needs.
        DebtorMayRead("cases_case", f"id = {CASE}"),
        DebtorMayRead("cases_claim", f"case_id = {CASE}"),
        DebtorMayRead("cases_caseevent", f"case_id = {CASE}"),
        DebtorMayRead("cases_directpayment", f"case_id = {CASE}"),
        DebtorMayRead(
            "cases_debtor", "id = (SELECT debtor_id FROM cases_case)", columns=("id", "creditor_id", "kind")
        ),
        DebtorMayRead(
            "cases_hold",
            f"case_id = {CASE}",
            columns=("id", "creditor_id", "case_id", "kind", "from_on", "until", "lifted_at"),
        ),
        DebtorMayRead("cases_notice", f"case_id = {CASE}"),
        DebtorMayRead(
            "cases_document",
            f"given_in_id = {CASE}",
            columns=("id", "creditor_id", "given_in_id", "uploaded_at"),
        ),
        DebtorMayRead("cases_dispute", f"case_id = {CASE}"),
        DebtorMayRead("cases_instalmentplan", f"case_id = {CASE}"),
        DebtorMayRead("cases_instalment", "plan_id = ANY (ARRAY(SELECT id FROM cases_instalmentplan))"),
        DebtorMayRead("ledger_subledger", "id = (SELECT subledger_id FROM cases_case)"),
        DebtorMayRead("ledger_line", "subledger_id = (SELECT subledger_id FROM cases_case)"),
        DebtorMayRead("ledger_entry", "id = ANY (ARRAY(SELECT entry_id FROM ledger_line))"),
        DebtorMayRead("payments_reference", "id = (SELECT reference_id FROM cases_case)"),
        DebtorMayRead("payments_payment", "reference_id = (SELECT reference_id FROM cases_case)"),
        DebtorMayRead("payments_instruction", "reference_id = (SELECT reference_id FROM cases_case)"),
        DebtorMayRead("letters_dispatch", "id = ANY (ARRAY(SELECT dispatch_id FROM cases_caseevent))"),
        migrations.RunSQL(DOOR),
        migrations.RunSQL(SAYS),
        migrations.RunSQL(MOST_WAITING),
        migrations.RunSQL(MOST_A_DAY),
        migrations.RunSQL(PAYS),
    ]
