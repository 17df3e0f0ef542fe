"""A yes to an instalment plan names what the plan costs in all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What a notice's amount may be."""

    dependencies = [("cases", "0011_dispute_lapses")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="amount_ore",
            field=models.BigIntegerField(
                help_text="the disputed part, what was paid, or the accepted plan's total", null=True
            ),
        ),
    ]
