"""What a payment points at is looked up once a statement: a bank's file writes them by the hundred thousand."""

from django.db import migrations

from ekrav.tenancy.operations import Kept, LookedUpOnce

ROW_BY_ROW = """
ALTER TABLE payments_payment DROP CONSTRAINT payments_payment_reference_id_same_tenant;
ALTER TABLE payments_payment DROP CONSTRAINT payments_payment_instruction_id_same_tenant;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_lost_before_paid")]

    operations = [
        migrations.RunSQL(ROW_BY_ROW),
        Kept("payments_reference"),
        Kept("payments_instruction"),
        LookedUpOnce(
            "payments_payment",
            {"reference_id": "payments_reference", "instruction_id": "payments_instruction"},
        ),
    ]
