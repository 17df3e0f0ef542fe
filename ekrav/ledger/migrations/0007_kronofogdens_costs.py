"""What Kronofogden costs: the debtor's part claims for it, and what the agency has laid out for creditors."""

from django.db import migrations, models

CHART = """
INSERT INTO ledger_chartaccount (code, side, keeps) VALUES
  ('agency_outlays', 'credit', ''), ('claim_outlay', 'debit', 'case'), ('claim_agent', 'debit', 'case');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_ways_in"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="line",
            name="line_in_chart",
        ),
        migrations.AlterField(
            model_name="checkpoint",
            name="account",
            field=models.CharField(
                choices=[
                    ("client_funds", "Klientmedel på bank"),
                    ("payments_in_transit", "Betalningar på väg"),
                    ("payments_to_apply", "Betalningar att avräkna"),
                    ("due_capital", "Att redovisa, kapital"),
                    ("due_interest", "Att redovisa, ränta"),
                    ("due_costs", "Att redovisa, kostnader"),
                    ("due_late_payment", "Att redovisa, förseningsersättning"),
                    ("owed_to_payer", "Att återbetala"),
                    ("creditor_owes", "Borgenären är skyldig"),
                    ("agency_outlays", "Byråns utlägg"),
                    ("agency_fees", "Byråns avgifter"),
                    ("agency_vat", "Moms på byråns avgifter"),
                    ("payouts_in_transit", "Utbetalningar på väg"),
                    ("fees_in_transit", "Avgifter på väg till byrån"),
                    ("unmatched", "Oplacerade betalningar"),
                    ("claim_outlay", "Fordran, utlägg hos Kronofogden"),
                    ("claim_agent", "Fordran, ombud hos Kronofogden"),
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
        migrations.AlterField(
            model_name="line",
            name="account",
            field=models.CharField(
                choices=[
                    ("client_funds", "Klientmedel på bank"),
                    ("payments_in_transit", "Betalningar på väg"),
                    ("payments_to_apply", "Betalningar att avräkna"),
                    ("due_capital", "Att redovisa, kapital"),
                    ("due_interest", "Att redovisa, ränta"),
                    ("due_costs", "Att redovisa, kostnader"),
                    ("due_late_payment", "Att redovisa, förseningsersättning"),
                    ("owed_to_payer", "Att återbetala"),
                    ("creditor_owes", "Borgenären är skyldig"),
                    ("agency_outlays", "Byråns utlägg"),
                    ("agency_fees", "Byråns avgifter"),
                    ("agency_vat", "Moms på byråns avgifter"),
                    ("payouts_in_transit", "Utbetalningar på väg"),
                    ("fees_in_transit", "Avgifter på väg till byrån"),
                    ("unmatched", "Oplacerade betalningar"),
                    ("claim_outlay", "Fordran, utlägg hos Kronofogden"),
                    ("claim_agent", "Fordran, ombud hos Kronofogden"),
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
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "account__in",
                        [
                            "client_funds",
                            "payments_in_transit",
                            "payments_to_apply",
                            "due_capital",
                            "due_interest",
                            "due_costs",
                            "due_late_payment",
                            "owed_to_payer",
                            "creditor_owes",
                            "agency_outlays",
                            "agency_fees",
                            "agency_vat",
                            "payouts_in_transit",
                            "fees_in_transit",
                            "unmatched",
                            "claim_outlay",
                            "claim_agent",
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
        migrations.RunSQL(CHART),
    ]
