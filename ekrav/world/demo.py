"""The small living demo world: two creditors whose invoices are on their way, some paid, one in part, and a third that
waits to be confirmed.

Starts on Monday 3 March 2025 and plays six weeks with the real acts and the sandboxed counterparties. Laid once.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import cast

import requests
from django.conf import settings
from django.utils import timezone

from cases.debt import debt_of
from cases.models import Case, Claim
from cases.register import ClaimFacts, Invoiced, register
from ekrav import clock
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.models import Creditor, Membership, Person
from ekrav.accounts.people import recognise
from ekrav.accounts.sign_up import CompanyFacts, Confirmed, sign_up
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.money import Ore, kronor
from ekrav.sandbox.demo_data import (
    ARE_BYGG,
    CECILIA,
    DIDRIK,
    DUVEDS_EL,
    ESKIL,
    STORSJO_KAYAK,
    DemoCompany,
    DemoPerson,
)
from ekrav.tenancy import agency_scope, routing_scope, staff_scope, tenant_scope
from ekrav.tenancy.models import World
from ekrav.world.demo_agency import open_agency
from ekrav.world.demo_owed import ARE_BYGG_IS_OWED, DUVEDS_EL_IS_OWED, Owed
from ekrav.world.demo_payout import approve_first_payout
from ekrav.world.play import advance, play_today

FIRST_DAY = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
FIRST_PAYDAY = 18
"""The first Friday with money to pay out, in days after the first."""


class NotADemoWorld(RuntimeError):
    """The database belongs to production."""


def lay_demo_world(*, agreement_pdf: bytes, say: Callable[[str], None]) -> bool:
    """Lay the demo world into an empty database, with the counterparties running; False when it is there already."""
    if _is_laid():
        return False
    start_clock()
    at = _now()
    with agency_scope():
        open_agency(agreement_pdf=agreement_pdf, at=at)
    are_bygg = sign_up_company(ARE_BYGG, CECILIA)
    duveds_el = sign_up_company(DUVEDS_EL, DIDRIK)
    _join(are_bygg, ESKIL)
    # Two sign for it together, so that it waits for a person.
    sign_up_company(STORSJO_KAYAK, ESKIL, signs=False)
    say("Byrån, två borgenärer och deras användare finns, och en tredje som väntar på kontroll.")
    plan = [(owed.after, are_bygg, owed) for owed in ARE_BYGG_IS_OWED]
    plan += [(owed.after, duveds_el, owed) for owed in DUVEDS_EL_IS_OWED]
    _play(plan, say)
    return True


def _is_laid() -> bool:
    with staff_scope():
        if World.objects.get().name != "demo":
            raise NotADemoWorld
        return Creditor.objects.exists()


def start_clock() -> None:
    """Let it be the first day."""
    with agency_scope():
        World.objects.update(offset=FIRST_DAY - timezone.now())


def _now() -> datetime:
    with routing_scope():
        return clock.now()


def _today() -> date:
    with routing_scope():
        return clock.today()


def _someone(who: DemoPerson) -> Person:
    identity = BankIdIdentity(
        person_number=who.person_number,
        name=who.name,
        issuer=str(settings.OIDC["BANKID_ISSUER"]),
        subject=f"demo {who.name}",
        acr=cast("tuple[str, ...]", settings.OIDC["BANKID_ACR"])[0],
        auth_time=_now(),
    )
    return recognise(identity=identity, at=_now())


def sign_up_company(company: DemoCompany, who: DemoPerson, *, signs: bool = True) -> int:
    """Sign the company up by this person; its id. It is confirmed unless the person does not sign for it alone."""
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
    confirmed = Confirmed(signatory=signs, bankgiro=True, source="demovärlden")
    return sign_up(
        company=facts, confirmed=confirmed, person=_someone(who), email=who.email, version=1, at=_now()
    )


def _join(creditor_id: int, who: DemoPerson) -> None:
    person = _someone(who)
    with tenant_scope(creditor_id):
        Membership.objects.create(
            person=person, role=Membership.Role.USER, name=who.name, email=who.email, since=clock.now()
        )


def _play(plan: list[tuple[int, int, Owed]], say: Callable[[str], None]) -> None:
    """Six weeks: invoices are registered on their day, and money comes in."""
    cases: dict[str, Case] = {}
    for day in range(43):
        for _after, creditor_id, owed in (row for row in plan if row[0] == day):
            cases[owed.invoice_number] = _register(creditor_id, owed)
        for invoice, ore, reference in _money_on(day, cases):
            _deposit(cases[invoice], ore, reference)
        advance(days=1)
        if day + 1 == FIRST_PAYDAY:
            approve_first_payout(at=_now())
            play_today(_today())  # again, for the bank's part of it
    say("Sex veckor har spelats: brev, betalningar, en utbetalning och en obetald rest.")


def _register(creditor_id: int, owed: Owed) -> Case:
    with tenant_scope(creditor_id):
        return register(
            debtor=owed.debtor,
            claim=_claim(owed),
            document=None,
            joint=owed.joint,
            further=[Invoiced(claim=_claim(other), document=None) for other in owed.further],
            today=clock.today(),
            at=clock.now(),
            by=MACHINE,
            rates=current_rates(),
        )


def _claim(owed: Owed) -> ClaimFacts:
    invoice_date = owed.due - timedelta(days=30)
    return ClaimFacts(
        invoice_number=owed.invoice_number,
        kind=Claim.Kind.SERVICES,
        description=owed.description,
        invoice_date=invoice_date,
        sent_on=invoice_date,
        delivered_on=invoice_date - timedelta(days=3),
        due_date=owed.due,
        due_agreed=True,
        interest_stated=True,
        agreed_rate=owed.agreed_rate,
        reminder_fee_agreed=True,
        own_reminder_on=None,
        capital=kronor(owed.amount),
    )


def _money_on(day: int, cases: dict[str, Case]) -> list[tuple[str, Ore | None, str]]:
    """What debtors pay on that day: invoice, öre (None: everything owed), reference ("" is the case's own OCR)."""
    payments: dict[int, list[tuple[str, Ore | None, str]]] = {
        12: [("1043", None, "")],
        25: [("208", kronor("3000.00"), ""), ("1047", kronor("1500.00"), "faktura 1047 tack")],
        33: [("1047", None, "")],
    }
    return [row for row in payments.get(day, []) if row[0] in cases]


def _deposit(case: Case, ore: Ore | None, reference: str) -> None:
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "reference", "subledger").get(pk=case.pk)
        amount = ore or debt_of(case=fresh, on=clock.today() + timedelta(days=1), rates=current_rates()).total
        body = {
            "ocr": "" if reference else fresh.reference.ocr,
            "text": reference,
            "amount_ore": amount,
            "payer": fresh.debtor.name,
            "date": (clock.today() + timedelta(days=1)).isoformat(),
        }
    requests.post(f"{settings.SANDBOX_URL}/bank/deposits", json=body, timeout=10).raise_for_status()
