"""The agency's repaid outlays leave the client funds with its fees."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What of a withdrawal is outlays; the sum adds up with them."""

    dependencies = [
        ("payouts", "0003_two_people"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="feetransfer", name="fee_transfer_adds_up"),
        migrations.AddField(
            model_name="feetransfer",
            name="outlay_ore",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="feeshare",
            name="outlay_ore",
            field=models.BigIntegerField(default=0, help_text="laid out at Kronofogden, and repaid"),
        ),
        migrations.AddConstraint(
            model_name="feetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_ore", models.F("fee_ore") + models.F("vat_ore") + models.F("outlay_ore")),
                    models.Q(("state", "empty"), ("total_ore__gt", 0), _connector="OR"),
                ),
                name="fee_transfer_adds_up",
            ),
        ),
    ]
