"""Whether a case ends with a last letter is settled when it is registered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_acts_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="final_notice",
            field=models.BooleanField(
                default=False,
                help_text="the creditor wanted a last letter before the decision when it was registered",
            ),
        ),
    ]
