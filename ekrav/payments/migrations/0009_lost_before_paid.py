"""A card payment that went back before it was known to be paid is kept until it is."""

from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_payer")]

    operations = [
        migrations.CreateModel(
            name="LostDispute",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("payment_reference", models.CharField(max_length=120, unique=True)),
                ("amount_ore", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("heard_at", models.DateTimeField()),
                ("noted_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(noted_at__isnull=True),
                        fields=["payment_reference"],
                        name="dispute_to_note",
                    )
                ],
            },
        ),
        AgencyTable("payments_lostdispute", read=("ekrav_routing",), update=("noted_at",)),
    ]
