"""The daily proof of the client funds: written once, read by staff, never changed."""

import django.db.models.expressions
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyProof",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("holds", "Stämmer"),
                            ("differs", "Stämmer inte"),
                            ("no_statement", "Inget kontoutdrag"),
                        ],
                        max_length=12,
                    ),
                ),
                ("proven_at", models.DateTimeField()),
                (
                    "bank_ore",
                    models.BigIntegerField(
                        help_text="the bank's closing balance; null without a statement", null=True
                    ),
                ),
                (
                    "book_ore",
                    models.BigIntegerField(help_text="the book's client funds at the end of the day"),
                ),
                ("creditors_ore", models.BigIntegerField(help_text="owed to creditors, less what they owe")),
                ("payers_ore", models.BigIntegerField(help_text="paid too much, owed to whoever paid")),
                ("unmatched_ore", models.BigIntegerField()),
                (
                    "fees_ore",
                    models.BigIntegerField(help_text="the agency's fees and their VAT, not withdrawn"),
                ),
                (
                    "payouts_ore",
                    models.BigIntegerField(
                        help_text="payouts in transit: approved, not yet drawn by the bank"
                    ),
                ),
                ("fees_in_transit_ore", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["day", "id"], name="daily_proof_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "book_ore",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("creditors_ore"), "+", models.F("payers_ore")
                                                ),
                                                "+",
                                                models.F("unmatched_ore"),
                                            ),
                                            "+",
                                            models.F("fees_ore"),
                                        ),
                                        "+",
                                        models.F("payouts_ore"),
                                    ),
                                    "+",
                                    models.F("fees_in_transit_ore"),
                                ),
                            )
                        ),
                        name="daily_proof_shared_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bank_ore__isnull", True), ("state", "no_statement")),
                            models.Q(("bank_ore", models.F("book_ore")), ("state", "holds")),
                            models.Q(
                                ("bank_ore__isnull", False),
                                ("state", "differs"),
                                models.Q(("bank_ore", models.F("book_ore")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="daily_proof_says_what_is",
                    ),
                ],
            },
        ),
        AgencyTable("payments_dailyproof", update=False),
        AppendOnly("payments_dailyproof"),
    ]
