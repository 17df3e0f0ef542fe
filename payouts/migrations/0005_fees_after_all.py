"""A withdrawal of fees that was rejected or given up, and that the bank draws all the same, is settled."""

from django.db import migrations, models

# The moves of `payouts.fee_models`, written out anew, and the two people as before.
MOVES = (
    "ARRAY['draft>file_made', 'draft>withdrawn', 'file_made>handed_over', 'file_made>accepted', 'file_made>settled',"
    " 'file_made>rejected', 'handed_over>accepted', 'handed_over>settled', 'handed_over>rejected',"
    " 'accepted>settled', 'accepted>rejected', 'rejected>settled']"
)

FEES = f"""
CREATE OR REPLACE FUNCTION payouts_fees_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF (NEW.period_end, NEW.bankgiro, NEW.fee_ore, NEW.vat_ore, NEW.outlay_ore, NEW.total_ore, NEW.content_hash,
      NEW.message_id, NEW.end_to_end_id, NEW.public_id, NEW.execution_date)
     IS DISTINCT FROM (OLD.period_end, OLD.bankgiro, OLD.fee_ore, OLD.vat_ore, OLD.outlay_ore, OLD.total_ore,
      OLD.content_hash, OLD.message_id, OLD.end_to_end_id, OLD.public_id, OLD.execution_date) THEN
    RAISE EXCEPTION 'fee transfer % says what two people read and never changes', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.file, NEW.file_sha256, NEW.file_made_at)
     IS DISTINCT FROM (OLD.file, OLD.file_sha256, OLD.file_made_at) THEN
    RAISE EXCEPTION 'fee transfer % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL ({MOVES}) THEN
    RAISE EXCEPTION 'fee transfer % cannot go from % to %', NEW.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'file_made' THEN
    SELECT count(DISTINCT a.staff_id) INTO people
      FROM payouts_feeapproval a JOIN agency_staffmember s ON s.id = a.staff_id
     WHERE a.transfer_id = NEW.id AND a.content_hash = NEW.content_hash
       AND a.bankid_at >= a.at - interval '10 minutes' AND a.bankid_at <= a.at + interval '1 minute'
       AND s.active AND s.roles && ARRAY['finance', 'administrator']::varchar[];
    IF people < 2 THEN
      RAISE EXCEPTION 'fee transfer % has % approvals of its content, and needs two', NEW.id, people
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0004_outlays_withdrawn")]

    operations = [
        migrations.RunSQL(FEES, reverse_sql=migrations.RunSQL.noop),
        # By which an account that the bank could not pay to is not tried again.
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(
                condition=models.Q(("refund_ore__gt", 0), ("state__in", ["rejected", "returned"])),
                fields=["refund_subledger"],
                name="payout_refund_failed",
            ),
        ),
    ]
