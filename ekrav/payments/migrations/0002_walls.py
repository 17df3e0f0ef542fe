"""The walls of what has arrived: bank files are the agency's, payments their creditor's."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantReference, TenantTable


class Migration(migrations.Migration):
    """Row-level security; the router matches OCR numbers and finds payments to apply."""

    dependencies = [("payments", "0001_initial"), ("ledger", "0002_walls")]

    operations = [
        AgencyTable("payments_bankfile", update=False),
        migrations.RunSQL(
            # What became of a file may change (refused, then tried again); its bytes and their hash never.
            "GRANT UPDATE (name, format, message_id, entry_count, credit_ore, debit_ore, received_at, outcome, problem)"
            " ON payments_bankfile TO ekrav_agency"
        ),
        AgencyTable("payments_fetchedfile", update=False),
        AgencyTable("payments_bankentry"),
        AgencyTable("payments_payerdetail", delete=True),
        AgencyTable("payments_unmatchedpayment"),
        TenantTable("payments_reference", routing=("id", "creditor_id", "ocr", "case_number", "closed_on")),
        TenantTable("payments_payment", routing=("id", "creditor_id", "applied_at")),
        TenantReference("payments_reference", "subledger_id", "ledger_subledger"),
        TenantReference("payments_payment", "reference_id", "payments_reference"),
    ]
