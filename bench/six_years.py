"""Who owes and what they do in six years: temperaments drawn once by seed, and money paid at the sandboxed bank."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

import requests
from django.conf import settings

from cases.debt import debt_of
from cases.forecast import plan_of
from cases.foretold import foretold_in, parted
from cases.models import Case, Claim, Debtor, StandingChoice
from cases.register import ClaimFacts, DebtorFacts, register
from cases.standing import Chosen, choose_standing
from cases.states import STANDINGS, State
from ekrav import clock
from ekrav.accounts.models import Membership
from ekrav.agency.models import StaffMember
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor
from ekrav.money import Ore, kronor
from ekrav.sandbox.demo_data import ANNA, ARE_BYGG, BO, DUVEDS_EL, ELSA, HED_FOTO, LUNDBERGS
from ekrav.tenancy import agency_scope, routing_scope, staff_scope, tenant_scope
from ekrav.world.agreement import AGREEMENT_1, agreement_pdf
from ekrav.world.demo import sign_up_company, start_clock
from ekrav.world.demo_agency import FROM, open_agency
from payouts.approve import approve
from payouts.models import PayoutRun

YEARS: Final = 6
REGISTERED_WITHIN: Final = 365
WAIT: Final = StandingChoice.Otherwise.WAIT

# Standing choices of the creditors, in turn: everything, letters only, and neither.
CHOICES: Final = (
    Chosen(
        payment_order_up_to=kronor("1500.00"),
        surveillance_yearly=kronor("25.00"),
        otherwise=WAIT,
        final_notice=False,
    ),
    Chosen(payment_order_up_to=None, surveillance_yearly=kronor("25.00"), otherwise=WAIT, final_notice=True),
    Chosen(payment_order_up_to=None, surveillance_yearly=None, otherwise=WAIT, final_notice=False),
)


@dataclass(frozen=True, kw_only=True)
class Temper:
    """How a debtor pays: all that is owed, or a share of the capital each time, on days after registration."""

    name: str
    weight: int
    first: int
    last: int
    times: int = 1
    share: int = 1


TEMPERS: Final = (
    Temper(name="pays on the reminder", weight=26, first=3, last=14),
    Temper(name="pays on the demand", weight=20, first=18, last=40),
    Temper(name="pays at Kronofogden", weight=12, first=45, last=160),
    Temper(name="pays by and by", weight=10, first=20, last=300, times=12, share=8),
    Temper(name="pays years later", weight=8, first=400, last=1900),
    Temper(name="never pays", weight=24, first=0, last=0, times=0),
)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What a debtor means to do on a day: pay all, or a fixed sum."""

    case: Case
    amount: Ore | None


