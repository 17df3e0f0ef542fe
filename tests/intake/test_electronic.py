"""Peppol and Svefaktura: every field from its element, judged as strictly as print."""

from datetime import date
from fractions import Fraction

import pytest

from cases.intake.extraction import Extraction, InterestTerms, State
from cases.intake.invoice import read_invoice
from cases.intake.kinds import Kind
from ekrav.money import kronor

PEPPOL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<b:ID>F-17</b:ID><b:IssueDate>2026-09-17</b:IssueDate><b:DueDate>2026-10-17</b:DueDate>
<b:InvoiceTypeCode>380</b:InvoiceTypeCode><b:DocumentCurrencyCode>SEK</b:DocumentCurrencyCode>
<a:AccountingSupplierParty><a:Party><a:PartyName><b:Name>Provet</b:Name></a:PartyName>
<a:PartyTaxScheme><b:CompanyID>SE559910441001</b:CompanyID></a:PartyTaxScheme>
<a:PartyLegalEntity><b:RegistrationName>Provet AB</b:RegistrationName><b:CompanyID>5599104410</b:CompanyID>
</a:PartyLegalEntity></a:Party></a:AccountingSupplierParty>
<a:AccountingCustomerParty><a:Party><a:PostalAddress><b:StreetName>c/o Lind</b:StreetName>
<b:AdditionalStreetName>Björkvägen 12</b:AdditionalStreetName><b:CityName>Umeå</b:CityName>
<b:PostalZone>90342</b:PostalZone><a:Country><b:IdentificationCode>SE</b:IdentificationCode></a:Country>
</a:PostalAddress><a:PartyLegalEntity><b:RegistrationName>Tolvan Tolvansson</b:RegistrationName>
<b:CompanyID>191212121212</b:CompanyID></a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
<a:PaymentMeans><b:PaymentMeansCode>30</b:PaymentMeansCode><b:PaymentID>118760</b:PaymentID>
<a:PayeeFinancialAccount><b:ID>55050116</b:ID><a:FinancialInstitutionBranch><b:ID>SE:BANKGIRO</b:ID>
</a:FinancialInstitutionBranch></a:PayeeFinancialAccount></a:PaymentMeans>
<a:PaymentTerms><b:Note>30 dagar netto. Dröjsmålsränta enligt räntelagen. Påminnelseavgift 60 kr.</b:Note>
</a:PaymentTerms>
<a:TaxTotal><b:TaxAmount>250.00</b:TaxAmount></a:TaxTotal>
<a:LegalMonetaryTotal><b:TaxExclusiveAmount>1000.00</b:TaxExclusiveAmount>
<b:PayableAmount>1250.00</b:PayableAmount></a:LegalMonetaryTotal>
<a:InvoiceLine><a:Item><b:Name>Bokhylla</b:Name></a:Item></a:InvoiceLine></Invoice>"""

SVEFAKTURA = """<?xml version="1.0" encoding="ISO-8859-1"?>
<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0" xmlns:a="urn:sfti:CommonAggregateComponents:1:0"
 xmlns:b="urn:oasis:names:tc:ubl:CommonBasicComponents:1:0">
