"""Small lives of cases, drawn at random: what is claimed, when it came to the agency, and what was paid on which day.

Letters go on 13 October, 2 November and, for what came late, 5 November 2026; everything is over on the 6th.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Final

from hypothesis import strategies as st

from cases.apply_payment import apply_all
from cases.debt import debt_of
from cases.direct_payment import Reported, register_direct_payment
from cases.models import Case, Claim
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.receive import receive
from ekrav.tenancy import tenant_scope
from tests.cases.reckoned import Bill, Reckoned
from tests.cases.test_process import play
from tests.cases.test_reversal import OURS
from tests.cast import ANNA_OWES, HYTTAN_OWES, TEN_THOUSAND, a_case, right_now, set_today
from tests.payments.cast import camt, paid

BEGUN: Final = (date(2026, 10, 12), date(2026, 10, 30), date(2026, 11, 4))
# The days on which letters go, with the last day of those of each.
LETTERS: Final = {
    date(2026, 10, 13): date(2026, 10, 26),
    date(2026, 11, 2): date(2026, 11, 13),
    date(2026, 11, 5): date(2026, 11, 18),
}
FIRST, LAST = date(2026, 10, 12), date(2026, 11, 6)
_numbers = count(1)
# A case, how much, and the day it was paid on.
Told = tuple[Case, int, date]


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """One invoice, of so many öre, due so many days before 30 September. `starts`: what its interest starts by."""

    ore: int
    due_before: int
    rate: str | None
    starts: str

    @property
    def due(self) -> date:
        return date(2026, 9, 30) - timedelta(days=self.due_before)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Money of a day, counted from 12 October: what closes the case then (`near`) and `ore`, or `ore` alone.

    `direct`: the creditor had it itself; `named`: for the invoice of that place.
    """

    day: int
    ore: int
    near: bool = False
    direct: bool = False
    named: int | None = None

    @property
    def on(self) -> date:
        return FIRST + timedelta(days=self.day)


@dataclass(frozen=True, kw_only=True)
class Life:
    """One case."""

    invoices: tuple[Invoice, ...]
    begun: date = BEGUN[0]
    rent: bool = False
    company: bool = False
    compensated: bool = False
    sums: tuple[Sum, ...] = ()


INVOICES: Final = st.builds(
    Invoice,
    ore=st.integers(10_000, 2_000_000),
    due_before=st.integers(0, 500),
    rate=st.sampled_from([None, None, "0.00", "7.30", "24.55"]),
    starts=st.sampled_from(["agreed", "agreed", "stated", "nothing"]),
)
NEAR: Final = st.sampled_from([-400, -201, -200, -199, -2, -1, 0, 0, 0, 1, 2, 300])


def sums(*, direct: bool = False) -> st.SearchStrategy[Sum]:
    """Near what closes the case, or anything."""
    days = st.integers(0, 25)
    ways = st.booleans() if direct else st.just(False)
    near = st.builds(Sum, day=days, ore=NEAR, near=st.just(True), direct=ways)
    named = st.sampled_from([None, None, 0, 1]) if direct else st.none()
    return near | st.builds(Sum, day=days, ore=st.integers(1, 1_200_000), direct=ways, named=named)


def lives(sums: st.SearchStrategy[Sum], *, most: int, rent: bool = True) -> st.SearchStrategy[Life]:
    """Cases with up to so many sums."""
    return st.builds(
        _life,
        invoices=st.lists(INVOICES, min_size=1, max_size=3),
        begun=st.sampled_from([BEGUN[0], BEGUN[0], *BEGUN[1:]]),
        kind=st.sampled_from(["person", "company", "compensated", *(["rent"] if rent else [])]),
        sums=st.lists(sums, min_size=1, max_size=most),
    )


def _life(*, invoices: Sequence[Invoice], begun: date, kind: str, sums: Sequence[Sum]) -> Life:
    return Life(
        invoices=tuple(invoices),
        begun=begun,
        rent=kind == "rent",
        company=kind in {"company", "compensated"},
        compensated=kind == "compensated",
        sums=tuple(sums),
    )