class Debtors:
    """The debtors of a world, and when they will pay."""

    def __init__(self, *, seed: int) -> None:
        self.chance = Random(seed)
        self.plans: dict[date, list[Payment]] = defaultdict(list)
        self.tempers: dict[str, str] = {}
        self.serial = 0

    def owe(self, *, creditor_id: int) -> Case:
        """One more case is registered today, and its debtor makes up their mind."""
        self.serial += 1
        with tenant_scope(creditor_id):
            today, claim = clock.today(), self._claim(clock.today())
            case = register(
                debtor=self._debtor(),
                claim=claim,
                document=None,
                today=today,
                at=clock.now(),
                by=MACHINE,
                rates=current_rates(),
            )
        temper = self.chance.choices(TEMPERS, weights=[one.weight for one in TEMPERS])[0]
        self.tempers[case.number] = temper.name
        for _ in range(temper.times):
            day = today + timedelta(days=self.chance.randint(temper.first, temper.last))
            part = Ore(claim.capital // temper.share) if temper.share > 1 else None
            self.plans[day].append(Payment(case=case, amount=part))
        return case

    def pay(self, *, today: date) -> int:
        """Those whose day it is pay at the bank, if anything is owed; how many did."""
        return sum(_deposit(one, today=today) for one in self.plans.pop(today, []))

    def _debtor(self) -> DebtorFacts:
        person = self.chance.choice((ANNA, BO, ELSA, LUNDBERGS))
        company = person is LUNDBERGS
        return DebtorFacts(
            kind=Debtor.Kind.COMPANY if company else Debtor.Kind.PERSON,
            name=person.name,
            number=getattr(person, "organisation_number", "") or getattr(person, "person_number", ""),
            care_of="",
            street=person.street,
            postcode=person.postcode,
            city=person.city,
        )

    def _claim(self, today: date) -> ClaimFacts:
        due = today - timedelta(days=self.chance.randint(10, 60))
        invoiced = due - timedelta(days=30)
        return ClaimFacts(
            invoice_number=f"S{self.serial:05}",
            kind=Claim.Kind.SERVICES,
            description="arbete enligt offert",
            invoice_date=invoiced,
            sent_on=invoiced,
            delivered_on=invoiced,
            due_date=due,
            due_agreed=True,
            interest_stated=True,
            agreed_rate=None,
            reminder_fee_agreed=True,
            own_reminder_on=None,
            capital=Ore(self.chance.randrange(500_00, 30_000_00, 50)),
        )


def _deposit(payment: Payment, *, today: date) -> bool:
    with tenant_scope(payment.case.creditor_id):
        case = Case.objects.select_related("debtor", "reference", "subledger").get(pk=payment.case.pk)
        if not STANDINGS[State(case.state)].open:
            return False
        tomorrow = today + timedelta(days=1)
        owed = debt_of(case=case, on=tomorrow, rates=current_rates()).total
        body = {
            "ocr": case.reference.ocr,
            "amount_ore": min(owed, payment.amount or owed),
            "payer": case.debtor.name,
            "date": tomorrow.isoformat(),
        }
    requests.post(f"{settings.SANDBOX_URL}/bank/deposits", json=body, timeout=10).raise_for_status()
    return True


def choose(*, creditor_id: int, chosen: Chosen) -> None:
    """The creditor's administrator makes the standing choice."""
    with tenant_scope(creditor_id):
        by = Actor(kind=AuditEvent.Actor.PERSON, id=Membership.objects.values_list("person_id", flat=True)[0])
        choose_standing(creditor_id=creditor_id, chosen=chosen, at=clock.now(), by=by)


def approve_drafts() -> None:
    """Both of the agency's people approve the payouts that wait."""
    with staff_scope():
        people = list(StaffMember.objects.order_by("pk"))
        waiting = list(PayoutRun.objects.filter(state=PayoutRun.State.DRAFT))
        at = clock.now()
    for run in waiting:
        for member in people:
            approve(run_id=run.pk, staff=member, content_hash=bytes(run.content_hash), bankid_at=at, at=at)


def open_world() -> list[int]:
    """The agency and its creditors, each with a standing choice; their ids."""
    start_clock()
    with agency_scope():
        open_agency(agreement_pdf=agreement_pdf(text=AGREEMENT_1, made=FROM), at=clock.now())
    found = [sign_up_company(company, company.alone[0]) for company in (ARE_BYGG, DUVEDS_EL, HED_FOTO)]
    for creditor_id, chosen in zip(found, CHOICES, strict=True):
        choose(creditor_id=creditor_id, chosen=chosen)
    return found


def outcome() -> Counter[str]:
    """How many cases stand in each state."""
    found = Counter[str]()
    for creditor_id in _creditors():
        with tenant_scope(creditor_id):
            found.update(Case.objects.values_list("state", flat=True))
    return found


def unexplained() -> list[str]:
    """Cases with a step that came, or comes, on another day than was foretold at registration, and no event that tells
    why."""
    found: list[str] = []
    rates = current_rates()
    for creditor_id in _creditors():
        with tenant_scope(creditor_id):
            for case in Case.objects.select_related("debtor").prefetch_related("events").order_by("id"):
                events = sorted(case.events.all(), key=lambda event: event.pk)
                foretold = foretold_in(events[0].facts)
                ahead = plan_of(case=case, rates=rates)
                for step in parted(foretold=foretold, events=events, ahead=ahead):
                    if not (step.why or step.follows):
                        found.append(f"{case.number} {step.action}")
    return found


def _creditors() -> list[int]:
    with routing_scope():
        return list(Case.objects.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())
