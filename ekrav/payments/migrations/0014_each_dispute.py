"""Each lost dispute is kept by its own id: a payment may have several. What was set aside has not been noted."""

from django.db import migrations, models

# What had been noted is noted once more: that changes nothing.
SET_ASIDE = (
    "UPDATE payments_lostdispute SET set_aside_at = noted_at, noted_at = NULL WHERE noted_at IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0013_refused_seen_to")]

    operations = [
        migrations.AddField(
            model_name="lostdispute",
            name="dispute",
            field=models.CharField(
                blank=True, default="", help_text='"" of one kept before ids were', max_length=120
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lostdispute", name="set_aside_at", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="lostdispute",
            name="payment_reference",
            field=models.CharField(
                blank=True, help_text='"": the provider does not say of which payment', max_length=120
            ),
        ),
        migrations.RunSQL(SET_ASIDE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="lostdispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dispute", ""), _negated=True), fields=("dispute",), name="dispute_once"
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (set_aside_at) ON payments_lostdispute TO ekrav_agency", migrations.RunSQL.noop
        ),
    ]
