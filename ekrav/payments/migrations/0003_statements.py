"""What the bank says was on the account, kept for comparison; the numbers of its notices; the lines of its entries."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable, AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=40)),
                ("sequence", models.BigIntegerField()),
                ("day", models.DateField(help_text="the bank's day of making it")),
            ],
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=40)),
                (
                    "statement_id",
                    models.CharField(help_text="the bank's own id of the statement", max_length=35),
                ),
                (
                    "sequence",
                    models.BigIntegerField(
                        help_text="the bank's own number, when it numbers them", null=True
                    ),
                ),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                ("opening_ore", models.BigIntegerField()),
                ("credit_ore", models.BigIntegerField()),
                ("debit_ore", models.BigIntegerField()),
                ("closing_ore", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="StatementEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                (
                    "direction",
                    models.CharField(choices=[("CRDT", "Credit"), ("DBIT", "Debit")], max_length=4),
                ),
                ("reversal", models.BooleanField(default=False)),
                ("amount_ore", models.BigIntegerField()),
                ("booked_date", models.DateField()),
                ("bank_reference", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.AddField(
            model_name="bankentry",
            name="entry_reference",
            field=models.CharField(
                blank=True,
                help_text="the bank's reference of the line the payment stands in, if any",
                max_length=35,
            ),
        ),
        migrations.AddIndex(
            model_name="bankentry",
            index=models.Index(
                condition=models.Q(("entry_reference", ""), _negated=True),
                fields=["entry_reference"],
                name="bank_entry_line",
            ),
        ),
        migrations.AddField(
            model_name="banknotice",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="payments.bankfile"
            ),
        ),
        migrations.AddField(
            model_name="bankstatement",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="payments.bankfile"
            ),
        ),
        migrations.AddField(
            model_name="statemententry",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="payments.bankstatement",
            ),
        ),
        migrations.AddConstraint(
            model_name="banknotice",
            constraint=models.UniqueConstraint(
                fields=("file", "account", "sequence"), name="bank_notice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="banknotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("sequence__gte", 0)), name="bank_notice_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(fields=("account", "to_date"), name="bank_statement_last_day"),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(
                fields=("account", "from_date"), name="bank_statement_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(
                models.F("account"),
                django.db.models.functions.datetime.ExtractYear("to_date"),
                models.F("sequence"),
                condition=models.Q(("sequence__isnull", False)),
                name="bank_statement_sequence",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_date__lte", models.F("to_date"))), name="bank_statement_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("credit_ore__gte", 0),
                    ("debit_ore__gte", 0),
                    (
                        "closing_ore",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("opening_ore"), "+", models.F("credit_ore")
                            ),
                            "-",
                            models.F("debit_ore"),
                        ),
                    ),
                ),
                name="bank_statement_adds_up",
            ),
        ),
        migrations.AddIndex(
            model_name="statemententry",
            index=models.Index(fields=["bank_reference"], name="statement_entry_reference"),
        ),
        migrations.AddConstraint(
            model_name="statemententry",
            constraint=models.UniqueConstraint(fields=("statement", "ordinal"), name="statement_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="statemententry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="statement_entry_positive"
            ),
        ),
        AgencyTable("payments_banknotice", update=False),
        AppendOnly("payments_banknotice"),
        AgencyTable("payments_bankstatement", update=False),
        AppendOnly("payments_bankstatement"),
        AgencyTable("payments_statemententry", update=False),
        AppendOnly("payments_statemententry"),
    ]
