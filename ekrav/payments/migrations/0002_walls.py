"""The walls of what has arrived: bank files are the agency's, payments their creditor's."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, TenantReference, TenantTable

# What became of a file may change (refused, then tried again); its bytes and their hash never.
BECAME_OF_A_FILE = (
    "name",
    "format",
    "message_id",
    "entry_count",
    "credit_ore",
    "debit_ore",
    "received_at",
    "outcome",
    "problem",
)


class Migration(migrations.Migration):
    """Row-level security; the router matches OCR numbers and finds payments to apply."""

    dependencies = [("payments", "0001_initial"), ("ledger", "0002_walls")]

    operations = [
        AgencyTable("payments_bankfile", update=BECAME_OF_A_FILE),
        AgencyTable("payments_fetchedfile", update=False),
        # What the bank said never changes, nor what was matched: only where it went, and that it has been applied.
        AgencyTable("payments_bankentry", update=("creditor_id",)),
        AgencyTable("payments_payerdetail", delete=True),
        AgencyTable("payments_unmatchedpayment"),
        TenantTable(
            "payments_reference",
            routing=("id", "creditor_id", "ocr", "case_number", "closed_on"),
            update=("closed_on", "debtor_label"),
        ),
        TenantTable("payments_payment", routing=("id", "creditor_id", "applied_at"), update=("applied_at",)),
        TenantReference("payments_reference", "subledger_id", "ledger_subledger"),
        TenantReference("payments_payment", "reference_id", "payments_reference"),
    ]
