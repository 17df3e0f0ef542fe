"""A mail that comes back is found by what its Message-ID begins with; the router may look for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns, and the router's right to one of them."""

    dependencies = [
        ("outbox", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="parcel",
            name="bounced_at",
            field=models.DateTimeField(help_text="when the receiver's server had sent it back", null=True),
        ),
        migrations.AddField(
            model_name="parcel",
            name="message_digest",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="what its Message-ID begins with: bounces name it",
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="parcel",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sending", "Sending"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("bounced", "Bounced"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.RunSQL(
            "GRANT SELECT (message_digest) ON outbox_parcel TO ekrav_routing", migrations.RunSQL.noop
        ),
    ]
