"""The walls of the cases: each tenant's own, and the debtor's narrow view of one case."""

from django.db import migrations

from ekrav.tenancy.operations import (
    CASE,
    CASE_NUMBER,
    AppendOnly,
    DebtorMayRead,
    TenantReference,
    TenantTable,
)

# A wrong code is counted whoever tries it, and for case numbers that do not exist as well.
ATTEMPTS = f"""
ALTER TABLE cases_portalattempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_portalattempt FORCE ROW LEVEL SECURITY;
CREATE POLICY door ON cases_portalattempt TO ekrav_case
  USING (case_number = {CASE_NUMBER}) WITH CHECK (case_number = {CASE_NUMBER});
GRANT SELECT, INSERT, UPDATE ON cases_portalattempt TO ekrav_case;
CREATE POLICY door ON cases_portalkey FOR SELECT TO ekrav_case USING (case_number = {CASE_NUMBER});
GRANT SELECT ON cases_portalkey TO ekrav_case;
"""

# The moves of `cases.states.MOVES`, written out: a migration never changes after the fact, the table may. A test
# compares them, pair by pair.
STATES = """
CREATE FUNCTION cases_refuse_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'a case does not begin as %', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RAISE EXCEPTION 'a case does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER begins_registered BEFORE INSERT ON cases_case
  FOR EACH ROW WHEN (NEW.state <> 'registered') EXECUTE FUNCTION cases_refuse_state();
CREATE TRIGGER moves_as_listed BEFORE UPDATE OF state ON cases_case
  FOR EACH ROW WHEN ((OLD.state, NEW.state) NOT IN (
    ('registered', 'registered'), ('registered', 'reminded'), ('registered', 'demanded'), ('registered', 'paid'),
    ('reminded', 'registered'), ('reminded', 'reminded'), ('reminded', 'demanded'), ('reminded', 'paid'),
    ('demanded', 'reminded'), ('demanded', 'demanded'), ('demanded', 'awaiting_decision'), ('demanded', 'paid'),
    ('awaiting_decision', 'awaiting_decision'), ('awaiting_decision', 'paid'),
    ('paid', 'paid')
  )) EXECUTE FUNCTION cases_refuse_state();
"""


class Migration(migrations.Migration):
    """Row-level security, composite keys, append-only events."""

    dependencies = [
        ("cases", "0001_initial"),
        ("letters", "0002_walls"),
        ("payments", "0002_walls"),
        ("ledger", "0002_walls"),
    ]

    operations = [
        TenantTable("cases_document"),
        TenantTable("cases_draft"),
        TenantTable("cases_debtor"),
        TenantTable("cases_case", routing=("id", "creditor_id", "next_date", "next_action", "reference_id")),
        TenantTable("cases_claim"),
        TenantTable("cases_caseevent", update=False),
        TenantTable("cases_directpayment", update=False),
        TenantTable("cases_portalkey"),
        AppendOnly("cases_caseevent"),
        TenantReference("cases_draft", "document_id", "cases_document"),
        TenantReference("cases_draft", "case_id", "cases_case"),
        TenantReference("cases_case", "debtor_id", "cases_debtor"),
        TenantReference("cases_case", "subledger_id", "ledger_subledger"),
        TenantReference("cases_case", "reference_id", "payments_reference"),
        TenantReference("cases_claim", "case_id", "cases_case"),
        TenantReference("cases_claim", "document_id", "cases_document"),
        TenantReference("cases_caseevent", "case_id", "cases_case"),
        TenantReference("cases_caseevent", "dispatch_id", "letters_dispatch"),
        TenantReference("cases_caseevent", "entry_id", "ledger_entry"),
        TenantReference("cases_caseevent", "payment_id", "payments_payment"),
        TenantReference("cases_directpayment", "case_id", "cases_case"),
        TenantReference("cases_portalkey", "case_id", "cases_case"),
        # The one case's keys are scalars and arrays that PostgreSQL works out once a statement: indexes stay usable.
        # Columns are listed where the row holds more than its debtor should be shown or the page needs.
        DebtorMayRead("cases_case", f"id = {CASE}"),
        DebtorMayRead("cases_claim", f"case_id = {CASE}"),
        DebtorMayRead("cases_caseevent", f"case_id = {CASE}"),
        DebtorMayRead("cases_directpayment", f"case_id = {CASE}"),
        DebtorMayRead(
            "cases_debtor", "id = (SELECT debtor_id FROM cases_case)", columns=("id", "creditor_id", "kind")
        ),
        DebtorMayRead("ledger_subledger", "id = (SELECT subledger_id FROM cases_case)"),
        DebtorMayRead("ledger_line", "subledger_id = (SELECT subledger_id FROM cases_case)"),
        DebtorMayRead("ledger_entry", "id = ANY (ARRAY(SELECT entry_id FROM ledger_line))"),
        DebtorMayRead("payments_reference", "id = (SELECT reference_id FROM cases_case)"),
        DebtorMayRead("payments_payment", "reference_id = (SELECT reference_id FROM cases_case)"),
        DebtorMayRead("letters_dispatch", "id = ANY (ARRAY(SELECT dispatch_id FROM cases_caseevent))"),
        migrations.RunSQL(ATTEMPTS),
        migrations.RunSQL(STATES),
    ]
