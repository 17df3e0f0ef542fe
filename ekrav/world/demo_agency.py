"""The demo world's agency: its record, its tariff, its agreement and its staff."""

from datetime import date, datetime

from ekrav.agency.appoint import appoint
from ekrav.agency.models import Agency, StaffMember
from ekrav.agency.terms import lay_terms
from ekrav.kronofogden.models import Filer
from ekrav.money import kronor
from ekrav.sandbox.demo_data import ASTRID, BERTIL, NORDANVIK
from ekrav.world.agreement import AGREEMENT_1

FROM = date(2025, 1, 1)
REMAINDER = kronor("30.00")


def open_agency(*, agreement_pdf: bytes, at: datetime) -> None:
    """Fill in the record and appoint the staff, in the agency's scope. Again: nothing more."""
    if not Agency.objects.get().missing():
        return
    lay_terms(agreement=AGREEMENT_1, pdf=agreement_pdf, valid_from=FROM, remainder=REMAINDER)
    Agency.objects.update(
        name=NORDANVIK.name,
        organisation_number=NORDANVIK.organisation_number,
        vat_number=NORDANVIK.vat_number,
        licence="Tillstånd från Finansinspektionen",
        street=NORDANVIK.street,
        postcode=NORDANVIK.postcode,
        city=NORDANVIK.city,
        phone="08-555 010 20",
        phone_hours="vardagar 8–17",
        email=NORDANVIK.email,
        web="nordanvik.example",
        client_funds_bankgiro=NORDANVIK.bankgiros[0],
        client_funds_iban="SE4550000000058398257466",
        bank_bic="ESSESESS",
        own_bankgiro=NORDANVIK.bankgiros[1],
    )
    Filer.objects.update(code="NORD", agent_code="4711")
    Role = StaffMember.Role  # noqa: N806
    appoint(number=ASTRID.person_number, roles=list(Role), name=ASTRID.name, at=at)
    appoint(number=BERTIL.person_number, roles=[Role.FINANCE, Role.HANDLER], name=BERTIL.name, at=at)