def lay(creditor: int, life: Life) -> Case:
    """Register the life's case today."""
    number = next(_numbers)
    kind = Claim.Kind.RENT if life.rent else Claim.Kind.SERVICES
    claims = [
        replace(
            TEN_THOUSAND,
            invoice_number=f"L{number}-{place}",
            kind=kind,
            invoice_date=invoice.due - timedelta(days=30),
            sent_on=invoice.due - timedelta(days=30),
            delivered_on=invoice.due - timedelta(days=33),
            due_date=invoice.due,
            due_agreed=invoice.starts == "agreed",
            interest_stated=invoice.starts == "stated",
            agreed_rate=None if invoice.rate is None else Decimal(invoice.rate),
            capital=Ore(invoice.ore),
            late_payment_claimed=life.compensated,
        )
        for place, invoice in enumerate(in_order(life))
    ]
    owes = HYTTAN_OWES if life.company else ANNA_OWES
    return a_case(creditor, debtor=owes, claim=claims[0], further=claims[1:])


def in_order(life: Life) -> list[Invoice]:
    """The invoices, the first due first."""
    return sorted(life.invoices, key=lambda invoice: invoice.due)


def reckon(life: Life, *, remainder: int = 0) -> Reckoned:
    """The life's debt on the day it came to the agency."""
    bills = [
        Bill(
            left=invoice.ore,
            # Agreed: from the due date; else thirty days after it was sent, which here is the due date.
            bears_from=invoice.due + timedelta(days=1)
            if invoice.starts != "nothing" or life.company
            else None,
            rate=None if invoice.rate is None else Fraction(invoice.rate),
        )
        for invoice in in_order(life)
    ]
    begun = Reckoned(day=min(invoice.due for invoice in life.invoices), bills=bills, remainder=remainder)
    begun.pass_to(life.begun)
    return begun


def letter_of_today(life: Life, reckoned: Reckoned) -> None:
    """The letter that goes today, if one does: the first at the first chance, the second when its time is out."""
    today, before = reckoned.day, reckoned.letters
    if today not in LETTERS or today <= life.begun or reckoned.closed:
        return
    if len(before) == 2 or any(today <= letter.last for letter in before):
        return
    costs = {"demand": 18_000} if before else {"reminder": 6_000}
    if life.compensated:
        costs = {} if before else {"late_payment": 45_000}
    reckoned.ask(last=LETTERS[today], **costs)


def tell(*movements: Told) -> list[str]:
    """Sums and the days they were paid on, all known today before any is applied; what the bank calls each."""
    at, today = right_now()
    names = [f"M{next(_numbers):08}" for _ in movements]
    told = [
        replace(paid(case.reference.ocr, kronor_of(ore), bank_reference=name, day=on), account=OURS)
        for (case, ore, on), name in zip(movements, names, strict=True)
    ]
    if told:
        receive(content=camt(*told, account=OURS, message_id=names[0]), name="camt.xml", at=at)
        apply_all(today=today, at=at, rates=current_rates())
    return names


def tell_direct(case: Case, ore: int, on: date, *, named: int | None = None) -> None:
    """The creditor tells today of money that it had on a day."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)
        invoices = list(fresh.claims.order_by("due_date", "id").values_list("invoice_number", flat=True))
        invoice = "" if named is None or len(invoices) < 2 else invoices[named]
        reported = Reported(key=uuid.uuid4(), amount=Ore(ore), paid_on=on, invoice=invoice)
        register_direct_payment(
            case=fresh, reported=reported, today=today, at=at, by=MACHINE, rates=current_rates()
        )


def play_all(creditor: int, lives: Sequence[Life], *, through: date = LAST) -> list[Case]:
    """Register the cases, each on its day, and send their letters."""
    cases: dict[int, Case] = {}
    for day in sorted({*BEGUN, *LETTERS}):
        if day > through:
            break
        set_today(day)
        for place, life in enumerate(lives):
            if life.begun == day:
                cases[place] = lay(creditor, life)
        if day in LETTERS:
            play(day)
    set_today(through)
    return [cases[place] for place in range(len(lives))]


def parts(case: Case, *, on: date = LAST) -> tuple[dict[str, int], int]:
    """The book's word on the debt, part by part without what is nothing, and what lies with us as the payer's."""
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger").get(pk=case.pk)
        owed = debt_of(case=fresh, on=on, rates=current_rates()).owed
        over = balance(account=Account.OWED_TO_PAYER, subledger=fresh.subledger)
        return {part.value: int(ore) for part, ore in owed.items() if ore}, -over


def kronor_of(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02}"
