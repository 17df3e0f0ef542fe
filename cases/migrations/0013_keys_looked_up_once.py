"""What an event points at is looked up once a statement: every letter and payment writes events."""

from django.db import migrations

from ekrav.tenancy.operations import Kept, LookedUpOnce

ROW_BY_ROW = """
ALTER TABLE cases_caseevent DROP CONSTRAINT cases_caseevent_case_id_same_tenant;
ALTER TABLE cases_caseevent DROP CONSTRAINT cases_caseevent_dispatch_id_same_tenant;
ALTER TABLE cases_caseevent DROP CONSTRAINT cases_caseevent_entry_id_same_tenant;
ALTER TABLE cases_caseevent DROP CONSTRAINT cases_caseevent_payment_id_same_tenant;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_somebody_answers"),
        ("letters", "0003_joint_debtors"),
        ("payments", "0010_keys_looked_up_once"),
    ]

    operations = [
        migrations.RunSQL(ROW_BY_ROW),
        Kept("cases_case"),
        Kept("letters_dispatch"),
        Kept("payments_payment"),
        LookedUpOnce(
            "cases_caseevent",
            {
                "case_id": "cases_case",
                "dispatch_id": "letters_dispatch",
                "entry_id": "ledger_entry",
                "payment_id": "payments_payment",
            },
        ),
    ]
