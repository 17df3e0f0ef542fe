"""A row of the law may count months: how long a verdict may be reopened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agency", "0004_raterow")]

    operations = [
        migrations.RemoveConstraint(model_name="raterow", name="rate_row_words_known"),
        migrations.AddConstraint(
            model_name="raterow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mark__in", ["V", "V2", "M", "D", "U", "S"]),
                    ("unit__in", ["kronor", "percent", "days", "bank days", "months", "years", "order"]),
                ),
                name="rate_row_words_known",
            ),
        ),
    ]
