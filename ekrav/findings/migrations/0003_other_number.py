"""Events about a person with an enskild firma, by its other number too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The number's hash, and the way to find it."""

    dependencies = [
        ("findings", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptevent",
            name="other_key",
            field=models.BinaryField(
                default=b"",
                help_text="of the same person's other number, as the owner of an enskild firma",
                max_length=33,
            ),
        ),
        migrations.AddIndex(
            model_name="keptevent",
            index=models.Index(fields=["other_key"], name="kept_event_other"),
        ),
    ]
