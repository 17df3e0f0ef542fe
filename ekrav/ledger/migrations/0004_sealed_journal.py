"""The chart's normal sides, reversals as mirror images, and the sealed journal with its checkpoints.

A reversal has its original's lines with the signs turned, no more and no fewer, and is never reversed itself. That an
entry is reversed once is a unique key since the first migration.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable, AppendOnly

# Whatever scope posts reads the chart's rows in a proof or on a page; nobody writes them.
CHART = """
INSERT INTO ledger_chartaccount (code, side, keeps) VALUES
  ('client_funds', 'debit', ''), ('payments_to_apply', 'credit', 'case'), ('due_capital', 'credit', ''),
  ('due_interest', 'credit', ''), ('due_costs', 'credit', ''), ('due_late_payment', 'credit', ''),
  ('owed_to_payer', 'credit', 'book'), ('creditor_owes', 'debit', ''), ('agency_fees', 'credit', ''),
  ('agency_vat', 'credit', ''), ('payouts_in_transit', 'credit', 'book'), ('fees_in_transit', 'credit', ''),
  ('unmatched', 'credit', 'book'), ('claim_capital', 'debit', 'case'), ('claim_interest', 'debit', 'case'),
  ('claim_reminder', 'debit', 'case'), ('claim_demand', 'debit', 'case'), ('claim_plan', 'debit', 'case'),
  ('claim_late_payment', 'debit', 'case'), ('claims', 'credit', '');
GRANT SELECT ON ledger_chartaccount TO ekrav_staff, ekrav_agency, ekrav_creditor;
"""

# What is not sealed is found by the transaction that posted it: older than any that still runs, newer than the last.
UNSEALED = "CREATE INDEX ledger_entry_posted_xid ON ledger_entry (posted_xid)"

MIRRORED = """
CREATE FUNCTION ledger_reversal_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_entry WHERE creditor_id = NEW.creditor_id AND id = NEW.reverses_id
                AND reverses_id IS NOT NULL) THEN
    RAISE EXCEPTION 'ledger entry % reverses a reversal', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT account, subledger_id, -amount_ore AS ore, 1 AS side FROM ledger_line
       WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.id
      UNION ALL
      SELECT account, subledger_id, amount_ore, -1 FROM ledger_line
       WHERE creditor_id = NEW.creditor_id AND entry_id = NEW.reverses_id
    ) both_of_them GROUP BY account, subledger_id, ore HAVING sum(side) <> 0) THEN
    RAISE EXCEPTION 'ledger entry % does not mirror what it reverses', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reversal_mirrors AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger_reversal_mirrors();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_more_accounts"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChartAccount",
            fields=[
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("side", models.CharField(choices=[("debit", "Debet"), ("credit", "Kredit")], max_length=6)),
                (
                    "keeps",
                    models.CharField(
                        blank=True,
                        choices=[("", "Nej"), ("case", "Per ärende"), ("book", "Per bok")],
                        max_length=4,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("creditor_id", models.BigIntegerField(help_text="whose book")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("client_funds", "Klientmedel på bank"),
                            ("payments_to_apply", "Betalningar att avräkna"),
                            ("due_capital", "Att redovisa, kapital"),
                            ("due_interest", "Att redovisa, ränta"),
                            ("due_costs", "Att redovisa, kostnader"),
                            ("due_late_payment", "Att redovisa, förseningsersättning"),
                            ("owed_to_payer", "Att återbetala"),
                            ("creditor_owes", "Borgenären är skyldig"),
                            ("agency_fees", "Byråns avgifter"),
                            ("agency_vat", "Moms på byråns avgifter"),
                            ("payouts_in_transit", "Utbetalningar på väg"),
                            ("fees_in_transit", "Avgifter på väg till byrån"),
                            ("unmatched", "Oplacerade betalningar"),
                            ("claim_capital", "Fordran, kapital"),
                            ("claim_interest", "Fordran, ränta"),
                            ("claim_reminder", "Fordran, påminnelse"),
                            ("claim_demand", "Fordran, inkassokrav"),
                            ("claim_plan", "Fordran, amorteringsplan"),
                            ("claim_late_payment", "Fordran, förseningsersättning"),
                            ("claims", "Fordringar under indrivning"),
                        ],
                        max_length=20,
                    ),
                ),
                ("balance_ore", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DaySeal",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                (
                    "position",
                    models.BigIntegerField(help_text="the last link of the chain then; 0 when it was empty"),
                ),
                ("head", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="SealedEntry",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("digest", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="line",
            name="line_in_chart",
        ),
        migrations.AlterField(
            model_name="line",
            name="account",
            field=models.CharField(
                choices=[
                    ("client_funds", "Klientmedel på bank"),
                    ("payments_to_apply", "Betalningar att avräkna"),
                    ("due_capital", "Att redovisa, kapital"),
                    ("due_interest", "Att redovisa, ränta"),
                    ("due_costs", "Att redovisa, kostnader"),
                    ("due_late_payment", "Att redovisa, förseningsersättning"),
                    ("owed_to_payer", "Att återbetala"),
                    ("creditor_owes", "Borgenären är skyldig"),
                    ("agency_fees", "Byråns avgifter"),
                    ("agency_vat", "Moms på byråns avgifter"),
                    ("payouts_in_transit", "Utbetalningar på väg"),
                    ("fees_in_transit", "Avgifter på väg till byrån"),
                    ("unmatched", "Oplacerade betalningar"),
                    ("claim_capital", "Fordran, kapital"),
                    ("claim_interest", "Fordran, ränta"),
                    ("claim_reminder", "Fordran, påminnelse"),
                    ("claim_demand", "Fordran, inkassokrav"),
                    ("claim_plan", "Fordran, amorteringsplan"),
                    ("claim_late_payment", "Fordran, förseningsersättning"),
                    ("claims", "Fordringar under indrivning"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["booked_date"], name="entry_booked_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "account__in",
                        [
                            "client_funds",
                            "payments_to_apply",
                            "due_capital",
                            "due_interest",
                            "due_costs",
                            "due_late_payment",
                            "owed_to_payer",
                            "creditor_owes",
                            "agency_fees",
                            "agency_vat",
                            "payouts_in_transit",
                            "fees_in_transit",
                            "unmatched",
                            "claim_capital",
                            "claim_interest",
                            "claim_reminder",
                            "claim_demand",
                            "claim_plan",
                            "claim_late_payment",
                            "claims",
                        ],
                    )
                ),
                name="line_in_chart",
            ),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="seal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checkpoints", to="ledger.dayseal"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1)), name="sealed_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpoint",
            constraint=models.UniqueConstraint(
                fields=("seal", "creditor_id", "account"), name="checkpoint_once"
            ),
        ),
        migrations.RunSQL(CHART),
        AppendOnly("ledger_chartaccount"),
        migrations.RunSQL(UNSEALED),
        migrations.RunSQL(MIRRORED),
        AgencyTable("ledger_sealedentry", update=False),
        AppendOnly("ledger_sealedentry"),
        AgencyTable("ledger_dayseal", update=False),
        AppendOnly("ledger_dayseal"),
        AgencyTable("ledger_checkpoint", update=False),
        AppendOnly("ledger_checkpoint"),
    ]
