"""A case's fee in a note may be credited by part: each credit says how much, and together they are no more than it."""

from django.db import migrations, models

# Nobody but a migration changes what was credited; what lies there was credited whole.
WHOLE = """
ALTER TABLE payouts_creditedline DISABLE TRIGGER append_only;
UPDATE payouts_creditedline c SET fee_ore = l.fee_ore, vat_ore = l.vat_ore
  FROM payouts_payoutline l WHERE l.id = c.line_id;
ALTER TABLE payouts_creditedline ENABLE TRIGGER append_only;
"""

NO_MORE = """
CREATE FUNCTION payouts_credited_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fee_left bigint; vat_left bigint;
BEGIN
  SELECT l.fee_ore - coalesce(sum(c.fee_ore), 0), l.vat_ore - coalesce(sum(c.vat_ore), 0) INTO fee_left, vat_left
    FROM payouts_payoutline l LEFT JOIN payouts_creditedline c ON c.line_id = l.id AND c.creditor_id = l.creditor_id
   WHERE l.id = NEW.line_id AND l.creditor_id = NEW.creditor_id GROUP BY l.id, l.fee_ore, l.vat_ore;
  IF NEW.fee_ore > fee_left OR NEW.vat_ore > vat_left THEN
    RAISE EXCEPTION 'of line % only % and % are left to credit', NEW.line_id, fee_left, vat_left
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER credited_no_more BEFORE INSERT ON payouts_creditedline
  FOR EACH ROW EXECUTE FUNCTION payouts_credited_no_more();
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0005_fees_after_all")]

    operations = [
        migrations.AddField(
            "creditedline", "fee_ore", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "creditedline", "vat_ore", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.RunSQL(WHOLE, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveConstraint("creditedline", "line_credited_once"),
        migrations.AddConstraint(
            "creditedline",
            models.UniqueConstraint(fields=("creditor", "note", "line"), name="line_credited_once_a_note"),
        ),
        migrations.RunSQL(NO_MORE, reverse_sql=migrations.RunSQL.noop),
    ]
