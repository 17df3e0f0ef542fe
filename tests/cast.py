"""The cast of the stories. Plain functions that drive the real acts, as the service does.

Anna Lindqvist owes Åre Bygg; Bo Nilsson owes Duveds El. Cecilia works for Åre Bygg, Didrik for the other. Astrid and
Bertil are the agency's staff. They are the demo world's persons, with Skatteverket's test numbers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from cases.joint import debtors_of
from cases.models import Case, Claim, Debtor
from cases.register import ClaimFacts, DebtorFacts, Invoiced, register
from ekrav import clock
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.models import Creditor, Person
from ekrav.accounts.people import recognise
from ekrav.accounts.sign_up import CompanyFacts, Confirmed, sign_up
from ekrav.agency.appoint import appoint
from ekrav.agency.models import Agency, AgreementText, StaffMember, Tariff
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.money import Ore, kronor
from ekrav.sandbox.demo_data import (
    ANNA,
    ARE_BYGG,
    NORDANVIK,
    DemoCompany,
    DemoPerson,
)
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope
from ekrav.tenancy.models import World
from letters.models import Dispatch, PrintJob

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# Who vouches for the persons; a story that logs in says its own identity provider.
ISSUER = "https://idp.example"


def set_today(day: date) -> None:
    """Turn the world's clock to noon in Stockholm on `day`."""
    with agency_scope():
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            real = cursor.fetchone()[0]
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=STOCKHOLM).astimezone(UTC)
        World.objects.update(offset=noon - real)


def right_now() -> tuple[datetime, date]:
    """The world's time and Swedish date."""
    with routing_scope():
        return clock.now(), clock.today()


def an_agency() -> None:
    """Nordanvik Inkasso AB with a complete record."""
    with agency_scope():
        tariff = Tariff.objects.create(
            version=1, valid_from=date(2025, 1, 1), legal_forms=["AB", "HB", "KB", "EF", "IF"]
        )
        AgreementText.objects.create(
            version=1, valid_from=date(2025, 1, 1), text="# Avtal\n\nVi driver in.", pdf=b"%PDF-1.7 avtal"
        )
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
            tariff=tariff,
        )


def a_person(who: DemoPerson) -> Person:
    """Somebody who has logged in with BankID."""
    at, _today = right_now()
    identity = BankIdIdentity(
        person_number=who.person_number,
        name=who.name,
        issuer=ISSUER,
        subject=f"subject of {who.name}",
        acr="loa3",
        auth_time=at,
    )
    return recognise(identity=identity, at=at)


def staff(who: DemoPerson) -> StaffMember:
    """One of the agency's staff, with every role."""
    at, _today = right_now()
    with agency_scope():
        return appoint(number=who.person_number, roles=list(StaffMember.Role), name=who.name, at=at)


def a_creditor(company: DemoCompany = ARE_BYGG, *, confirmed: bool = True) -> int:
    """A VAT-registered company, confirmed unless said otherwise, with its signatory as administrator."""
    at, _today = right_now()
    signatory = company.alone[0]
    facts = CompanyFacts(
        name=company.name,
        organisation_number=company.organisation_number,
        legal_form=company.legal_form,
        street=company.street,
        postcode=company.postcode,
        city=company.city,
        bankgiro=company.bankgiros[0],
        notes_email=company.email,
        vat_registered=bool(company.vat_number),
        vat_number=company.vat_number,
        f_skatt=company.f_skatt,
    )
    said = Confirmed(signatory=confirmed, bankgiro=confirmed, source="register")
    return sign_up(
        company=facts, confirmed=said, person=a_person(signatory), email=signatory.email, version=1, at=at
    )


def on_terms(creditor_id: int, *, late_payment_to: Tariff.InterestTo) -> None:
    """The creditor has a tariff of its own."""
    with agency_scope():
        tariff = Tariff.objects.create(
            version=Tariff.objects.count() + 1,
            valid_from=date(2025, 1, 1),
            legal_forms=["AB", "HB", "KB", "EF", "IF"],
            late_payment_to=late_payment_to,
        )
    with tenant_scope(creditor_id):
        Creditor.objects.update(tariff=tariff)


ANNA_OWES = DebtorFacts(
    kind=Debtor.Kind.PERSON,
    name=ANNA.name,
    number=ANNA.person_number,
    care_of="",
    street=ANNA.street,
    postcode=ANNA.postcode,
    city=ANNA.city,
)

HYTTAN_OWES = DebtorFacts(
    kind=Debtor.Kind.COMPANY,
    name="Fjällhyttan Kök AB",
    number="5599901013",
    care_of="",
    street="Torggatan 3",
    postcode="831 30",
    city="Östersund",
)

TEN_THOUSAND = ClaimFacts(
    invoice_number="1042",
    kind=Claim.Kind.SERVICES,
    description="badrumsrenovering",
    invoice_date=date(2026, 8, 31),
    sent_on=date(2026, 8, 31),
    delivered_on=date(2026, 8, 28),
    due_date=date(2026, 9, 30),
    due_agreed=True,
    interest_stated=True,
    agreed_rate=None,
    reminder_fee_agreed=True,
    own_reminder_on=None,
    capital=kronor("10000.00"),
)


def a_case(
    creditor_id: int,
    *,
    debtor: DebtorFacts = ANNA_OWES,
    joint: Sequence[DebtorFacts] = (),
    claim: ClaimFacts = TEN_THOUSAND,
    invoice_number: str | None = None,
    capital: Ore | None = None,
    further: Sequence[ClaimFacts] = (),
    looked_up: bool = True,
) -> Case:
    """A registered case whose debtor the register knows by the same name, unless it has not been asked.

    `further`: other invoices of the debtor's, claimed in the same case.
    """
    at, today = right_now()
    claim = replace(
        claim, invoice_number=invoice_number or claim.invoice_number, capital=capital or claim.capital
    )
    with tenant_scope(creditor_id):
        case = register(
            debtor=debtor,
            joint=joint,
            claim=claim,
            document=None,
            further=[Invoiced(claim=each) for each in further],
            today=today,
            at=at,
            by=MACHINE,
            rates=current_rates(),
        )
        if looked_up:
            take_as_found(case.debtor, at=at)
            for other in debtors_of(case)[1:]:
                take_as_found(other, at=at)
        return case


def take_as_found(debtor: Debtor, *, at: datetime) -> None:
    """In the tenant's scope: the register knows a debtor with a number by the invoice's name, without being asked."""
    if debtor.number_cipher is not None:
        debtor.register_name, debtor.register_word = debtor.name, Debtor.RegisterWord.FOUND
        debtor.looked_up_at = at
        debtor.save(update_fields=["register_name", "register_word", "looked_up_at"])


def take_as_posted(creditor_id: int) -> None:
    """Every waiting letter of the creditor's that no person posts is taken as posted today, without a print house."""
    _at, today = right_now()
    with agency_scope():
        job = PrintJob.objects.create(
            created_on=today, count=1, manifest={}, sha256=bytes(32), state=PrintJob.State.POSTED
        )
    with tenant_scope(creditor_id):
        Dispatch.objects.filter(state=Dispatch.State.COMPOSED, by_hand=False).update(
            state=Dispatch.State.POSTED,
            posted_on=today,
            pdf=b"%PDF-1.7",
            sha256=bytes(32),
            pages=2,
            print_job_id=job.pk,
        )
