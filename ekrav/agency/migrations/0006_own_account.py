"""The agency's own account, where its fees go: never the client funds'."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0005_months"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="own_bankgiro",
            field=models.CharField(
                blank=True,
                help_text="where its fees go; empty: they stay among the client funds",
                max_length=8,
                verbose_name="Byråns eget bankgiro",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("own_bankgiro", ""),
                    models.Q(("own_bankgiro", models.F("client_funds_bankgiro")), _negated=True),
                    _connector="OR",
                ),
                name="agency_own_money_apart",
                violation_error_message="Byråns eget bankgiro får inte vara klientmedlens.",
            ),
        ),
    ]
