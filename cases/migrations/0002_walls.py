"""The walls of the cases: each tenant's own rows, keys that carry the tenant, and what of a row may change."""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable, AppendOnly, TenantReference, TenantTable

# Who routes work sees only the debtors that wait for the register, and of them only the ids.
TO_LOOK_UP = """
CREATE POLICY routing ON cases_debtor FOR SELECT TO ekrav_routing
  USING (number_cipher IS NOT NULL AND looked_up_at IS NULL);
GRANT SELECT (id, creditor_id) ON cases_debtor TO ekrav_routing;
"""

ANSWERED_AND_DECIDED = (
    "creditor_stands", "creditor_words", "answered_at", "answered_by", "outcome", "decided_on", "decided_by_kind",
    "decided_by_id", "credited_ore",
)  # fmt: skip
BECAME_OF_A_PLAN = (
    "state", "accepted_on", "accepted_at", "accepted_by_kind", "accepted_by_id", "warned_on", "warned_until",
    "ended_on",
)  # fmt: skip
# What a pending application becomes; what it asked for, and why, never changes.
BECAME_OF_AN_APPLICATION = (
    "authority_number", "registered_on", "supplement_by", "served_on", "answer_by", "court_by", "told_id",
    "withdrawn_on", "ended_on", "ending",
)  # fmt: skip


class Migration(migrations.Migration):
    """Row-level security, composite keys, append-only rows."""

    dependencies = [
        ("cases", "0001_initial"),
        ("ledger", "0002_walls"),
        ("letters", "0002_walls"),
        ("payments", "0002_walls"),
    ]

    operations = [
        TenantTable(
            "cases_case",
            routing=("id", "creditor_id", "next_date", "next_action", "reference_id", "debtor_id"),
        ),
        TenantTable("cases_document"),
        TenantTable("cases_draft"),
        TenantTable("cases_debtor"),
        migrations.RunSQL(TO_LOOK_UP),
        # A claim stays as it was registered: what is paid or given up of it is written in the book.
        TenantTable("cases_claim", update=False),
        TenantTable("cases_caseevent", update=False),
        AppendOnly("cases_caseevent"),
        TenantTable("cases_directpayment", update=False),
        TenantTable("cases_portalkey"),
        # What the acts keep.
        TenantTable("cases_hold", update=("lifted_at",)),
        TenantTable(
            "cases_notice",
            routing=("id", "creditor_id", "kind", "channel", "received_at", "handled_at"),
            update=("handled_at", "handled_by"),
        ),
        TenantTable(
            "cases_dispute",
            routing=("id", "creditor_id", "answer_by", "outcome"),
            update=ANSWERED_AND_DECIDED,
        ),
        TenantTable(
            "cases_instalmentplan",
            routing=("id", "creditor_id", "state", "valid_until"),
            update=BECAME_OF_A_PLAN,
        ),
        TenantTable("cases_instalment", update=False),
        AppendOnly("cases_instalment"),
        TenantTable("cases_standingchoice", update=False),
        AppendOnly("cases_standingchoice"),
        TenantTable(
            "cases_quote",
            update=("accepted_at", "accepted_by", "standing_choice_id", "entry_id", "outlay_entry_id"),
        ),
        TenantTable(
            "cases_question",
            routing=("id", "creditor_id", "public_id"),
            update=("answer", "answered_at", "answered_by"),
        ),
        # What a case has at Kronofogden; titles and fees never change.
        TenantTable(
            "cases_application",
            routing=("id", "creditor_id", "kind", "supplement_by", "withdrawn_on", "ended_on"),
            update=BECAME_OF_AN_APPLICATION,
        ),
        TenantTable("cases_title", update=False),
        AppendOnly("cases_title"),
        TenantTable("cases_basefee", update=False),
        AppendOnly("cases_basefee"),
        TenantTable("cases_paidout", routing=("id", "creditor_id", "payment_id"), update=("payment_id",)),
        TenantTable(
            "cases_surveillance",
            routing=("id", "creditor_id", "summary_on"),
            update=("claim_by", "summary_on", "answer_by"),
        ),
        # What has happened to whoever owes, and how far the registers' events have been taken up.
        TenantTable(
            "cases_situation",
            update=("told_cipher", "task", "due_on", "filed_on", "released_on", "ended_on"),
        ),
        AgencyTable("cases_eventstaken", update=("last",)),
        migrations.RunSQL("INSERT INTO cases_eventstaken (id, last) VALUES (1, 0)"),
        # Keys that carry the tenant: each to a table that stands above.
        TenantReference("cases_case", "debtor_id", "cases_debtor"),
        TenantReference("cases_case", "subledger_id", "ledger_subledger"),
        TenantReference("cases_case", "reference_id", "payments_reference"),
        TenantReference("cases_document", "given_in_id", "cases_case"),
        TenantReference("cases_draft", "document_id", "cases_document"),
        TenantReference("cases_draft", "case_id", "cases_case"),
        TenantReference("cases_claim", "case_id", "cases_case"),
        TenantReference("cases_claim", "document_id", "cases_document"),
        TenantReference("cases_caseevent", "case_id", "cases_case"),
        TenantReference("cases_caseevent", "dispatch_id", "letters_dispatch"),
        TenantReference("cases_caseevent", "entry_id", "ledger_entry"),
        TenantReference("cases_caseevent", "payment_id", "payments_payment"),
        TenantReference("cases_directpayment", "case_id", "cases_case"),
        TenantReference("cases_directpayment", "quote_id", "cases_quote"),
        TenantReference("cases_portalkey", "case_id", "cases_case"),
        TenantReference("cases_hold", "case_id", "cases_case"),
        TenantReference("cases_notice", "case_id", "cases_case"),
        TenantReference("cases_notice", "scan_id", "cases_document"),
        TenantReference("cases_dispute", "case_id", "cases_case"),
        TenantReference("cases_dispute", "notice_id", "cases_notice"),
        TenantReference("cases_instalmentplan", "case_id", "cases_case"),
        TenantReference("cases_instalment", "plan_id", "cases_instalmentplan"),
        TenantReference("cases_quote", "case_id", "cases_case"),
        TenantReference("cases_quote", "standing_choice_id", "cases_standingchoice"),
        TenantReference("cases_quote", "entry_id", "ledger_entry"),
        TenantReference("cases_quote", "outlay_entry_id", "ledger_entry"),
        TenantReference("cases_question", "case_id", "cases_case"),
        TenantReference("cases_question", "notice_id", "cases_notice"),
        TenantReference("cases_application", "case_id", "cases_case"),
        TenantReference("cases_application", "quote_id", "cases_quote"),
        TenantReference("cases_application", "told_id", "cases_caseevent"),
        TenantReference("cases_title", "case_id", "cases_case"),
        TenantReference("cases_title", "application_id", "cases_application"),
        TenantReference("cases_basefee", "application_id", "cases_application"),
        TenantReference("cases_paidout", "application_id", "cases_application"),
        TenantReference("cases_paidout", "payment_id", "payments_payment"),
        TenantReference("cases_surveillance", "case_id", "cases_case"),
        TenantReference("cases_surveillance", "quote_id", "cases_quote"),
        TenantReference("cases_situation", "case_id", "cases_case"),
    ]
