"""Payments are applied one creditor's after another's, so that many are applied together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_files_in_pieces"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="payment",
            name="payment_to_apply",
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("applied_at__isnull", True)),
                fields=["creditor", "id"],
                name="payment_to_apply",
            ),
        ),
    ]
