"""Due work is found creditor by creditor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_final_notice"),
        ("ledger", "0003_more_accounts"),
        ("payments", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_due",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("next_date__isnull", False)),
                fields=["creditor", "next_date", "id"],
                name="case_due",
            ),
        ),
    ]
