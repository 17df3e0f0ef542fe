"""Questions about the parties: whose claim it is, and whether this debtor can be asked for it."""

from django.utils.translation import gettext as _

from cases.intake.countries import name_of
from cases.intake.findings import Finding, Reason, Situation
from ekrav import identity

_FULL_AGE = 18  # föräldrabalken 9 kap. 1 §


def _abroad(case: Situation) -> Finding | None:
    country = case.invoice.debtor_country.value
    if country is None or country == "SE":
        return None
    sentence = _(
        "Kunden finns i %(country)s. Vi driver bara in fordringar mot kunder i Sverige. "
        "Kontakta oss på %(phone)s eller %(email)s, så berättar vi hur du kan gå vidare."
    )
    words = {"country": name_of(country), "phone": case.contact.phone, "email": case.contact.email}
    return Finding(Reason.ABROAD, stops=True, sentence=sentence % words)


def _foreign_postcode(case: Situation) -> Finding | None:
    postcode = case.invoice.debtor_postcode.value
    if (
        postcode is None
        or case.invoice.debtor_country.value is not None
        or len(postcode.replace(" ", "")) == 5
    ):
        return None
    sentence = _(
        "Postnumret %(postcode)s är inte svenskt. Finns kunden utanför Sverige, "
        "kontakta oss på %(phone)s eller %(email)s."
    )
    words = {"postcode": postcode, "phone": case.contact.phone, "email": case.contact.email}
    return Finding(Reason.ABROAD, stops=False, sentence=sentence % words)


def _not_yours(case: Situation) -> Finding | None:
    seller = case.invoice.creditor_org_number.value
    if seller is None or not case.org_number or seller == case.org_number:
        return None
    shown = identity.mask_organisation_number(seller) if len(seller) == 10 else seller
    sentence = _(
        "Fakturan är utställd av ett annat företag, %(name)s %(number)s. "
        "Vi kan bara driva in ditt eget företags fakturor."
    )
    words = {"name": case.invoice.creditor_name.value or "", "number": shown}
    return Finding(Reason.NOT_YOURS, stops=True, sentence=(sentence % words).replace("  ", " "))


def _other_giro(case: Situation) -> Finding | None:
    giro = case.invoice.bankgiro.value
    if giro is None or not case.bankgiro or giro == case.bankgiro:
        return None
    sentence = _(
        "Bankgirot på fakturan, %(printed)s, är inte det du har hos oss, %(ours)s. Vi betalar ut till ditt."
    )
    words = {"printed": identity.format_bankgiro(giro), "ours": identity.format_bankgiro(case.bankgiro)}
    return Finding(Reason.OTHER_GIRO, stops=False, sentence=sentence % words)


def _own_debt(case: Situation) -> Finding | None:
    debtor = case.invoice.debtor_number.value
    if debtor is None or not case.org_number or debtor[-10:] != case.org_number:
        return None
    return Finding(
        Reason.OWN_DEBT,
        stops=True,
        sentence=_("Kunden på fakturan är ditt eget företag. Är det en faktura som du själv ska betala?"),
    )


def _wrong_number(case: Situation) -> Finding | None:
    """Stop on a debtor's number that is nobody's: a letter to the wrong person must not leave."""
    number = case.invoice.debtor_number.value
    if number is None or _is_valid(number):
        return None
    sentence = _(
        "Kundens person- eller organisationsnummer stämmer inte. Kontrollera siffrorna eller lämna det tomt."
    )
    return Finding(Reason.WRONG_NUMBER, stops=True, sentence=sentence)


def _minor(case: Situation) -> Finding | None:
    """Stop a claim against somebody under 18 when it arose (föräldrabalken 9 kap. 1 och 6 §§)."""
    number, arose = (
        case.invoice.debtor_number.value,
        case.invoice.invoice_date.value or case.invoice.due_date.value,
    )
    if number is None or len(number) != 12 or arose is None or not _is_valid(number):
        return None
    born = identity.birth_date(number)
    age = arose.year - born.year - ((arose.month, arose.day) < (born.month, born.day))
    if age >= _FULL_AGE:
        return None
    sentence = _(
        "Kunden var under 18 år när fakturan ställdes ut. Vi tar inte emot sådana ärenden här. "
        "Kontakta oss på %(phone)s eller %(email)s."
    ) % {"phone": case.contact.phone, "email": case.contact.email}
    return Finding(Reason.MINOR, stops=True, sentence=sentence)


def _is_valid(number: str) -> bool:
    try:
        identity.person_number(number) if len(number) == 12 else identity.organisation_number(number)
    except ValueError:
        return False
    return True


QUESTIONS = (_abroad, _foreign_postcode, _not_yours, _other_giro, _own_debt, _wrong_number, _minor)
