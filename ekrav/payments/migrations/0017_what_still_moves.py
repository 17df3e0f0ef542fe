"""What still moves, stands still or is in doubt is found by an index, however much has been paid before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0016_came_back")]

    operations = [
        migrations.RemoveIndex(model_name="instruction", name="instruction_on_its_way"),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                fields=["reference"],
                name="instruction_on_its_way",
                condition=models.Q(
                    state="paid", bank_entry_id__isnull=True, fell_at__isnull=True, top_up__isnull=True
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                fields=["id"],
                name="instruction_going_back",
                condition=models.Q(refund_of__isnull=False, state__in=["created", "sent", "unknown"]),
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                fields=["id"], name="instruction_unknown", condition=models.Q(state="unknown")
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                fields=["id"], name="instruction_in_part", condition=models.Q(problem="DISPUTED_IN_PART")
            ),
        ),
    ]
