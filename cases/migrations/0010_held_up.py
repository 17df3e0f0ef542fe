"""What cannot be made, and what was not taken on its day, are each found by an index."""

from django.db import migrations, models

FOR_A_PERSON = r"\m(no_address|nothing_owed|barred|incomplete|unprintable|no_report|not_an_application)\M"


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_joint_debtors")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["next_date"], name="case_overdue", condition=models.Q(next_date__isnull=False)
            ),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                fields=["case"],
                name="event_for_a_person",
                condition=models.Q(kind="held", facts__stops__regex=FOR_A_PERSON),
            ),
        ),
    ]
