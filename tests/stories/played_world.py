"""Two companies and five cases of different kinds, and the days that pass for them, played without counterparties.

It begins on Monday 1 September 2025. Each bank day has its morning, when the daily functions run, and its evening, when
the print house takes the day's letters and posts them, or is late with them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Final

from cases.apply_payment import apply_all
from cases.ask import ask_creditors
from cases.ask_paid import ask_all
from cases.due import do_all_due
from cases.messages import take_up_all
from cases.models import Case, Claim
from cases.note_posted import note_all_posted
from ekrav.accounts.models import Creditor
from ekrav.agency.models import StaffMember, Tariff
from ekrav.agency.rates import current_rates
from ekrav.law.bankdays import is_bank_day
from ekrav.money import kronor
from ekrav.sandbox.demo_data import ARE_BYGG, ASTRID, BERTIL, DUVEDS_EL
from ekrav.tenancy import agency_scope, tenant_scope
from letters.models import Dispatch, PrintJob
from tests.cast import (
    HYTTAN_OWES,
    TEN_THOUSAND,
    a_case,
    a_creditor,
    an_agency,
    right_now,
    set_today,
    staff,
)
from tests.debtor_portal.given import BO_OWES

BEGINS: Final = date(2025, 9, 1)
_DAY: Final = timedelta(days=1)
INVOICE: Final = replace(
    TEN_THOUSAND,
    invoice_date=date(2025, 7, 14),
    sent_on=date(2025, 7, 14),
    delivered_on=date(2025, 7, 11),
    due_date=date(2025, 8, 13),
)
# Of the same debtor, in the same case, with interest of its own.
LATER: Final = replace(
    INVOICE,
    invoice_number="1045",
    invoice_date=date(2025, 7, 21),
    sent_on=date(2025, 7, 21),
    due_date=date(2025, 8, 20),
    agreed_rate=Decimal("14.00"),
    capital=kronor("4000.00"),
)
Letters = tuple[Dispatch.State, ...]
WAITING: Final[Letters] = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED)
AT_THE_PRINT_HOUSE: Final[Letters] = (Dispatch.State.HANDED_OVER,)


@dataclass
class World:
    """What a sequence of acts happens to. `left`: when each letter was handed to the print house, by its id."""

    chance: Random
    today: date = BEGINS
    cases: list[Case] = field(default_factory=list)
    people: Sequence[StaffMember] = ()
    left: dict[int, datetime] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def creditors(self) -> list[int]:
        """The companies."""
        return sorted({case.creditor_id for case in self.cases})

    def any_case(self, where: Callable[[Case], bool] = lambda _case: True) -> Case | None:
        """One of the cases for which `where` is true, as it stands; None when there is none."""
        found = [case for case in map(fresh, self.cases) if where(case)]
        return self.chance.choice(found) if found else None

    def some_day(self, *, before: int) -> date:
        """A day of the last ones, none before the beginning."""
        return max(BEGINS, self.today - timedelta(days=self.chance.randint(0, before)))


def fresh(case: Case) -> Case:
    """The case as it stands."""
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def a_world(seed: int) -> World:
    """The companies with their cases, and the agency with its people."""
    set_today(BEGINS)
    an_agency()
    world = World(chance=Random(seed), people=(staff(ASTRID), staff(BERTIL)))
    are_bygg, duveds_el = a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)
    _lets_small_remainders_go(duveds_el)
    rent = replace(INVOICE, kind=Claim.Kind.RENT, description="hyra augusti")
    reminded = replace(INVOICE, own_reminder_on=date(2025, 8, 20))
    world.cases = [
        a_case(are_bygg, claim=INVOICE, further=[LATER]),
        a_case(
            are_bygg,
            debtor=HYTTAN_OWES,
            claim=replace(INVOICE, late_payment_claimed=True),
            invoice_number="1043",
            capital=kronor("20000.00"),
        ),
        a_case(are_bygg, debtor=BO_OWES, claim=rent, invoice_number="1044", capital=kronor("7500.00")),
        a_case(duveds_el, debtor=BO_OWES, claim=reminded, invoice_number="208", capital=kronor("3000.00")),
        a_case(duveds_el, claim=INVOICE, invoice_number="209", capital=kronor("80.00")),
    ]
    return world


def _lets_small_remainders_go(creditor: int) -> None:
    with agency_scope():
        tariff = Tariff.objects.create(
            version=2, valid_from=date(2025, 1, 1), legal_forms=["HB"], remainder_ore=3_000
        )
    with tenant_scope(creditor):
        Creditor.objects.update(tariff=tariff)


def pass_days(world: World, days: int) -> None:
    """So many days pass, each with its evening and its morning."""
    for _ in range(days):
        evening(world)
        world.today += _DAY
        morning(world)


def stand_still(world: World, days: int) -> None:
    """The machine stands still for so many days, and the print house gets nothing."""
    world.today += timedelta(days=days)
    morning(world)


def morning(world: World) -> None:
    """What the daily functions do, in the order of the time machine. On a bank day: others bring nothing."""
    set_today(world.today)
    if not is_bank_day(world.today):
        return
    at, today = right_now()
    rates = current_rates()
    take_up_all(today=today, at=at, rates=rates)
    apply_all(today=today, at=at, rates=rates)
    note_all_posted(today=today, at=at, rates=rates)
    do_all_due(today=today, at=at, rates=rates)
    ask_all(today=today, at=at)
    ask_creditors(today=today, at=at)


def evening(world: World) -> None:
    """The print house takes the letters of the day and posts what it has; one evening in eight it is late with all."""
    if not is_bank_day(world.today):
        return
    at, today = right_now()
    late = world.chance.random() < 1 / 8
    with agency_scope():
        job = PrintJob.objects.create(created_on=today, count=0, manifest={}, sha256=bytes(32))
    for creditor in world.creditors:
        with tenant_scope(creditor):
            taken = Dispatch.objects.filter(state__in=WAITING, print_job=None, planned_on=today)
            world.left |= dict.fromkeys(taken.values_list("pk", flat=True), at)
            taken.update(
                state=Dispatch.State.HANDED_OVER,
                pdf=b"%PDF-1.7",
                sha256=bytes(32),
                pages=2,
                print_job_id=job.pk,
            )
            if not late:
                there = Dispatch.objects.filter(state__in=AT_THE_PRINT_HOUSE)
                there.update(state=Dispatch.State.POSTED, posted_on=today)
