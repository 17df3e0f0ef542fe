"""A case that comes back to a step: it is asked about anew, and a demand that came back may be sent again."""

from django.db import migrations, models

# As in 0013, with the way back from the creditor's choice to a letter that nobody has had.
MOVES = """
CREATE OR REPLACE FUNCTION cases_moves_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places constant text[] := ARRAY['registered', 'reminded', 'demanded', 'final_notice', 'awaiting_decision', 'decided'];
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
    """One question for each last day to pay; the moves once more; indexes for the queue of debtors."""

    dependencies = [
        ("cases", "0014_applied_anew_and_most_waiting"),
        ("ledger", "0003_more_accounts"),
        ("letters", "0004_plain_letters"),
        ("payments", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(MOVES, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="question",
            name="question_once_a_step",
        ),
        migrations.AddField(
            model_name="question",
            name="given_until",
            field=models.DateField(
                help_text="the last day to pay that the debtor had been given when it was asked", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("facts__stops__icontains", "name_differs"), ("kind", "held")),
                fields=["case"],
                name="event_name_differs",
            ),
        ),
        migrations.AddIndex(
            model_name="debtor",
            index=models.Index(
                condition=models.Q(("register_word__in", ["unknown", "protected", "deceased", "not_active"])),
                fields=["id"],
                name="debtor_not_as_invoiced",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", ""), _negated=True),
                fields=("creditor", "case", "step", "given_until"),
                name="question_once_a_step",
                nulls_distinct=False,
            ),
        ),
    ]
