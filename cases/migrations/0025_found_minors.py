"""An index by which cases whose letters were held for a minor are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more small index of held letters."""

    dependencies = [("cases", "0024_to_be_tried")]

    operations = [
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("facts__stops__icontains", "minor"), ("kind", "held")),
                fields=["case"],
                name="event_minor",
            ),
        ),
    ]
