"""Svefaktura 1.0 (SFTI BasicInvoice), payable to BGABSESS (bankgiro) or PGSISESS (plusgiro)."""

import re
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from lxml import etree

from cases.intake import electronic
from cases.intake.electronic import Reader, checked_digits
from cases.intake.extraction import Extraction, Field, InterestTerms, State, missing
from cases.intake.xmltree import children, first, text

_BUYER, _SELLER = "BuyerParty/Party", "SellerParty/Party"
_NOTE = "PaymentTerms/Note"
_ACCOUNT = "PayeeFinancialAccount"
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)
_BANK = f"{_ACCOUNT}/FinancialInstitutionBranch/FinancialInstitution/ID"


def extract(invoice: etree._Element) -> Extraction:
    """Return the fields of a Svefaktura."""
    read = Reader(invoice)
    note = text(invoice, _NOTE)
    made = read.day("IssueDate")
    due, computed = electronic.due(
        read.day("PaymentMeans/DuePaymentDate"), made=made, note=note, element=_NOTE
    )
    line = first(invoice, "InvoiceLine/Item")
    extraction = Extraction(
        invoice_number=read.string("ID"),
        invoice_date=made,
        due_date=due,
        due_date_computed=computed,
        total_ore=read.amount("LegalTotal/TaxInclusiveTotalAmount"),
        vat_ore=read.amount("TaxTotal/TotalTaxAmount"),
        currency=read.string("InvoiceCurrencyCode"),
        ocr=_ocr(invoice),
        bankgiro=_giro(invoice, "BGABSESS", _("Bankgironumrets kontrollsiffra stämmer inte.")),
        plusgiro=_giro(invoice, "PGSISESS", _("Plusgironumrets kontrollsiffra stämmer inte.")),
        creditor_name=read.string(f"{_SELLER}/PartyName/Name"),
        creditor_org_number=_seller_number(invoice),
        debtor_name=read.string(f"{_BUYER}/PartyName/Name"),
        debtor_number=_buyer_number(invoice, made.value),
        interest_terms=_interest(invoice, note),
        reminder_fee=electronic.reminder_fee(note, element=_NOTE),
        credit_note=Field(text(invoice, "InvoiceTypeCode") == "381", State.READ, element="InvoiceTypeCode"),
        description=missing() if line is None else read.string("Description", "Name", under=line),
        **_address(read, invoice),
    )
    return electronic.judged(
        extraction,
        net=read.amount("LegalTotal/TaxExclusiveTotalAmount"),
        rounding=read.amount("LegalTotal/RoundOffAmount"),
        prepaid=missing(),
    )


def _address(read: Reader, invoice: etree._Element) -> dict[str, Field[str]]:
    element = f"{_BUYER}/Address"
    lines = ("StreetName", "Postbox", "AddressLine/Line", "Department")
    return electronic.address(
        read, first(invoice, element), element=element, lines=lines, country_path="Country/IdentificationCode"
    )


def _ocr(invoice: etree._Element) -> Field[str]:
    path = f"{_ACCOUNT}/PaymentInstructionID"
    for means in children(invoice, "PaymentMeans"):
        found = electronic.ocr_field(text(means, path), element=f"PaymentMeans/{path}")
        if found.value:
            return found
    return missing()


def _giro(invoice: etree._Element, bank: str, wrong: str) -> Field[str]:
    for means in children(invoice, "PaymentMeans"):
        if text(means, _BANK) == bank:
            return checked_digits(
                text(means, f"{_ACCOUNT}/ID"), element=f"PaymentMeans/{_ACCOUNT}/ID", wrong=wrong
            )
    return missing()


def _seller_number(invoice: etree._Element) -> Field[str]:
    """Return the number of the tax scheme SWT (the organisation number), else VAT's, else the party's own."""
    seller = first(invoice, _SELLER)
    schemes = {text(s, "TaxScheme/ID"): text(s, "CompanyID") for s in children(seller, "PartyTaxScheme")}
    said = schemes.get("SWT") or schemes.get("VAT") or text(seller, "PartyIdentification/ID")
    return electronic.creditor_number(said, element=f"{_SELLER}/PartyTaxScheme/CompanyID")


def _buyer_number(invoice: etree._Element, made: date | None) -> Field[str]:
    for path in (f"{_BUYER}/PartyIdentification/ID", f"{_BUYER}/PartyTaxScheme/CompanyID"):
        found = electronic.debtor_number(text(invoice, path), element=path, invoice_date=made)
        if found.value:
            return found
    return missing()


def _interest(invoice: etree._Element, note: str) -> Field[InterestTerms]:
    """Return the late interest: the penalty element (per cent a year), else what the note says."""
    path = "PaymentTerms/PenaltySurchargePercent"
    said = text(invoice, path)
    if not _PERCENT.fullmatch(said):
        return electronic.interest(note, element=_NOTE)
    percent = Fraction(said)
    shown = said.rstrip("0").rstrip(".") if "." in said else said
    return Field(
        InterestTerms(f"Dröjsmålsränta {shown.replace('.', ',')} %", percent), State.READ, element=path
    )
