"""The walls of the payouts: runs are the agency's, payouts and notes their creditor's; notes never change."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantReference, TenantTable

# A creditor sees which run its payout is in and when, never the file, the sum or the other payees.
CREDITORS_PART_OF_A_RUN = (
    "GRANT SELECT (id, public_id, kind, weekly, period_end, state, execution_date) ON payouts_payoutrun"
    " TO ekrav_creditor"
)

# What a note says: of a credit note also which note it credits, why, and by which posting.
_SAYS = (
    "{0}.creditor_id, {0}.kind, {0}.payout_id, {0}.credits_id, {0}.reason, {0}.entry_id, {0}.number, {0}.issued_on,"
    " {0}.facts"
)
NOTES = f"""
CREATE FUNCTION payouts_note_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({_SAYS.format("NEW")}) IS DISTINCT FROM ({_SAYS.format("OLD")})
     OR OLD.pdf IS NOT NULL AND (NEW.pdf, NEW.sha256) IS DISTINCT FROM (OLD.pdf, OLD.sha256) THEN
    RAISE EXCEPTION 'settlement note % is issued and never changes', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON payouts_settlementnote FOR EACH ROW EXECUTE FUNCTION payouts_note_frozen();
CREATE FUNCTION payouts_credit_of_a_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM payouts_settlementnote WHERE id = NEW.credits_id AND credits_id IS NOT NULL) THEN
    RAISE EXCEPTION 'a credit note is not credited' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER credit_of_a_note BEFORE INSERT ON payouts_settlementnote
  FOR EACH ROW WHEN (NEW.credits_id IS NOT NULL) EXECUTE FUNCTION payouts_credit_of_a_note();
INSERT INTO payouts_notenumber (id, last) VALUES (1, 0);
"""
NOTES_FOUND_BY = (
    "id", "creditor_id", "payout_id", "kind", "credits_id", "number", "rendered_at", "mailed_at",
)  # fmt: skip


class Migration(migrations.Migration):
    """Row-level security, composite keys, notes in one series."""

    dependencies = [
        ("payouts", "0001_initial"),
        ("agency", "0002_walls"),
        ("ledger", "0002_walls"),
        ("payments", "0002_walls"),
    ]

    operations = [
        AgencyTable("payouts_payoutrun"),
        migrations.RunSQL(CREDITORS_PART_OF_A_RUN),
        AgencyTable("payouts_approval", update=False),
        AppendOnly("payouts_approval"),
        AgencyTable("payouts_takendebit", update=False),
        AppendOnly("payouts_takendebit"),
        AgencyTable("payouts_feetransfer"),
        AgencyTable("payouts_feeshare", update=False),
        AppendOnly("payouts_feeshare"),
        AgencyTable("payouts_feeapproval", update=False),
        AppendOnly("payouts_feeapproval"),
        TenantTable("payouts_payout", routing=("id", "creditor_id", "run_id", "state", "end_to_end_id")),
        TenantTable("payouts_payoutline", update=False),
        AppendOnly("payouts_payoutline"),
        TenantTable("payouts_hold", update=("released_at", "released_by")),
        TenantTable("payouts_bankword", update=("handled_at", "handled_by")),
        TenantTable("payouts_decision", update=("confirmed_at", "confirmed_by", "refused_at")),
        TenantTable("payouts_payeraccount", update=False),
        TenantReference("payouts_payout", "entry_id", "ledger_entry"),
        TenantReference("payouts_payout", "settled_entry_id", "ledger_entry"),
        TenantReference("payouts_payout", "refund_subledger_id", "ledger_subledger"),
        TenantReference("payouts_payoutline", "payout_id", "payouts_payout"),
        TenantReference("payouts_payoutline", "subledger_id", "ledger_subledger"),
        TenantReference("payouts_hold", "payout_id", "payouts_payout"),
        TenantReference("payouts_bankword", "payout_id", "payouts_payout"),
        TenantReference("payouts_decision", "payout_id", "payouts_payout"),
        TenantReference("payouts_payeraccount", "subledger_id", "ledger_subledger"),
        # Notes, and how each creditor wants them.
        AgencyTable("payouts_notenumber"),
        TenantTable("payouts_settlementnote", routing=NOTES_FOUND_BY),
        TenantReference("payouts_settlementnote", "payout_id", "payouts_payout"),
        TenantReference("payouts_settlementnote", "credits_id", "payouts_settlementnote"),
        TenantReference("payouts_settlementnote", "entry_id", "ledger_entry"),
        TenantTable("payouts_creditedline", update=False),
        AppendOnly("payouts_creditedline"),
        TenantReference("payouts_creditedline", "note_id", "payouts_settlementnote"),
        TenantReference("payouts_creditedline", "line_id", "payouts_payoutline"),
        TenantTable("payouts_bookkeepingaccount", update=["number"], delete=True),
        TenantTable("payouts_notedelivery", update=["attached"]),
        migrations.RunSQL(NOTES),
    ]
