"""Peppol BIS Billing 3.0: UBL 2.1 Invoice and CreditNote (EN 16931), payable to SE:BANKGIRO or SE:PLUSGIRO."""

from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from cases.intake import electronic
from cases.intake.electronic import Reader, checked_digits
from cases.intake.extraction import Extraction, Field, State, missing
from cases.intake.xmltree import children, first, text

_BUYER, _SELLER = "AccountingCustomerParty/Party", "AccountingSupplierParty/Party"
_NOTE = "PaymentTerms/Note"
_BRANCH = "PayeeFinancialAccount/FinancialInstitutionBranch/ID"


def extract(invoice: etree._Element) -> Extraction:
    """Return the fields of a UBL invoice or credit note."""
    read = Reader(invoice)
    note = text(invoice, _NOTE)
    made = read.day("IssueDate")
    printed = read.day("DueDate")
    printed = printed if printed.value else read.day("PaymentMeans/PaymentDueDate")
    due, computed = electronic.due(printed, made=made, note=note, element=_NOTE)
    credit = etree.QName(invoice).localname == "CreditNote" or text(invoice, "InvoiceTypeCode") == "381"
    line = first(invoice, "InvoiceLine")
    line = first(invoice, "CreditNoteLine") if line is None else line
    extraction = Extraction(
        invoice_number=read.string("ID"),
        invoice_date=made,
        due_date=due,
        due_date_computed=computed,
        total_ore=read.amount("LegalMonetaryTotal/PayableAmount"),
        vat_ore=read.amount("TaxTotal/TaxAmount"),
        currency=read.string("DocumentCurrencyCode"),
        ocr=_ocr(invoice),
        bankgiro=_giro(invoice, "BANKGIRO", _("Bankgironumrets kontrollsiffra stämmer inte.")),
        plusgiro=_giro(invoice, "PLUSGIRO", _("Plusgironumrets kontrollsiffra stämmer inte.")),
        creditor_name=read.string(
            f"{_SELLER}/PartyLegalEntity/RegistrationName", f"{_SELLER}/PartyName/Name"
        ),
        creditor_org_number=_seller_number(invoice),
        debtor_name=read.string(f"{_BUYER}/PartyLegalEntity/RegistrationName", f"{_BUYER}/PartyName/Name"),
        debtor_number=_buyer_number(invoice, made.value),
        interest_terms=electronic.interest(note, element=_NOTE),
        reminder_fee=electronic.reminder_fee(note, element=_NOTE),
        credit_note=Field(credit, State.READ, element=etree.QName(invoice).localname),
        description=missing() if line is None else read.string("Item/Name", "Item/Description", under=line),
        **_address(read, invoice),
    )
    return electronic.judged(
        extraction,
        net=read.amount("LegalMonetaryTotal/TaxExclusiveAmount"),
        rounding=read.amount("LegalMonetaryTotal/PayableRoundingAmount"),
        prepaid=read.amount("LegalMonetaryTotal/PrepaidAmount"),
    )


def _address(read: Reader, invoice: etree._Element) -> dict[str, Field[str]]:
    element = f"{_BUYER}/PostalAddress"
    lines = ("StreetName", "AdditionalStreetName", "AddressLine/Line")
    return electronic.address(
        read, first(invoice, element), element=element, lines=lines, country_path="Country/IdentificationCode"
    )


def _ocr(invoice: etree._Element) -> Field[str]:
    for means in children(invoice, "PaymentMeans"):
        found = electronic.ocr_field(text(means, "PaymentID"), element="PaymentMeans/PaymentID")
        if found.value:
            return found
    return missing()


def _giro(invoice: etree._Element, giro: str, wrong: str) -> Field[str]:
    """Return the account of the payment means whose branch is SE:BANKGIRO or SE:PLUSGIRO (Peppol SE-R-007 to 012)."""
    for means in children(invoice, "PaymentMeans"):
        if text(means, _BRANCH).upper().endswith(giro):
            account = text(means, "PayeeFinancialAccount/ID")
            return checked_digits(account, element="PaymentMeans/PayeeFinancialAccount/ID", wrong=wrong)
    return missing()


def _seller_number(invoice: etree._Element) -> Field[str]:
    for path in (f"{_SELLER}/PartyLegalEntity/CompanyID", f"{_SELLER}/PartyTaxScheme/CompanyID"):
        found = electronic.creditor_number(text(invoice, path), element=path)
        if found.value:
            return found
    return missing()


def _buyer_number(invoice: etree._Element, made: date | None) -> Field[str]:
    for path in (
        f"{_BUYER}/PartyLegalEntity/CompanyID",
        f"{_BUYER}/PartyTaxScheme/CompanyID",
        f"{_BUYER}/PartyIdentification/ID",
    ):
        found = electronic.debtor_number(text(invoice, path), element=path, invoice_date=made)
        if found.value:
            return found
    return missing()
