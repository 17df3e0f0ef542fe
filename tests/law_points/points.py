"""The points of pure law. One function a point, no arguments, no fixtures; it asserts, or refuses to be silent.

To add one: write the function, name it as a sentence, give it its number with `@point(n)`. Reach the law through its
modules (`costs.demand_fee`, never a name imported from them), so that a planted rule is met. Assert only what the point
is about: a wrong rule of another point must leave it standing. Figures are worked out by hand.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from ekrav import money
from ekrav.law import (
    age,
    allocation,
    costs,
    deadlines,
    interest,
    kronofogden,
    limitation,
    receipt,
    shipped,
    vat,
)
from ekrav.law.allocation import Component
from ekrav.law.interest import CapitalChange, InterestTerms
from ekrav.law.interruptions import Acknowledgement, DemandReceived, Proceedings
from ekrav.law.rates import NoRow, Rates
from ekrav.law.receipt import PostedLetter
from ekrav.money import Ore, kronor

Point = Callable[[], None]
POINTS: dict[int, Point] = {}

SIXTY, HUNDRED_EIGHTY, HUNDRED_SEVENTY, FOUR_FIFTY = (Ore(n) for n in (6000, 18000, 17000, 45000))
DUE = date(2026, 9, 30)


def point(number: int) -> Callable[[Point], Point]:
    """Give a function the number of the point it holds."""

    def hold(function: Point) -> Point:
        assert number not in POINTS, f"point {number} is held by {POINTS[number].__name__}"
        POINTS[number] = function
        return function

    return hold


def rates() -> Rates:
    """The rows as they are now, a planted one included."""
    return shipped.shipped_rates()


def no_row(ask: Callable[[], object]) -> bool:
    """Whether the question is refused because no row covers its day."""
    try:
        ask()
    except NoRow:
        return True
    return False


def accrued(
    *changes: CapitalChange, due: date, until: date, after: date | None = None, agreed: Fraction | None = None
) -> interest.Interest:
    """Interest on a claim whose due date was agreed."""
    terms = InterestTerms(due=due, due_agreed=True, agreed_rate=agreed)
    return interest.interest(capital_changes=changes, terms=terms, until=until, after=after, rates=rates())


def thousand(on: date) -> CapitalChange:
    return CapitalChange(on=on, amount=kronor("1000.00"))


@point(1)
def the_rate_is_that_of_each_half_year_and_none_is_carried_on() -> None:
    due = date(2025, 5, 31)
    found = accrued(thousand(due), due=due, until=date(2025, 8, 31))
    assert [segment.rate for segment in found.trace] == [11, 10]
    assert no_row(lambda: accrued(thousand(DUE), due=DUE, until=date(2027, 1, 1)))


@point(2)
def the_reference_rate_is_the_published_one() -> None:
    assert rates().percent("interest.reference", date(2024, 7, 1)) == 4  # the policy rate, 3.75, rounded up
    assert rates().percent("interest.reference", date(2017, 1, 1)) == Fraction(-1, 2)


@point(3)
def interest_without_an_agreed_due_date_waits_thirty_days_and_a_consumer_must_be_told() -> None:
    def first(*, told: bool, business: bool) -> date | None:
        terms = InterestTerms(
            due=DUE,
            due_agreed=False,
            invoice_sent=date(2026, 9, 15),
            states_interest=told,
            business_debtor=business,
        )
        return interest.interest_from(terms=terms, rates=rates())

    thirty_days = date(2026, 10, 16)
    assert first(told=True, business=False) == thirty_days
    assert first(told=False, business=True) == thirty_days
    assert first(told=False, business=False) is None


@point(4)
def days_are_counted_from_the_day_after_over_365_and_rounded_once() -> None:
    arose = thousand(date(2024, 1, 1))
    assert accrued(arose, due=DUE, until=DUE).ore == 0
    assert accrued(arose, due=DUE, until=date(2026, 11, 20)).ore == 1397  # 51 days at 10 %
    twelve = Fraction(12)  # for 335 days of a leap year
    assert accrued(arose, due=date(2024, 1, 31), until=date(2024, 12, 31), agreed=twelve).ore == 11014
    # 1.0959 for four days of June and 2.4658 for nine of July
    assert accrued(arose, due=date(2026, 6, 26), until=date(2026, 7, 9)).ore == 356


@point(5)
def interest_bears_no_interest() -> None:
    first, second, third = date(2024, 12, 31), date(2025, 12, 31), date(2026, 12, 31)

    def between(after: date, until: date) -> Fraction:
        run = accrued(thousand(first), due=first, until=until, after=after, agreed=Fraction(10))
        return run.amount

    a_year = between(first, second)
    assert a_year > 0
    assert (between(second, third), between(first, third)) == (a_year, 2 * a_year)


@point(6)
def a_part_payment_lessens_the_capital_from_the_day_after() -> None:
    paid = CapitalChange(on=date(2026, 10, 10), amount=kronor("-400.00"))
    trace = accrued(thousand(DUE), paid, due=DUE, until=date(2026, 10, 20)).trace
    assert [segment.capital for segment in trace] == [100000, 60000]
    assert (trace[0].last, trace[1].first) == (date(2026, 10, 10), date(2026, 10, 11))


@point(7)
def sixty_needs_an_agreement_and_each_fee_is_charged_once() -> None:
    sent = date(2026, 10, 20)

    def reminder(*, agreed: bool, before: bool = False) -> bool:
        fee = costs.reminder_fee(
            sent=sent, due=DUE, agreed_when_debt_arose=agreed, creditor_charged_one=before, rates=rates()
        )
        return fee > 0

    assert [reminder(agreed=True), reminder(agreed=False), reminder(agreed=True, before=True)] == [
        True,
        False,
        False,
    ]
    assert costs.demand_fee(sent=sent, due=DUE, rates=rates()) > 0
    assert costs.demand_fee(sent=sent, due=DUE, charged_before=True, rates=rates()) == 0


@point(8)
def four_hundred_and_fifty_stands_instead_of_other_costs_and_never_against_a_consumer() -> None:
    owed = costs.costs_owed(
        reminder=SIXTY, demand=HUNDRED_EIGHTY, plan=HUNDRED_SEVENTY, late_payment=FOUR_FIFTY
    )
    assert owed.total == FOUR_FIFTY
    compensation = costs.late_payment_compensation(
        on=date(2026, 10, 20),
        business_debtor=False,
        goods_or_services=True,
        interest_from=date(2026, 10, 1),
        rates=rates(),
    )
    assert compensation == 0
    kitchen = costs.is_business_debt(creditor_trades=True, debtor_trades=True, bought_for_trade=False)
    assert kitchen is False


@point(9)
def the_ceilings_are_those_of_the_act_since_2013() -> None:
    keys = ("fee.reminder.max", "fee.demand.max", "fee.plan.max", "fee.late_b2b")
    found = [rates().ore(key, date(2026, 11, 22)) for key in keys]
    assert found == [SIXTY, HUNDRED_EIGHTY, HUNDRED_SEVENTY, FOUR_FIFTY]
    assert no_row(lambda: rates().ore("fee.demand.max", date(2013, 3, 15)))


@point(10)
def vat_is_on_the_fee_and_paid_by_the_creditor() -> None:
    on = date(2026, 11, 20)
    fee = costs.demand_fee(sent=on, due=DUE, rates=rates())
    assert fee == rates().ore("fee.demand.max", on)
    part_paid = vat.Received(costs=Ore(24000), interest=Ore(822), capital=Ore(25178))
    shared = vat.settle(received=part_paid, on=on, rates=rates())
    assert (shared.fees, shared.vat, shared.payout) == (24000, 6000, 20000)


@point(12)
def the_time_to_pay_follows_the_post_and_the_holidays() -> None:
    assert deadlines.pay_by(sent=date(2026, 11, 23), rates=rates()) == date(2026, 12, 4)
    assert deadlines.pay_by(sent=date(2026, 12, 18), rates=rates()) == date(2027, 1, 7)  # a Friday
    printed = date(2026, 12, 4)
    assert deadlines.demand_counts(posted=date(2026, 11, 23), pay_by=printed, rates=rates())
    assert not deadlines.demand_counts(posted=date(2026, 11, 24), pay_by=printed, rates=rates())


@point(13)
def the_next_step_waits_for_money_on_its_way_and_a_demand_of_the_day_is_owed() -> None:
    assert deadlines.next_step_on(pay_by=date(2026, 12, 4), rates=rates()) == date(2026, 12, 11)
    sent, before = date(2026, 10, 20), date(2026, 10, 19)
    assert costs.owed_when_paid(demand_sent=sent, booked=sent)
    assert not costs.owed_when_paid(demand_sent=sent, booked=before)
    assert not costs.owed_when_paid(demand_sent=sent, booked=sent, rent_paid_on=before)


@point(17)
def a_payment_goes_to_costs_then_interest_then_capital_and_the_rest_is_the_payers() -> None:
    order = allocation.order_on(business_debtor=False, day=date(2026, 10, 30), rates=rates())
    owed = {
        Component.REMINDER: SIXTY,
        Component.DEMAND: HUNDRED_EIGHTY,
        Component.INTEREST: Ore(822),
        Component.CAPITAL: kronor("1000.00"),
    }
    part = allocation.allocate(payment=kronor("500.00"), owed=owed, order=order)
    assert [part.applied[component] for component in owed] == [6000, 18000, 822, 25178]
    assert allocation.allocate(payment=kronor("1300.00"), owed=owed, order=order).excess == 5178


@point(19)
def a_consumers_debt_lives_three_years_from_what_reached_the_debtor() -> None:
    def last(*known: Acknowledgement | DemandReceived | Proceedings) -> date | None:
        return limitation.limitation(
            arose=date(2022, 9, 1), consumer_purchase=True, interruptions=known, rates=rates()
        ).last_day

    assert last() == date(2025, 9, 1)
    verdict = Proceedings(begun=date(2023, 1, 10), ended=date(2023, 3, 1), debtor_told=True)
    assert last(verdict) == date(2026, 3, 1)
    unheard = Proceedings(begun=date(2025, 8, 1), ended=date(2025, 11, 3), debtor_told=False)
    assert last(unheard) == date(2026, 11, 3)
    assert last(Acknowledgement(on=date(2025, 9, 2))) == date(2025, 9, 1)
    spring, autumn = PostedLetter(arrives=date(2024, 4, 2)), PostedLetter(arrives=date(2024, 10, 1))
    came_back = PostedLetter(arrives=date(2024, 6, 3), returned=True)
    assert last(*receipt.presumed_receipts(letters=[spring])) == date(2025, 9, 1)
    assert last(*receipt.presumed_receipts(letters=[spring, came_back])) == date(2025, 9, 1)
    assert last(*receipt.presumed_receipts(letters=[spring, autumn])) == date(2027, 4, 2)


@point(20)
def who_was_a_minor_when_the_claim_arose_is_one_whatever_the_number() -> None:
    eve, birthday = date(2025, 10, 14), date(2025, 10, 15)
    for number in ("200710150000", "200710750000"):  # the second is a samordningsnummer
        assert age.was_minor(number=number, on=eve, rates=rates())
        assert not age.was_minor(number=number, on=birthday, rates=rates())


@point(22)
def enforcement_costs_its_base_fee_again_each_year() -> None:
    def fee(*, year: int, unpaid: str) -> Ore:
        on = kronofogden.base_fee_falls_on(begun=date(2025, 9, 1), year=year)
        return kronofogden.base_fee(on=on, first_year=year == 1, unpaid=kronor(unpaid), rates=rates())

    assert [fee(year=year, unpaid="5000.00") for year in (1, 2, 3)] == [60000, 60000, 60000]
    assert [fee(year=year, unpaid="99.99") for year in (1, 2)] == [60000, 0]


@point(27)
def money_is_whole_ore_rounded_half_up_and_never_lost() -> None:
    assert money.to_ore(Fraction(1, 200)) == 1
    assert money.to_ore(Fraction(900_719_925_474_099_267, 100)) == 900_719_925_474_099_267
    assert vat.vat_on(fee=Ore(2), on=date(2026, 11, 20), rates=rates()) == 1
    assert sum(money.split(total=Ore(100), weights=[1, 1, 1])) == 100
