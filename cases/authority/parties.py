"""Who applies, who speaks for the creditor and who is to pay, as an application names them."""

from collections.abc import Sequence

from cases.debtor_number import number_of
from cases.models import Debtor
from cases.situations.seal import name_of
from ekrav import clock
from ekrav.accounts.models import AcceptedAgreement, Creditor
from ekrav.agency.models import Agency
from ekrav.filings.parties import Address, Agent, Applicant, Respondent
from ekrav.kronofogden.models import Filer


def applicant(*, creditor: Creditor, agency: Agency) -> Applicant:
    """The creditor; the money goes to the client-funds account."""
    return Applicant(
        name=creditor.name,
        number=creditor.organisation_number,
        address=Address(street=creditor.street, postcode=creditor.postcode, city=creditor.city),
        email=creditor.notes_email,
        bankgiro=agency.client_funds_bankgiro,
    )


def agent(*, agency: Agency) -> Agent:
    """The agency, by the power of attorney in the agreement that the creditor accepted. In the creditor's scope."""
    agreed = AcceptedAgreement.objects.order_by("accepted_at").first()
    authority = f"Fullmakt i avtal {clock.civil_date(agreed.accepted_at):%Y-%m-%d}" if agreed else ""
    return Agent(
        name=agency.name,
        number=agency.organisation_number,
        code=Filer.objects.values_list("agent_code", flat=True).get(),
        authority=authority,
        address=Address(street=agency.street, postcode=agency.postcode, city=agency.city),
        contact=agency.name,
        email=agency.email,
        phone=agency.phone,
    )


def respondents(debtors: Sequence[Debtor]) -> tuple[Respondent, ...]:
    """Those who answer for the claim, each for the whole of it."""
    return tuple(map(respondent, debtors))


def respondent(debtor: Debtor) -> Respondent:
    """A debtor by name; who is protected has no address here, and the authority finds its own."""
    address = Address(
        street=debtor.street, postcode=debtor.postcode, city=debtor.city, care_of=debtor.care_of
    )
    return Respondent(
        name=name_of(debtor),
        number=number_of(debtor),
        address=None if debtor.is_sealed else address,
        protected=debtor.is_sealed,
        email="" if debtor.is_sealed else debtor.email,
    )
