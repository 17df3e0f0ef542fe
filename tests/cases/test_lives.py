"""Random small lives of cases: the book says what the simplest reckoning says, however the money became known."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases import apply_payment
from cases.apply_plain import apply_plain
from cases.charged_fees import standing_fees
from cases.models import Case
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Tariff
from ekrav.payments.models import Payment
from ekrav.sandbox.demo_data import ARE_BYGG, DUVEDS_EL
from ekrav.tenancy import agency_scope, tenant_scope
from tests.cases.endings import broken, state
from tests.cases.lives import (
    BEGUN,
    FIRST,
    LAST,
    LETTERS,
    Life,
    Sum,
    Told,
    kronor_of,
    lay,
    letter_of_today,
    lives,
    parts,
    play_all,
    reckon,
    sums,
    tell,
    tell_direct,
)
from tests.cases.reckoned import Reckoned
from tests.cases.test_apply_plain import story
from tests.cases.test_process import play
from tests.cases.test_reversal import bank_takes_back, reversed_by_finance
from tests.cast import a_creditor, an_agency, set_today
from tests.conftest import DRILL

pytestmark = pytest.mark.django_db(transaction=True)

REMAINDER = 200
# Interest is rounded once for each posting.
ROUNDED = 2
house = settings(
    max_examples=150 if DRILL else 4,
    deadline=None,
    report_multiple_bugs=False,
    # A smaller example is not worth its minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
turns = st.randoms(use_true_random=False)


@pytest.fixture
def creditors() -> tuple[int, int]:
    """Two creditors, who do not ask for 2 kr."""
    set_today(FIRST)
    an_agency()
    both = a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)
    with agency_scope():
        Tariff.objects.create(
            version=2, valid_from=date(2025, 1, 1), legal_forms=["AB"], remainder_ore=REMAINDER
        )
    for creditor in both:
        with tenant_scope(creditor):
            Creditor.objects.update(tariff_id=2)
    return both


@house
@given(drawn=st.lists(lives(sums(), most=2), min_size=2, max_size=5))
def test_together_is_one_by_one(creditors: tuple[int, int], drawn: list[Life]) -> None:
    def only_of_the_first(**told: Any) -> set[int]:
        return apply_plain(**told) if told["payments"][0].creditor_id == creditors[0] else set()

    together, alone = [play_all(creditor, drawn) for creditor in creditors]
    pairs = [*zip(together, drawn, strict=True), *zip(alone, drawn, strict=True)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(apply_payment, "apply_plain", only_of_the_first)
        tell(*(one for case, life in pairs for one in moves(case, life)))
    for one, other in zip(together, alone, strict=True):
        assert story(creditors[0], one) == story(creditors[1], other)
    assert broken() == []


@house
@given(drawn=st.lists(lives(sums(direct=True), most=4, rent=False), min_size=2, max_size=4))
def test_the_book_says_what_is_reckoned_by_hand(creditors: tuple[int, int], drawn: list[Life]) -> None:
    cases: dict[int, Case] = {}
    by_hand = [reckon(life, remainder=REMAINDER) for life in drawn]
    for day in days_of(drawn):
        set_today(day)
        cases |= {place: lay(creditors[0], life) for place, life in enumerate(drawn) if life.begun == day}
        if day in LETTERS:
            play(day)
        for place, case in sorted(cases.items()):
            by_hand[place].pass_to(day)
            letter_of_today(drawn[place], by_hand[place])
            for one in drawn[place].sums:
                # What comes on an ended case's number is for a person to place.
                if one.on == day and not by_hand[place].closed:
                    pays(case, drawn[place], by_hand[place], one)
    for place, reckoned in enumerate(by_hand):
        reckoned.pass_to(LAST)
        right = {part: ore for part, ore in reckoned.parts.items() if ore}
        assert parts(cases[place]) == (right, reckoned.excess), drawn[place]
    assert broken() == []


@house
@given(life=lives(sums(), most=3), turned=turns)
def test_a_file_pays_by_its_days_in_whatever_order_it_tells(
    creditors: tuple[int, int], life: Life, turned: Random
) -> None:
    case, twin = play_all(creditors[0], [life, life])
    told = by_day(moves(case, life))
    tell(*told)
    turned.shuffle(told)
    tell(*(of(twin, one) for one in told))
    assert parts(case) == parts(twin)
    assert broken() == []


@house
@given(life=lives(sums(), most=3), turned=turns)
def test_what_becomes_known_late_makes_no_debt_dearer(
    creditors: tuple[int, int], life: Life, turned: Random
) -> None:
    case, twin = play_all(creditors[0], [life, life])
    told = by_day(moves(case, life))
    tell(*told)
    turned.shuffle(told)
    for one in told:
        if is_open(twin):
            tell(of(twin, one))
    # What is placed on a case that has ended is its payer's, whichever day it came.
    if is_open(case) and is_open(twin):
        assert net(twin) <= net(case) + ROUNDED
    assert broken() == []


@house
@given(life=lives(sums(), most=3), apart=st.booleans())
def test_what_is_taken_back_had_never_come(creditors: tuple[int, int], life: Life, apart: bool) -> None:
    case, twin = play_all(creditors[0], [life, life])
    gone, *stay = moves(case, life)
    (name, *_others) = tell(gone) if apart else tell(gone, *stay)
    for one in stay if apart else ():
        if is_open(case):
            tell(one)
    came = how_many(case)
    bank_takes_back(kronor_of(gone[1]), LAST, name)
    reversed_by_finance(case)
    tell(*(of(twin, one) for one in stay))
    if came == 1 + how_many(twin):
        # A fee that something was paid of since stands: a person decides about that money.
        stands = sum(ore for part, ore in fees(case).items() if part not in fees(twin))
        assert net(case) <= net(twin) + stands + ROUNDED
    assert broken() == []


def days_of(drawn: Sequence[Life]) -> list[date]:
    """The days on which something happens."""
    return sorted({*BEGUN, *LETTERS, *(one.on for life in drawn for one in life.sums)})


def pays(case: Case, life: Life, reckoned: Reckoned, one: Sum) -> None:
    """A sum of today, told today: to the agency, or to the creditor, who says no more than what is owed."""
    ore = amount(one, reckoned)
    if not one.direct:
        tell((case, ore, one.on))
        reckoned.pay(ore)
    elif ore <= reckoned.owed:
        named = one.named if one.named in range(len(life.invoices)) else None
        tell_direct(case, ore, one.on, named=named)
        reckoned.pay(ore, named=named, direct=True)


def amount(one: Sum, reckoned: Reckoned) -> int:
    """How much the sum is."""
    return max(1, reckoned.closes_at() + one.ore if one.near else one.ore)


def moves(case: Case, life: Life) -> list[Told]:
    """The life's sums as the bank tells of them, each as if it were the only one."""
    found = list[Told]()
    for one in life.sums:
        reckoned = reckon(life)
        while reckoned.day < one.on:
            reckoned.pass_to(reckoned.day + timedelta(days=1))
            letter_of_today(life, reckoned)
        found.append((case, amount(one, reckoned), one.on))
    return found


def of(case: Case, told: Told) -> Told:
    """The same on another case."""
    return (case, *told[1:])


def by_day(told: Sequence[Told]) -> list[Told]:
    """By their days, one of each."""
    return sorted({on: (case, ore, on) for case, ore, on in told}.values(), key=lambda one: one[2])


def is_open(case: Case) -> bool:
    """Whether it is not paid."""
    return state(case) != "paid"


def how_many(case: Case) -> int:
    """The payments on the case's number."""
    with tenant_scope(case.creditor_id):
        return Payment.objects.filter(reference=case.reference_id).count()


def fees(case: Case) -> dict[str, int]:
    """The letters' fees that stand."""
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("subledger").get(pk=case.pk)
        return {fee.part.value: int(fee.amount) for fee in standing_fees(case=fresh)}


def net(case: Case) -> int:
    """What is owed, less what lies with us as the payer's."""
    owed, over = parts(case)
    return sum(owed.values()) - over
