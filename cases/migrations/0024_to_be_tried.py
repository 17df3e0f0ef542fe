"""A claim under surveillance that is to be tried or dropped, and the way back from it to a title."""

from django.db import migrations, models

# As in 0019, with the way back to a title.
MOVES = """
CREATE OR REPLACE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places constant text[] := ARRAY['registered', 'reminded', 'demanded', 'final_notice', 'awaiting_decision', 'decided',
    'payment_order', 'order_disputed', 'court', 'titled', 'enforcement', 'surveillance'];
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
      ('decided', 'surveillance'), ('titled', 'surveillance'), ('surveillance', 'awaiting_decision'),
      ('surveillance', 'titled'),
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


class Migration(migrations.Migration):
    """The creditor's day, what a debtor may say, and the moves once more."""

    dependencies = [
        ("cases", "0023_debtors_papers"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="surveillance",
            name="answer_by",
            field=models.DateField(
                help_text="the debtor wants the claim tried: the creditor's last day to sue or to drop it",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispute", "Bestrider kravet"),
                    ("paid", "Säger sig ha betalat"),
                    ("respite", "Ber om anstånd"),
                    ("plan", "Vill betala i delar"),
                    ("no_letters", "Vill inte ha fler brev: pröva kravet eller lägg ned det"),
                    ("message", "Meddelande"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="surveillance",
            index=models.Index(
                condition=models.Q(("answer_by__isnull", False)),
                fields=["answer_by"],
                name="surveillance_answer_by",
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (answer_by) ON cases_surveillance TO ekrav_creditor, ekrav_agency",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop),
    ]
