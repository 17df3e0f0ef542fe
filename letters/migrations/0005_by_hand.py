"""Letters that a person posts: in no print job, and the router may tell them from the others."""

from django.db import migrations, models

MAY_BE_TOLD = "GRANT SELECT (by_hand) ON letters_dispatch TO ekrav_routing"


class Migration(migrations.Migration):
    """Whether a letter goes by hand is decided when it is composed, and never changes."""

    dependencies = [("letters", "0004_plain_letters"), ("tenancy", "0002_walls")]

    operations = [
        migrations.RemoveConstraint(model_name="dispatch", name="letter_leaves_in_a_print_job"),
        migrations.AddField(
            model_name="dispatch",
            name="by_hand",
            field=models.BooleanField(
                default=False, help_text="never in a print job: a person posts it and says on which day"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["composed", "rendered", "cancelled"]),
                    ("print_job__isnull", False),
                    ("by_hand", True),
                    _connector="OR",
                ),
                name="letter_leaves_in_a_print_job",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_hand", False), ("print_job__isnull", True), _connector="OR"),
                name="letter_by_hand_is_in_no_job",
            ),
        ),
        migrations.RunSQL(MAY_BE_TOLD, reverse_sql=migrations.RunSQL.noop),
    ]