<ID>20489</ID><b:IssueDate>2026-09-28</b:IssueDate><InvoiceTypeCode>380</InvoiceTypeCode>
<InvoiceCurrencyCode>SEK</InvoiceCurrencyCode>
<a:BuyerParty><a:Party><a:PartyIdentification><a:ID>5599105524</a:ID></a:PartyIdentification>
<a:PartyName><b:Name>Kafé Inbillning AB</b:Name></a:PartyName><a:Address><b:StreetName>Larmgatan 7</b:StreetName>
<b:CityName>Kalmar</b:CityName><b:PostalZone>39232</b:PostalZone>
<a:Country><a:IdentificationCode>SE</a:IdentificationCode></a:Country></a:Address></a:Party></a:BuyerParty>
<a:SellerParty><a:Party><a:PartyName><b:Name>Provet AB</b:Name></a:PartyName>
<a:PartyTaxScheme><a:CompanyID>SE559910441001</a:CompanyID><a:TaxScheme><a:ID>VAT</a:ID></a:TaxScheme>
</a:PartyTaxScheme></a:Party></a:SellerParty>
<a:PaymentMeans><a:PaymentMeansTypeCode>1</a:PaymentMeansTypeCode><b:DuePaymentDate>2026-10-28</b:DuePaymentDate>
<a:PayeeFinancialAccount><a:ID>1234566</a:ID><a:FinancialInstitutionBranch><a:FinancialInstitution>
<a:ID>PGSISESS</a:ID></a:FinancialInstitution></a:FinancialInstitutionBranch>
<a:PaymentInstructionID>118761</a:PaymentInstructionID></a:PayeeFinancialAccount></a:PaymentMeans>
<a:PaymentTerms><b:PenaltySurchargePercent>12.50</b:PenaltySurchargePercent></a:PaymentTerms>
<a:TaxTotal><b:TotalTaxAmount>250.40</b:TotalTaxAmount></a:TaxTotal>
<a:LegalTotal><b:TaxExclusiveTotalAmount>1001.60</b:TaxExclusiveTotalAmount>
<b:TaxInclusiveTotalAmount>1252.00</b:TaxInclusiveTotalAmount><a:RoundOffAmount>0.00</a:RoundOffAmount></a:LegalTotal>
<a:InvoiceLine><a:Item><b:Description>Wienerbröd</b:Description></a:Item></a:InvoiceLine></Invoice>"""


def peppol(*changes: tuple[str, str]) -> Extraction:
    xml = PEPPOL
    for before, after in changes:
        assert before in xml
        xml = xml.replace(before, after)
    return read_invoice(xml.encode()).extraction


def values(extraction: Extraction) -> dict[str, object]:
    return {name: found.value for name, found in extraction.items() if found.value is not None}


def test_a_peppol_invoice_is_read_whole() -> None:
    extraction = peppol()

    assert values(extraction) == {
        "invoice_number": "F-17",
        "invoice_date": date(2026, 9, 17),
        "due_date": date(2026, 10, 17),
        "total_ore": kronor("1250.00"),
        "vat_ore": kronor("250.00"),
        "currency": "SEK",
        "ocr": "118760",
        "bankgiro": "55050116",
        "creditor_name": "Provet AB",
        "creditor_org_number": "5599104410",
        "debtor_name": "Tolvan Tolvansson",
        "debtor_co": "c/o Lind",
        "debtor_street": "Björkvägen 12",
        "debtor_postcode": "903 42",
        "debtor_city": "Umeå",
        "debtor_country": "SE",
        "debtor_number": "191212121212",
        "interest_terms": InterestTerms("Dröjsmålsränta enligt räntelagen", by_law=True),
        "reminder_fee": "30 dagar netto. Dröjsmålsränta enligt räntelagen. Påminnelseavgift 60 kr.",
        "credit_note": False,
        "description": "Bokhylla",
    }
    assert {found.state for _name, found in extraction.items()} == {State.READ, State.MISSING}


def test_a_svefaktura_is_read_whole_whatever_its_encoding() -> None:
    invoice = read_invoice(SVEFAKTURA.encode("iso-8859-1"))
    extraction = invoice.extraction

    assert invoice.kind is Kind.SVEFAKTURA
    assert values(extraction) == {
        "invoice_number": "20489",
        "invoice_date": date(2026, 9, 28),
        "due_date": date(2026, 10, 28),
        "total_ore": kronor("1252.00"),
        "vat_ore": kronor("250.40"),
        "currency": "SEK",
        "ocr": "118761",
        "plusgiro": "1234566",
        "creditor_name": "Provet AB",
        "creditor_org_number": "5599104410",
        "debtor_name": "Kafé Inbillning AB",
        "debtor_street": "Larmgatan 7",
        "debtor_postcode": "392 32",
        "debtor_city": "Kalmar",
        "debtor_country": "SE",
        "debtor_number": "5599105524",
        "interest_terms": InterestTerms("Dröjsmålsränta 12,5 %", Fraction(25, 2)),
        "credit_note": False,
        "description": "Wienerbröd",
    }
    assert (extraction.ocr.state, extraction.ocr.reason) == (
        State.CHECK,
        "OCR-numrets kontrollsiffra stämmer inte.",
    )


def test_a_due_date_is_computed_from_the_note_and_says_so() -> None:
    extraction = peppol(("<b:DueDate>2026-10-17</b:DueDate>", ""))

    assert extraction.due_date.value == date(2026, 10, 17)
    assert (extraction.due_date.state, extraction.due_date_computed) == (State.CHECK, True)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("<b:PayableAmount>1250.00", "<b:PayableAmount>1300.00", "total_ore"),
        ("<b:PayableAmount>1250.00", "<b:PayableAmount>1250.005", "total_ore"),
        ("<b:DueDate>2026-10-17", "<b:DueDate>2026-09-16", "due_date"),
        ("<b:ID>55050116", "<b:ID>55050117", "bankgiro"),
        ("<b:CompanyID>5599104410", "<b:CompanyID>5599104411", "creditor_org_number"),
        ("<b:CompanyID>191212121212", "<b:CompanyID>191212121213", "debtor_number"),
        ("Dröjsmålsränta enligt räntelagen", "Dröjsmålsränta 2 % per månad", "interest_terms"),
    ],
)
def test_what_does_not_add_up_is_to_be_checked(before: str, after: str, field: str) -> None:
    extraction = peppol((before, after))

    assert [name for name, found in extraction.items() if found.state is State.CHECK] == [field]


def test_a_part_already_paid_is_pointed_out() -> None:
    extraction = peppol(
        ("<b:PayableAmount>1250.00", "<b:PrepaidAmount>250.00</b:PrepaidAmount><b:PayableAmount>1000.00")
    )

    assert extraction.total_ore.value == kronor("1000.00")
    assert extraction.total_ore.reason == "En del är redan betald enligt fakturan."


def test_a_credit_note_is_known_by_its_code_and_by_its_name() -> None:
    by_code = peppol(("<b:InvoiceTypeCode>380", "<b:InvoiceTypeCode>381"))
    by_name = peppol(
        ("Invoice-2", "CreditNote-2"), ("<Invoice ", "<CreditNote "), ("</Invoice>", "</CreditNote>")
    )

    assert (by_code.credit_note.value, by_name.credit_note.value) == (True, True)


def test_a_text_that_is_no_ocr_number_is_not_taken_for_one() -> None:
    assert peppol(("<b:PaymentID>118760", "<b:PaymentID>Faktura 17")).ocr.value is None


def test_an_empty_invoice_has_no_fields_but_its_kind() -> None:
    extraction = read_invoice(
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
    ).extraction

    assert values(extraction) == {"credit_note": False}


def test_rubbish_in_the_elements_breaks_nothing() -> None:
    extraction = peppol(
        ("2026-09-17", "igår"),
        ("1250.00", "NaN"),
        ("250.00", "1e999999"),
        ("118760", "9" * 40),
        ("90342", "x" * 9),
    )

    assert extraction.invoice_date.value is None
    assert extraction.total_ore.value is None
    assert extraction.vat_ore.value is None
    assert extraction.ocr.value is None
