"""The client funds may be short: what the agency has to pay in, and the transfer by which it does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_ways_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="dailyproof",
            name="short_ore",
            field=models.BigIntegerField(default=0, help_text="what the agency had to pay in"),
        ),
        migrations.AddField(
            model_name="topup",
            name="kind",
            field=models.CharField(
                choices=[("card", "Card"), ("short", "Short")], default="card", max_length=5
            ),
        ),
        migrations.AddConstraint(
            model_name="topup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bank_entry_id__isnull", True), ("kind", "short")),
                fields=("kind",),
                name="top_up_one_short",
            ),
        ),
    ]
