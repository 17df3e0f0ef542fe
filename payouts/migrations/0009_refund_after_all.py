"""A refund that was rejected, sent anew and then paid all the same is settled twice, as the bank's book has it.

The index that lets one at a time be on its way no longer counts those that are settled; a trigger lets nobody draft
another when one has gone.
"""

from django.db import migrations, models

GONE = """
CREATE FUNCTION payouts_refund_of_an_entry_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM payouts_payout WHERE refund_entry_id = NEW.refund_entry_id
              AND state NOT IN ('withdrawn', 'rejected', 'returned')) THEN
    RAISE EXCEPTION 'what entry % brought has gone back, or is on its way', NEW.refund_entry_id
      USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_of_an_entry_gone BEFORE INSERT ON payouts_payout
  FOR EACH ROW WHEN (NEW.refund_entry_id IS NOT NULL) EXECUTE FUNCTION payouts_refund_of_an_entry_gone();
"""
BACK = """
DROP TRIGGER refund_of_an_entry_gone ON payouts_payout;
DROP FUNCTION payouts_refund_of_an_entry_gone();
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0008_what_is_not_at_rest")]

    operations = [
        migrations.RemoveConstraint("payout", "refund_of_an_entry_once"),
        migrations.AddConstraint(
            "payout",
            models.UniqueConstraint(
                fields=("refund_entry",),
                condition=models.Q(refund_entry__isnull=False)
                & ~models.Q(state__in=["withdrawn", "rejected", "returned", "settled"]),
                name="refund_of_an_entry_once",
            ),
        ),
        migrations.RunSQL(GONE, reverse_sql=BACK),
    ]
