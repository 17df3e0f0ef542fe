"""Money that nobody had placed may be taken back by the bank."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0011_no_index_for_the_tenant")]

    operations = [
        migrations.AlterField(
            model_name="unmatchedpayment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("assigned", "Assigned"),
                    ("returned", "Returned"),
                    ("payout", "Payout"),
                    ("held", "Held"),
                    ("twin", "Twin"),
                    ("taken", "Taken"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
