"""The walls of what has arrived: bank files are the agency's, payments and their instructions their creditor's."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantReference, TenantTable

# What became of a file may change (refused, then tried again); its bytes and their hash never.
BECAME_OF_A_FILE = (
    "name", "format", "message_id", "entry_count", "credit_ore", "debit_ore", "received_at", "outcome", "problem",
)  # fmt: skip

# What was asked of a provider never changes: only what became of it.
BECAME_OF_IT = (
    "state", "problem", "provider_id", "token", "pay_url", "payment_reference", "cancel_asked_at", "look_at", "looks",
    "paid_on", "paid_at", "bank_entry_id", "top_up_id", "approved_by",
)  # fmt: skip
FOUND_BY = (
    "id", "creditor_id", "instruction_id", "callback_id", "way", "reference_id", "refund_of_id", "amount_ore", "state",
    "provider_id", "payment_reference", "look_at", "bank_entry_id", "top_up_id",
)  # fmt: skip

# The moves of `ekrav.payments.ways.states.MOVES`, written out: a migration never changes after the fact, the table may.
# A test compares them, pair by pair. What has arrived at the bank stays arrived.
MOVES = """
CREATE FUNCTION payments_instruction_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
    ('created', 'sent'), ('created', 'unknown'), ('created', 'paid'), ('created', 'declined'),
    ('created', 'cancelled'), ('created', 'expired'),
    ('sent', 'unknown'), ('sent', 'paid'), ('sent', 'declined'), ('sent', 'cancelled'), ('sent', 'expired'),
    ('unknown', 'sent'), ('unknown', 'paid'), ('unknown', 'declined'), ('unknown', 'cancelled'), ('unknown', 'expired'),
    ('declined', 'paid'), ('cancelled', 'paid'), ('expired', 'paid'))
  THEN
    RAISE EXCEPTION 'an instruction does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.bank_entry_id IS NOT NULL AND NEW.bank_entry_id IS DISTINCT FROM OLD.bank_entry_id)
    OR (OLD.top_up_id IS NOT NULL AND NEW.top_up_id IS DISTINCT FROM OLD.top_up_id)
  THEN
    RAISE EXCEPTION 'instruction % has arrived already', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_as_listed BEFORE UPDATE ON payments_instruction
  FOR EACH ROW EXECUTE FUNCTION payments_instruction_moves();
CREATE FUNCTION payments_instruction_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an instruction does not begin as %', NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER begins_created BEFORE INSERT ON payments_instruction
  FOR EACH ROW WHEN (NEW.state <> 'created') EXECUTE FUNCTION payments_instruction_begins();
"""

# A reference is changed once, when its case ends, in a column of no index: with room on its page no index is touched.
ROOM = "ALTER TABLE payments_reference SET (fillfactor = 85)"


class Migration(migrations.Migration):
    """Row-level security; the router matches OCR numbers and finds payments to apply."""

    replaces = [
        ("payments", "0003_statements"),
        ("payments", "0004_daily_proof"),
        ("payments", "0005_parts_and_words"),
        ("payments", "0006_returned_payouts"),
        ("payments", "0007_ways_in"),
        ("payments", "0008_short_funds"),
        ("payments", "0009_lighter_rows"),
        ("payments", "0010_told_twice_and_two_people"),
    ]
    dependencies = [("payments", "0001_initial"), ("ledger", "0002_walls")]

    operations = [
        AgencyTable("payments_bankfile", update=BECAME_OF_A_FILE),
        AgencyTable("payments_fetchedfile", update=False),
        # What the bank said never changes, nor what was matched: only where it went, and that it has been applied.
        AgencyTable("payments_bankentry", update=("creditor_id",)),
        AgencyTable("payments_payerdetail", delete=True),
        AgencyTable("payments_unmatchedpayment"),
        # What was said is personal data: it can be blanked when its time is over, and nothing else of the row changes.
        AgencyTable("payments_payersword", update=("said",)),
        TenantTable(
            "payments_reference",
            routing=("id", "creditor_id", "ocr", "case_number", "closed_on"),
            update=("closed_on", "debtor_label"),
        ),
        migrations.RunSQL(ROOM),
        TenantTable("payments_payment", routing=("id", "creditor_id", "applied_at"), update=("applied_at",)),
        TenantReference("payments_reference", "subledger_id", "ledger_subledger"),
        TenantReference("payments_payment", "reference_id", "payments_reference"),
        # What the bank says was on the account, the numbers of its notices, the lines of its entries, the daily proof.
        AgencyTable("payments_banknotice", update=False),
        AppendOnly("payments_banknotice"),
        AgencyTable("payments_bankstatement", update=False),
        AppendOnly("payments_bankstatement"),
        AgencyTable("payments_statemententry", update=False),
        AppendOnly("payments_statemententry"),
        AgencyTable("payments_dailyproof", update=False),
        AppendOnly("payments_dailyproof"),
        # The other ways in: Swish, card, the internet bank.
        AgencyTable("payments_topup", read=("ekrav_routing",), update=("bank_entry_id", "amount_ore")),
        TenantTable("payments_instruction", routing=FOUND_BY, update=BECAME_OF_IT),
        TenantTable("payments_evidence", update=False),
        AppendOnly("payments_evidence"),
        TenantReference("payments_instruction", "reference_id", "payments_reference"),
        TenantReference("payments_instruction", "refund_of_id", "payments_instruction"),
        TenantReference("payments_evidence", "instruction_id", "payments_instruction"),
        TenantReference("payments_payment", "instruction_id", "payments_instruction"),
        migrations.RunSQL(MOVES),
    ]
