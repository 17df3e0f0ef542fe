"""A dispute lapses when its case ends in another way than by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more outcome."""

    dependencies = [("cases", "0010_looked_up")]

    operations = [
        migrations.AlterField(
            model_name="dispute",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "Godtaget"),
                    ("partly", "Godtaget till en del"),
                    ("rejected", "Avvisat"),
                    ("lapsed", "Förfallet, ärendet avslutades"),
                ],
                max_length=10,
            ),
        ),
    ]
