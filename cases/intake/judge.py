"""What an invoice's fields mean for a claim: what stops it, and what a person should look at first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

from cases.intake.countries import name_of
from cases.intake.extraction import Extraction
from ekrav import identity

_FULL_AGE = 18  # föräldrabalken 9 kap. 1 §


class Reason(StrEnum):
    """Why a claim is stopped or looked at; the name that tests and pages know it by."""

    ABROAD = "abroad"
    NOT_DUE = "not_due"
    CREDIT_NOTE = "credit_note"
    CURRENCY = "currency"
    NO_AMOUNT = "no_amount"
    DUE_BEFORE_ISSUED = "due_before_issued"
    ISSUED_LATER = "issued_later"
    BARRED = "barred"
    NOT_YOURS = "not_yours"
    OTHER_GIRO = "other_giro"
    OWN_DEBT = "own_debt"
    MINOR = "minor"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True)
class Finding:
    """One sentence for the creditor. `stops` means that the claim cannot be registered while it holds."""

    reason: Reason
    stops: bool
    sentence: str


class Limitation(Protocol):
    """Returns the last day to claim what arose on a day: `ekrav.law.limitation.last_day_to_claim` with its rates given."""

    def __call__(self, *, arose: date, consumer_purchase: bool) -> date: ...


@dataclass(frozen=True)
class Contact:
    """Whom at the agency to ask."""

    phone: str
    email: str


@dataclass(frozen=True)
class _Case:
    invoice: Extraction
    today: date
    org_number: str
    bankgiro: str
    limitation: Limitation
    contact: Contact


def judge(
    extraction: Extraction,
    *,
    today: date,
    creditor_org_number: str,
    creditor_bankgiro: str,
    limitation: Limitation,
    agency_phone: str,
    agency_email: str,
) -> list[Finding]:
    """Return what stops the claim, then what to look at. Missing fields are no findings: the form asks for them.

    `creditor_org_number` and `creditor_bankgiro` are digits as `ekrav.identity` keeps them ("" when unknown).
    """
    case = _Case(
        invoice=extraction,
        today=today,
        org_number=creditor_org_number[-10:],
        bankgiro=creditor_bankgiro,
        limitation=limitation,
        contact=Contact(agency_phone, agency_email),
    )
    found = [finding for question in _QUESTIONS if (finding := question(case)) is not None]
    return sorted(found, key=lambda finding: not finding.stops)


def _abroad(case: _Case) -> Finding | None:
    country = case.invoice.debtor_country.value
    if country is None or country == "SE":
        return None
    sentence = _(
        "Kunden finns i %(country)s. Vi driver bara in fordringar mot kunder i Sverige. "
        "Kontakta oss på %(phone)s eller %(email)s, så berättar vi hur du kan gå vidare."
    )
    words = {"country": name_of(country), "phone": case.contact.phone, "email": case.contact.email}
    return Finding(Reason.ABROAD, stops=True, sentence=sentence % words)


def _foreign_postcode(case: _Case) -> Finding | None:
    postcode = case.invoice.debtor_postcode.value
    if postcode is None or case.invoice.debtor_country.value is not None or len(postcode.replace(" ", "")) == 5:
        return None
    sentence = _(
        "Postnumret %(postcode)s är inte svenskt. Finns kunden utanför Sverige, kontakta oss på %(phone)s eller %(email)s."
    )
    words = {"postcode": postcode, "phone": case.contact.phone, "email": case.contact.email}
    return Finding(Reason.ABROAD, stops=False, sentence=sentence % words)


def _not_due(case: _Case) -> Finding | None:
    due = case.invoice.due_date.value
    if due is None or due < case.today:
        return None
    sentence = _("Fakturan förfaller %(due)s. Kom tillbaka när den dagen har passerat.") % {"due": due}
    return Finding(Reason.NOT_DUE, stops=True, sentence=sentence)


def _credit_note(case: _Case) -> Finding | None:
    if not case.invoice.credit_note.value:
        return None
    return Finding(Reason.CREDIT_NOTE, stops=True, sentence=_("Det här är en kreditfaktura. Ladda upp fakturan som inte är betald."))


def _currency(case: _Case) -> Finding | None:
    currency = case.invoice.currency.value
    if currency in {None, "SEK"}:
        return None
    sentence = _("Fakturan är i %(currency)s. Vi driver bara in belopp i svenska kronor.") % {"currency": currency}
    return Finding(Reason.CURRENCY, stops=True, sentence=sentence)


def _no_amount(case: _Case) -> Finding | None:
    total = case.invoice.total_ore.value
    if total is None or total > 0:
        return None
    words = _("Beloppet är noll. Det finns inget att kräva in.") if total == 0 else _("Beloppet är negativt. Det finns inget att kräva in.")
    return Finding(Reason.NO_AMOUNT, stops=True, sentence=words)


def _due_before_issued(case: _Case) -> Finding | None:
    due, made = case.invoice.due_date.value, case.invoice.invoice_date.value
    if due is None or made is None or due >= made:
        return None
    sentence = _("Förfallodatum %(due)s är före fakturadatum %(made)s. Rätta det som är fel.") % {"due": due, "made": made}
    return Finding(Reason.DUE_BEFORE_ISSUED, stops=True, sentence=sentence)


def _issued_later(case: _Case) -> Finding | None:
    made = case.invoice.invoice_date.value
    if made is None or made <= case.today:
        return None
    sentence = _("Fakturadatum %(made)s har inte varit än. Rätta datumet.") % {"made": made}
    return Finding(Reason.ISSUED_LATER, stops=True, sentence=sentence)


def _barred(case: _Case) -> Finding | None:
    """Stop what is barred for any debtor, and a person's debt past three years; ask where the debtor's kind is unknown."""
    made = case.invoice.invoice_date.value
    if made is None:
        return None
    person = _is_person(case.invoice.debtor_number.value)
    for consumer in (False, True):
        last = case.limitation(arose=made, consumer_purchase=consumer)
        if case.today <= last or (consumer and person is False):
            continue
        barred = last + timedelta(days=1)
        if not consumer:
            sentence = _("Fordran är preskriberad sedan %(barred)s och får inte krävas in.") % {"barred": barred}
            return Finding(Reason.BARRED, stops=True, sentence=sentence)
        sentence = _(
            "Har kunden köpt för privat bruk är fordran preskriberad sedan %(barred)s, om inget har avbrutit preskriptionen. "
            "Kontrollera det innan du går vidare."
        ) % {"barred": barred}
        return Finding(Reason.BARRED, stops=False, sentence=sentence)
    return None


def _not_yours(case: _Case) -> Finding | None:
    seller = case.invoice.creditor_org_number.value
    if seller is None or not case.org_number or seller == case.org_number:
        return None
    shown = identity.mask_organisation_number(seller) if len(seller) == 10 else seller
    sentence = _("Fakturan är utställd av ett annat företag, %(name)s %(number)s. Vi kan bara driva in ditt eget företags fakturor.")
    words = {"name": case.invoice.creditor_name.value or "", "number": shown}
    return Finding(Reason.NOT_YOURS, stops=True, sentence=(sentence % words).replace("  ", " "))


def _other_giro(case: _Case) -> Finding | None:
    giro = case.invoice.bankgiro.value
    if giro is None or not case.bankgiro or giro == case.bankgiro:
        return None
    sentence = _("Bankgirot på fakturan, %(printed)s, är inte det du har hos oss, %(ours)s. Vi betalar ut till ditt.")
    words = {"printed": identity.format_bankgiro(giro), "ours": identity.format_bankgiro(case.bankgiro)}
    return Finding(Reason.OTHER_GIRO, stops=False, sentence=sentence % words)


def _own_debt(case: _Case) -> Finding | None:
    debtor = case.invoice.debtor_number.value
    if debtor is None or not case.org_number or debtor[-10:] != case.org_number:
        return None
    return Finding(Reason.OWN_DEBT, stops=True, sentence=_("Kunden på fakturan är ditt eget företag. Är det en faktura som du själv ska betala?"))


def _wrong_number(case: _Case) -> Finding | None:
    """Stop on a debtor's number that is nobody's: a letter to the wrong person must not leave."""
    number = case.invoice.debtor_number.value
    if number is None or _is_valid(number):
        return None
    sentence = _("Kundens person- eller organisationsnummer stämmer inte. Kontrollera siffrorna eller lämna det tomt.")
    return Finding(Reason.WRONG_NUMBER, stops=True, sentence=sentence)


def _minor(case: _Case) -> Finding | None:
    """Stop a claim against somebody under 18 when it arose (föräldrabalken 9 kap. 1 och 6 §§)."""
    number, arose = case.invoice.debtor_number.value, case.invoice.invoice_date.value or case.invoice.due_date.value
    if number is None or len(number) != 12 or arose is None or not _is_valid(number):
        return None
    born = identity.birth_date(number)
    age = arose.year - born.year - ((arose.month, arose.day) < (born.month, born.day))
    if age >= _FULL_AGE:
        return None
    sentence = _(
        "Kunden var under 18 år när fakturan ställdes ut. Vi tar inte emot sådana ärenden här. Kontakta oss på %(phone)s eller %(email)s."
    ) % {"phone": case.contact.phone, "email": case.contact.email}
    return Finding(Reason.MINOR, stops=True, sentence=sentence)


def _is_person(number: str | None) -> bool | None:
    return None if number is None else len(number) == 12


def _is_valid(number: str) -> bool:
    try:
        identity.person_number(number) if len(number) == 12 else identity.organisation_number(number)
    except ValueError:
        return False
    return True


_QUESTIONS: tuple[Callable[[_Case], Finding | None], ...] = (
    _abroad,
    _foreign_postcode,
    _currency,
    _credit_note,
    _no_amount,
    _due_before_issued,
    _issued_later,
    _not_due,
    _barred,
    _not_yours,
    _other_giro,
    _own_debt,
    _wrong_number,
    _minor,
)
