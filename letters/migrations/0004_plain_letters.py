"""Letters that tell of something may go as often as it happens; one posted too late to count may be written again."""

from django.db import migrations, models

MAY_BE_VOID = "GRANT UPDATE (void) ON letters_dispatch TO ekrav_creditor, ekrav_agency"


class Migration(migrations.Migration):
    """A kind once a case holds for the letters that claim the debt, and not for those that are void."""

    dependencies = [("letters", "0003_frozen_letters")]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="void",
            field=models.BooleanField(
                default=False, help_text="posted too late to give its time: counts as not sent"
            ),
        ),
        migrations.RemoveConstraint(model_name="dispatch", name="letter_kind_once"),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                fields=["creditor", "case_number", "kind"],
                name="letter_kind_once",
                condition=models.Q(kind__in=["demand", "final_notice", "reminder"], void=False)
                & ~models.Q(state__in=["cancelled", "returned"]),
            ),
        ),
        migrations.RunSQL(MAY_BE_VOID, reverse_sql=migrations.RunSQL.noop),
    ]
