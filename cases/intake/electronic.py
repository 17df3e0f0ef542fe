"""Fields from electronic invoices: the element's text judged as strictly as print."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from lxml import etree
from stdnum import luhn

from cases.intake import terms, values
from cases.intake.addresses import is_care_of
from cases.intake.extraction import Extraction, Field, InterestTerms, Sentence, State, missing
from cases.intake.numbers import number_field
from cases.intake.xmltree import text
from ekrav import identity
from ekrav.money import Ore

_AMOUNT = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,10})?", re.ASCII)  # xs:decimal; never an exponent
_ROUNDING = 50  # öre
_LONGEST = 120  # characters of a name, a street, a description


class Reader:
    """Reads one invoice's elements into fields that name the element they came from."""

    def __init__(self, invoice: etree._Element) -> None:
        self.invoice = invoice

    def string(self, *paths: str, under: etree._Element | None = None) -> Field[str]:
        """Return the first of the elements that says something."""
        for path in paths:
            said = text(self.invoice if under is None else under, path)
            if said:
                return Field(said[:_LONGEST], State.READ, element=path)
        return missing()

    def day(self, path: str, *, under: etree._Element | None = None) -> Field[date]:
        """Return a date (ISO 8601, a time zone cut off)."""
        said = text(self.invoice if under is None else under, path)
        try:
            return Field(date.fromisoformat(said[:10]), State.READ, element=path)
        except ValueError:
            return missing()

    def amount(self, path: str) -> Field[Ore]:
        """Return a sum of money in whole öre."""
        said = text(self.invoice, path)
        if not _AMOUNT.fullmatch(said):
            return missing()
        ore = Decimal(said) * 100
        exact = ore == ore.to_integral_value()
        reason = "" if exact else _("Beloppet har fler än två decimaler.")
        return Field(
            Ore(int(ore.to_integral_value())), State.READ if exact else State.CHECK, reason, element=path
        )


def checked_digits(
    said: str, *, element: str, wrong: str, valid: Callable[[str], bool] = luhn.is_valid
) -> Field[str]:
    """Return digits whose check digit is tested."""
    number = values.digits(said)
    if not number:
        return missing()
    return Field(
        number, State.READ if valid(number) else State.CHECK, "" if valid(number) else wrong, element=element
    )


def ocr_field(said: str, *, element: str) -> Field[str]:
    """Return the payment reference if it is an OCR number: 2 to 25 digits."""
    compact = said.replace(" ", "")
    if not (compact.isascii() and compact.isdigit() and 2 <= len(compact) <= 25):
        return missing()
    return checked_digits(compact, element=element, wrong=_("OCR-numrets kontrollsiffra stämmer inte."))


def creditor_number(said: str, *, element: str) -> Field[str]:
    """Return the seller's organisation number, also out of a VAT number (SE + ten digits + 01)."""
    number = values.digits(said)
    ten = number[:10] if len(number) == 12 and said.upper().startswith("SE") else number
    if not ten:
        return missing()
    try:
        return Field(identity.organisation_number(ten), State.READ, element=element)
    except identity.NotAnOrganisationNumber:
        return Field(
            ten, State.CHECK, _("Organisationsnumrets kontrollsiffra stämmer inte."), element=element
        )


def debtor_number(said: str, *, element: str, invoice_date: date | None) -> Field[str]:
    """Return the buyer's number, also out of a VAT number."""
    number = values.digits(said)
    if not number:
        return missing()
    ten = number[:10] if len(number) == 12 and said.upper().startswith("SE") else number
    return number_field(ten, place=None, element=element, on=invoice_date)


def interest(said: str, *, element: str) -> Field[InterestTerms]:
    """Return the sentence on late interest in a note."""
    found = terms.said(said)
    if found is None:
        return missing()
    meaning = terms.interest_terms(found.value)
    unclear = meaning.percent is None and not meaning.by_law
    reason: Sentence = _("Räntan går inte att läsa som procent om året.") if unclear else ""
    return Field(meaning, State.CHECK if reason else State.READ, reason, element=element)


def reminder_fee(said: str, *, element: str) -> Field[str]:
    """Return the note if it speaks of a reminder fee."""
    return Field(said[:200], State.READ, element=element) if terms.speaks_of_reminder_fee(said) else missing()


def country(said: str, *, element: str) -> Field[str]:
    """Return an ISO 3166 code of two letters."""
    code = said.upper()
    return Field(code, State.READ, element=element) if len(code) == 2 and code.isalpha() else missing()


def postcode(found: Field[str]) -> Field[str]:
    """Write a postcode of five digits "703 63"."""
    compact = (found.value or "").replace(" ", "")
    if len(compact) == 5 and compact.isdigit():
        return Field(f"{compact[:3]} {compact[3:]}", found.state, found.reason, element=found.element)
    return found


def due(found: Field[date], *, made: Field[date], note: str, element: str) -> tuple[Field[date], bool]:
    """Return the due date, or the one that the note's days of credit give and True."""
    days = values.some_days(note)
    if found.value is not None or made.value is None or days is None:
        return found, False
    reason = _("Räknat ut: fakturadatum + %(days)s dagar. Fakturan har inget förfallodatum.") % {
        "days": days.value
    }
    return Field(made.value + timedelta(days=int(days.value)), State.CHECK, reason, element=element), True


def address(
    read: Reader, under: etree._Element | None, *, element: str, lines: Sequence[str], country_path: str
) -> dict[str, Field[str]]:
    """Return the debtor's address fields; a line that begins with c/o is that, the first other line the street."""
    if under is None:
        return {}
    found = [line for path in lines if (line := read.string(path, under=under)).value]
    co = next((line for line in found if is_care_of(line.value or "")), missing())
    street = next((line for line in found if line is not co), missing())
    return {
        "debtor_co": co,
        "debtor_street": street,
        "debtor_postcode": postcode(read.string("PostalZone", under=under)),
        "debtor_city": read.string("CityName", under=under),
        "debtor_country": country(text(under, country_path), element=f"{element}/{country_path}"),
    }


def judged(
    extraction: Extraction, *, net: Field[Ore], rounding: Field[Ore], prepaid: Field[Ore]
) -> Extraction:
    """Return the extraction with total and due date set to be checked where they do not agree with the rest."""
    total, vat = extraction.total_ore, extraction.vat_ore
    if total.value is not None and vat.value is not None and net.value is not None:
        parts = net.value + vat.value + (rounding.value or 0) - (prepaid.value or 0)
        if abs(total.value - parts) > _ROUNDING:
            reason = _("Belopp och moms på fakturan ger inte den här summan.")
            total = replace(total, state=State.CHECK, reason=reason)
        elif prepaid.value:
            total = replace(total, state=State.CHECK, reason=_("En del är redan betald enligt fakturan."))
    due_date, made = extraction.due_date, extraction.invoice_date
    if due_date.value is not None and made.value is not None and due_date.value < made.value:
        due_date = replace(due_date, state=State.CHECK, reason=_("Förfallodatum före fakturadatum."))
    return replace(extraction, total_ore=total, due_date=due_date)
