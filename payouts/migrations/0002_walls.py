"""The walls of the payouts, and the trigger that refuses a file without two people's approval of its content."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantReference, TenantTable

TWO_PEOPLE = """
CREATE FUNCTION payouts_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF OLD.state = 'draft' AND NEW.state <> 'draft' THEN
    SELECT count(DISTINCT staff_id) INTO people FROM payouts_approval
     WHERE run_id = NEW.id AND content_hash = NEW.content_hash AND bankid_at > at - interval '10 minutes';
    IF people < 2 THEN
      RAISE EXCEPTION 'payout run % has % approvals of its content, and needs two', NEW.id, people
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF OLD.state <> 'draft' AND (NEW.content_hash, NEW.total_ore, NEW.count, NEW.file)
     IS DISTINCT FROM (OLD.content_hash, OLD.total_ore, OLD.count, OLD.file) THEN
    RAISE EXCEPTION 'payout run % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE UPDATE ON payouts_payoutrun FOR EACH ROW EXECUTE FUNCTION payouts_two_people();
CREATE FUNCTION payouts_run_begins_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' THEN
    RAISE EXCEPTION 'a payout run begins as a draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_as_draft BEFORE INSERT ON payouts_payoutrun
  FOR EACH ROW EXECUTE FUNCTION payouts_run_begins_as_draft();
INSERT INTO payouts_notenumber (id, last) VALUES (1, 0);
"""


class Migration(migrations.Migration):
    """Row-level security, composite keys, two people."""

    dependencies = [("payouts", "0001_initial"), ("ledger", "0002_walls"), ("agency", "0002_walls")]

    operations = [
        AgencyTable("payouts_payoutrun", read=("ekrav_creditor",)),
        AgencyTable("payouts_approval", update=False),
        AgencyTable("payouts_notenumber"),
        migrations.RunSQL("GRANT SELECT, UPDATE ON payouts_notenumber TO ekrav_creditor"),
        TenantTable("payouts_payout", routing=("id", "creditor_id", "run_id", "state", "end_to_end_id")),
        TenantTable("payouts_payoutline", update=False),
        TenantTable("payouts_settlementnote", routing=("id", "creditor_id", "number")),
        TenantReference("payouts_payout", "entry_id", "ledger_entry"),
        TenantReference("payouts_payout", "settled_entry_id", "ledger_entry"),
        TenantReference("payouts_payoutline", "payout_id", "payouts_payout"),
        TenantReference("payouts_payoutline", "subledger_id", "ledger_subledger"),
        TenantReference("payouts_settlementnote", "payout_id", "payouts_payout"),
        migrations.RunSQL(TWO_PEOPLE),
    ]
