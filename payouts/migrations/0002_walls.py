"""The walls of the payouts, and the triggers that refuse a file without two people's approval of its content.

What was drafted never changes: a run's content and a payout's amount and account are what two people read. A run's
state moves along its table only (`payouts.states` says the same; a test compares them).
"""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantReference, TenantTable

RUN_MOVES = (
    "ARRAY['draft>file_made', 'draft>withdrawn', 'file_made>handed_over', 'file_made>accepted', 'file_made>settled',"
    " 'file_made>rejected', 'handed_over>file_made', 'handed_over>accepted', 'handed_over>settled',"
    " 'handed_over>rejected', 'accepted>settled', 'accepted>rejected']"
)

TWO_PEOPLE = f"""
CREATE FUNCTION payouts_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF (NEW.period_end, NEW.content_hash, NEW.total_ore, NEW.count, NEW.message_id, NEW.public_id)
     IS DISTINCT FROM (OLD.period_end, OLD.content_hash, OLD.total_ore, OLD.count, OLD.message_id, OLD.public_id) THEN
    RAISE EXCEPTION 'payout run % says what two people read and never changes', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.file, NEW.file_sha256, NEW.file_made_at, NEW.execution_date)
     IS DISTINCT FROM (OLD.file, OLD.file_sha256, OLD.file_made_at, OLD.execution_date) THEN
    RAISE EXCEPTION 'payout run % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL ({RUN_MOVES}) THEN
    RAISE EXCEPTION 'payout run % cannot go from % to %', NEW.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'file_made' THEN
    SELECT count(DISTINCT a.staff_id) INTO people
      FROM payouts_approval a JOIN agency_staffmember s ON s.id = a.staff_id
     WHERE a.run_id = NEW.id AND a.content_hash = NEW.content_hash
       AND a.bankid_at >= a.at - interval '10 minutes' AND a.bankid_at <= a.at + interval '1 minute'
       AND s.active AND s.roles && ARRAY['finance', 'administrator']::varchar[];
    IF people < 2 THEN
      RAISE EXCEPTION 'payout run % has % approvals of its content, and needs two', NEW.id, people
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE UPDATE ON payouts_payoutrun FOR EACH ROW EXECUTE FUNCTION payouts_two_people();
CREATE FUNCTION payouts_run_begins_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' AND NOT (NEW.state = 'empty' AND NEW.count = 0) THEN
    RAISE EXCEPTION 'a payout run begins as a draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_as_draft BEFORE INSERT ON payouts_payoutrun
  FOR EACH ROW EXECUTE FUNCTION payouts_run_begins_as_draft();
INSERT INTO payouts_notenumber (id, last) VALUES (1, 0);
"""

FROZEN = """
CREATE FUNCTION payouts_payout_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.creditor_id, NEW.run_id, NEW.bankgiro, NEW.end_to_end_id, NEW.amount_ore, NEW.capital_ore, NEW.interest_ore,
      NEW.costs_ore, NEW.fee_ore, NEW.vat_ore, NEW.set_off_ore, NEW.payee_name, NEW.payee_city)
     IS DISTINCT FROM
     (OLD.creditor_id, OLD.run_id, OLD.bankgiro, OLD.end_to_end_id, OLD.amount_ore, OLD.capital_ore, OLD.interest_ore,
      OLD.costs_ore, OLD.fee_ore, OLD.vat_ore, OLD.set_off_ore, OLD.payee_name, OLD.payee_city) THEN
    RAISE EXCEPTION 'payout % says what two people read and never changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON payouts_payout FOR EACH ROW EXECUTE FUNCTION payouts_payout_frozen();
CREATE FUNCTION payouts_payout_begins_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' OR NOT EXISTS (SELECT FROM payouts_payoutrun WHERE id = NEW.run_id AND state = 'draft') THEN
    RAISE EXCEPTION 'a payout begins as a draft in a draft run' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_as_draft BEFORE INSERT ON payouts_payout
  FOR EACH ROW EXECUTE FUNCTION payouts_payout_begins_as_draft();
CREATE FUNCTION payouts_note_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.creditor_id, NEW.payout_id, NEW.number, NEW.issued_on, NEW.facts)
     IS DISTINCT FROM (OLD.creditor_id, OLD.payout_id, OLD.number, OLD.issued_on, OLD.facts)
     OR OLD.pdf IS NOT NULL AND (NEW.pdf, NEW.sha256) IS DISTINCT FROM (OLD.pdf, OLD.sha256) THEN
    RAISE EXCEPTION 'settlement note % is issued and never changes', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON payouts_settlementnote FOR EACH ROW EXECUTE FUNCTION payouts_note_frozen();
"""

# A creditor sees which run its payout is in and when, never the file, the sum or the other payees.
CREDITORS_PART_OF_A_RUN = (
    "GRANT SELECT (id, public_id, period_end, state, execution_date) ON payouts_payoutrun TO ekrav_creditor"
)


class Migration(migrations.Migration):
    """Row-level security, composite keys, two people, nothing changed after."""

    dependencies = [
        ("payouts", "0001_initial"),
        ("ledger", "0002_walls"),
        ("agency", "0002_walls"),
        ("payments", "0002_walls"),
    ]

    operations = [
        AgencyTable("payouts_payoutrun"),
        migrations.RunSQL(CREDITORS_PART_OF_A_RUN),
        AgencyTable("payouts_approval", update=False),
        AppendOnly("payouts_approval"),
        AgencyTable("payouts_notenumber"),
        AgencyTable("payouts_takendebit", update=False),
        AppendOnly("payouts_takendebit"),
        TenantTable("payouts_payout", routing=("id", "creditor_id", "run_id", "state", "end_to_end_id")),
        TenantTable("payouts_payoutline", update=False),
        AppendOnly("payouts_payoutline"),
        TenantTable(
            "payouts_settlementnote",
            routing=("id", "creditor_id", "payout_id", "number", "rendered_at", "mailed_at"),
        ),
        TenantReference("payouts_payout", "entry_id", "ledger_entry"),
        TenantReference("payouts_payout", "settled_entry_id", "ledger_entry"),
        TenantReference("payouts_payoutline", "payout_id", "payouts_payout"),
        TenantReference("payouts_payoutline", "subledger_id", "ledger_subledger"),
        TenantReference("payouts_settlementnote", "payout_id", "payouts_payout"),
        migrations.RunSQL(TWO_PEOPLE),
        migrations.RunSQL(FROZEN),
    ]
