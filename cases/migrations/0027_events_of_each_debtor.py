"""How far the registers' events have been done for each debtor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column of those who owe."""

    dependencies = [("cases", "0026_most_papers")]

    operations = [
        migrations.AddField(
            model_name="debtor",
            name="events_taken",
            field=models.BigIntegerField(
                default=0, help_text="the last kept event of a register that was done in its open cases"
            ),
        ),
    ]
