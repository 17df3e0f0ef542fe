"""The triggers that refuse a file without two people's approval of its content, and moves outside the tables.

What was drafted never changes: a run's content and a payout's amount and account are what two people read. The moves
are those of `payouts.states`, written out: a migration never changes after the fact, the table may. A test compares.
"""

from django.db import migrations

RUN_MOVES = (
    "ARRAY['draft>approved', 'draft>withdrawn', 'approved>file_made', 'approved>withdrawn', 'file_made>handed_over',"
    " 'file_made>unknown', 'file_made>accepted', 'file_made>settled', 'file_made>rejected', 'handed_over>accepted',"
    " 'handed_over>settled', 'handed_over>rejected', 'unknown>handed_over', 'unknown>accepted', 'unknown>settled',"
    " 'unknown>rejected', 'accepted>settled', 'accepted>rejected', 'rejected>settled']"
)
PAYOUT_MOVES = (
    "ARRAY['draft>approved', 'draft>withdrawn', 'approved>sent', 'approved>unknown', 'approved>accepted',"
    " 'approved>settled', 'approved>rejected', 'sent>unknown', 'sent>accepted', 'sent>settled', 'sent>rejected',"
    " 'unknown>sent', 'unknown>accepted', 'unknown>settled', 'unknown>rejected', 'accepted>unknown',"
    " 'accepted>settled', 'accepted>rejected', 'settled>returned', 'rejected>settled']"
)
FEE_MOVES = (
    "ARRAY['draft>file_made', 'draft>withdrawn', 'file_made>handed_over', 'file_made>accepted', 'file_made>settled',"
    " 'file_made>rejected', 'handed_over>accepted', 'handed_over>settled', 'handed_over>rejected',"
    " 'accepted>settled', 'accepted>rejected']"
)

_RUN_SAYS = (
    "{0}.kind, {0}.period_end, {0}.weekly, {0}.content_hash, {0}.total_ore, {0}.count, {0}.message_id,"
    " {0}.public_id"
)
_FILE = "{0}.file, {0}.file_sha256, {0}.file_made_at, {0}.execution_date"
_SAYS = (
    "{0}.creditor_id, {0}.run_id, {0}.bankgiro, {0}.account, {0}.end_to_end_id, {0}.amount_ore, {0}.capital_ore,"
    " {0}.interest_ore, {0}.costs_ore, {0}.late_payment_ore, {0}.fee_ore, {0}.vat_ore, {0}.set_off_ore,"
    " {0}.refund_ore, {0}.refund_subledger_id, {0}.refund_entry_id, {0}.payee_name, {0}.payee_city"
)

TWO_PEOPLE = f"""
CREATE FUNCTION payouts_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF ({_RUN_SAYS.format("NEW")}) IS DISTINCT FROM ({_RUN_SAYS.format("OLD")}) THEN
    RAISE EXCEPTION 'payout run % says what two people read and never changes', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state NOT IN ('draft', 'approved') AND ({_FILE.format("NEW")}) IS DISTINCT FROM ({_FILE.format("OLD")}) THEN
    RAISE EXCEPTION 'payout run % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL ({RUN_MOVES}) THEN
    RAISE EXCEPTION 'payout run % cannot go from % to %', NEW.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND NEW.state IN ('approved', 'file_made') THEN
    SELECT count(DISTINCT a.staff_id) INTO people
      FROM payouts_approval a JOIN agency_staffmember s ON s.id = a.staff_id
     WHERE a.run_id = NEW.id AND a.content_hash = NEW.content_hash
       AND a.bankid_at >= a.at - interval '10 minutes' AND a.bankid_at <= a.at + interval '1 minute'
       AND (NEW.state = 'file_made' OR s.active AND s.roles && ARRAY['finance', 'administrator']::varchar[]);
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
"""

