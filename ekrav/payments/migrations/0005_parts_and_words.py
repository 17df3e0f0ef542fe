"""A payment may be split over several cases; money owed back is used on another debt only by the payer's word."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_more_accounts"),
        ("payments", "0004_daily_proof"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayersWord",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="word",
                        serialize=False,
                        to="payments.bankentry",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("phone", "Telefon"), ("mail", "E-post"), ("letter", "Brev")], max_length=10
                    ),
                ),
                ("said_on", models.DateField()),
                ("said", models.CharField(blank=True, help_text="erasable", max_length=500)),
                ("recorded_by", models.BigIntegerField(help_text="the staff member")),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="payment",
            name="part",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="payment",
            name="bank_entry_id",
            field=models.BigIntegerField(),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(fields=["case_number"], name="reference_case_number"),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                django.db.models.functions.text.Upper("invoice_number"), name="reference_invoice_number"
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                django.db.models.functions.text.Upper("debtor_label"), name="reference_debtor"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("bank_entry_id", "part"), name="payment_part_once"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part__lte", 1)), fields=("bank_entry_id",), name="payment_entry_once"
            ),
        ),
        # What was said is personal data: it can be blanked when its time is over, and nothing else of the row changes.
        AgencyTable("payments_payersword", update=("said",)),
    ]
