"""The walls of what a case has at Kronofogden, and the moves there."""

from django.db import migrations

from ekrav.tenancy.operations import AppendOnly, TenantReference, TenantTable

# As in 0015, with the way through Kronofogden.
MOVES = """
CREATE OR REPLACE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places constant text[] := ARRAY['registered', 'reminded', 'demanded', 'final_notice', 'awaiting_decision', 'decided',
    'payment_order', 'order_disputed', 'court', 'titled', 'enforcement'];
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

# What a pending application becomes; what it asked for, and why, never changes.
BECOMES = (
    "authority_number",
    "registered_on",
    "supplement_by",
    "served_on",
    "answer_by",
    "court_by",
    "told_id",
    "withdrawn_on",
    "ended_on",
    "ending",
)


class Migration(migrations.Migration):
    """Row-level security, composite keys, titles and fees that never change."""

    dependencies = [("cases", "0017_at_the_authority"), ("ledger", "0007_kronofogdens_costs")]

    operations = [
        TenantTable(
            "cases_application",
            routing=("id", "creditor_id", "kind", "supplement_by", "withdrawn_on", "ended_on"),
            update=BECOMES,
        ),
        TenantTable("cases_title", update=False),
        TenantTable("cases_basefee", update=False),
        TenantTable("cases_paidout", routing=("id", "creditor_id", "payment_id"), update=("payment_id",)),
        AppendOnly("cases_title"),
        AppendOnly("cases_basefee"),
        TenantReference("cases_application", "case_id", "cases_case"),
        TenantReference("cases_application", "quote_id", "cases_quote"),
        TenantReference("cases_application", "told_id", "cases_caseevent"),
        TenantReference("cases_title", "case_id", "cases_case"),
        TenantReference("cases_title", "application_id", "cases_application"),
        TenantReference("cases_basefee", "application_id", "cases_application"),
        TenantReference("cases_paidout", "application_id", "cases_application"),
        TenantReference("cases_paidout", "payment_id", "payments_payment"),
        TenantReference("cases_quote", "outlay_entry_id", "ledger_entry"),
        migrations.RunSQL("GRANT UPDATE (outlay_entry_id) ON cases_quote TO ekrav_creditor, ekrav_agency"),
        migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop),
    ]
