"""What two people have decided of a payout is not refused as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payouts", "0010_refunds_of_an_entry")]

    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(refused_at__isnull=True) | models.Q(confirmed_at__isnull=True),
                name="decided_one_way",
            ),
        ),
    ]