# What a payout says, how it may move, that its payee is sure, and that from unknown only evidence leads on.
FROZEN = f"""
CREATE FUNCTION payouts_payout_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({_SAYS.format("NEW")}) IS DISTINCT FROM ({_SAYS.format("OLD")}) THEN
    RAISE EXCEPTION 'payout % says what two people read and never changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state THEN
    PERFORM payouts_may_move(OLD, NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION payouts_may_move(was payouts_payout, now payouts_payout) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF was.state || '>' || now.state <> ALL ({PAYOUT_MOVES}) OR now.moved_at IS NULL THEN
    RAISE EXCEPTION 'payout % cannot go from % to %', now.id, was.state, now.state USING ERRCODE = 'check_violation';
  END IF;
  IF was.state = 'draft' AND now.state = 'approved' AND NOT EXISTS (
       SELECT FROM payouts_payoutrun WHERE id = now.run_id AND state = 'approved') THEN
    RAISE EXCEPTION 'payout % is of a run that two people have not approved', now.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF was.state = 'draft' AND now.state = 'approved' AND now.refund_ore = 0 AND (
       NOT EXISTS (SELECT FROM accounts_creditor c WHERE c.creditor_id = now.creditor_id AND c.bankgiro = now.bankgiro
                      AND c.signatory_confirmed_at IS NOT NULL AND c.bankgiro_confirmed_at IS NOT NULL)
       OR EXISTS (SELECT FROM accounts_bankgirochange b WHERE b.creditor_id = now.creditor_id
                     AND b.withdrawn_at IS NULL AND (b.confirmed_at IS NULL OR b.holds_until > now.moved_at))
       OR EXISTS (SELECT FROM payouts_hold h WHERE h.creditor_id = now.creditor_id AND h.released_at IS NULL
                     AND (h.last_day IS NULL
                          OR h.last_day >= (now.moved_at AT TIME ZONE 'Europe/Stockholm')::date))) THEN
    RAISE EXCEPTION 'payout % is held, or goes to a bankgiro that is not sure', now.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF was.state = 'unknown' AND NOT EXISTS (
       SELECT FROM payouts_bankword w
        WHERE w.creditor_id = now.creditor_id AND w.payout_id = now.id AND w.read_at >= was.moved_at
          AND now.state || '<' || w.outcome = ANY (ARRAY['sent<waiting', 'accepted<accepted', 'settled<debited',
                                                         'rejected<rejected']))
     AND NOT EXISTS (
       SELECT FROM payouts_decision d
        WHERE d.creditor_id = now.creditor_id AND d.payout_id = now.id AND d.confirmed_at >= was.moved_at
          AND now.state || '<' || d.verdict = ANY (ARRAY['accepted<will_pay', 'rejected<not_paid'])) THEN
    RAISE EXCEPTION 'payout % is unknown: only the bank, or two people, lead on', now.id
      USING ERRCODE = 'check_violation';
  END IF;
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
"""

# The withdrawal of the agency's fees.
FEES = f"""
CREATE FUNCTION payouts_fees_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people bigint;
BEGIN
  IF (NEW.period_end, NEW.bankgiro, NEW.fee_ore, NEW.vat_ore, NEW.total_ore, NEW.content_hash, NEW.message_id,
      NEW.end_to_end_id, NEW.public_id, NEW.execution_date)
     IS DISTINCT FROM (OLD.period_end, OLD.bankgiro, OLD.fee_ore, OLD.vat_ore, OLD.total_ore, OLD.content_hash,
      OLD.message_id, OLD.end_to_end_id, OLD.public_id, OLD.execution_date) THEN
    RAISE EXCEPTION 'fee transfer % says what two people read and never changes', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.file, NEW.file_sha256, NEW.file_made_at)
     IS DISTINCT FROM (OLD.file, OLD.file_sha256, OLD.file_made_at) THEN
    RAISE EXCEPTION 'fee transfer % is approved and no longer changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL ({FEE_MOVES}) THEN
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
CREATE TRIGGER two_people BEFORE UPDATE ON payouts_feetransfer
  FOR EACH ROW EXECUTE FUNCTION payouts_fees_two_people();
CREATE FUNCTION payouts_fees_begin_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' AND NOT (NEW.state = 'empty' AND NEW.total_ore = 0) THEN
    RAISE EXCEPTION 'a fee transfer begins as a draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begins_as_draft BEFORE INSERT ON payouts_feetransfer
  FOR EACH ROW EXECUTE FUNCTION payouts_fees_begin_as_draft();
"""


class Migration(migrations.Migration):
    """Two people, nothing changed after."""

    replaces = [
        ("payouts", "0003_late_payment"),
        ("payouts", "0004_fee_transfers"),
        ("payouts", "0005_ways_out"),
        ("payouts", "0006_credit_notes"),
    ]
    dependencies = [("payouts", "0002_walls"), ("accounts", "0002_walls")]

    operations = [migrations.RunSQL(TWO_PEOPLE), migrations.RunSQL(FROZEN), migrations.RunSQL(FEES)]
