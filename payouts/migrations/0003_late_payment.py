"""Late payment compensation has a column of its own in a payout, and never changes either once it was drafted."""

from django.db import migrations, models

_SAYS = (
    "{0}.creditor_id, {0}.run_id, {0}.bankgiro, {0}.end_to_end_id, {0}.amount_ore, {0}.capital_ore, {0}.interest_ore,"
    " {0}.costs_ore, {0}.late_payment_ore, {0}.fee_ore, {0}.vat_ore, {0}.set_off_ore, {0}.payee_name, {0}.payee_city"
)

FROZEN = f"""
CREATE OR REPLACE FUNCTION payouts_payout_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({_SAYS.format("NEW")}) IS DISTINCT FROM ({_SAYS.format("OLD")}) THEN
    RAISE EXCEPTION 'payout % says what two people read and never changes', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """The columns, the sum with them, and the trigger that freezes them."""

    dependencies = [("payouts", "0002_walls")]

    operations = [
        migrations.AddField("payout", "late_payment_ore", models.BigIntegerField(default=0)),
        migrations.AddField("payoutline", "late_payment_ore", models.BigIntegerField(default=0)),
        migrations.RemoveConstraint("payout", "payout_adds_up"),
        migrations.AddConstraint(
            "payout",
            models.CheckConstraint(
                condition=models.Q(
                    amount_ore=models.F("capital_ore")
                    + models.F("interest_ore")
                    + models.F("costs_ore")
                    + models.F("late_payment_ore")
                    - models.F("fee_ore")
                    - models.F("vat_ore")
                    - models.F("set_off_ore")
                ),
                name="payout_adds_up",
            ),
        ),
        migrations.RunSQL(FROZEN),
    ]
