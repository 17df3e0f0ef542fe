"""Letters that came back are found by an index, and the router may tell which kind they are and whether they count."""

from django.db import migrations, models

MAY_BE_TOLD = "GRANT SELECT (kind, void) ON letters_dispatch TO ekrav_routing"


class Migration(migrations.Migration):
    """What is asked about letters in return."""

    dependencies = [
        ("letters", "0005_by_hand"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state", "returned"), ("void", False)),
                fields=["id"],
                name="dispatch_came_back",
            ),
        ),
        migrations.RunSQL(MAY_BE_TOLD, reverse_sql=migrations.RunSQL.noop),
    ]
