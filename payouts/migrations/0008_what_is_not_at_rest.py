"""What still moves, waits or contradicts is found by an index, however much has been paid and written before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payouts", "0007_no_index_for_the_tenant")]

    operations = [
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(
                fields=["state"],
                name="payout_not_at_rest",
                condition=models.Q(
                    state__in=["approved", "sent", "accepted", "unknown", "rejected", "returned"]
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="settlementnote",
            index=models.Index(
                fields=["number"], name="note_to_render", condition=models.Q(rendered_at__isnull=True)
            ),
        ),
        migrations.AddIndex(
            model_name="settlementnote",
            index=models.Index(
                fields=["number"], name="note_to_mail", condition=models.Q(mailed_at__isnull=True)
            ),
        ),
        migrations.AddIndex(
            model_name="bankword",
            index=models.Index(
                fields=["id"],
                name="bank_word_contradicts",
                condition=models.Q(contradicts=True, handled_at__isnull=True),
            ),
        ),
    ]
