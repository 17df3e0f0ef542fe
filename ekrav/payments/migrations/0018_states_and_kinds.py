"""What waits has no end yet, what has ended waits no more, and a transfer is of a kind that there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0017_what_still_moves")]

    operations = [
        migrations.AddConstraint(
            model_name="unmatchedpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["open", "held"], resolved_at__isnull=True)
                | models.Q(
                    state__in=["assigned", "returned", "payout", "twin", "taken"], resolved_at__isnull=False
                ),
                name="unmatched_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="topup",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=["card", "short"]), name="top_up_kind"
            ),
        ),
    ]
