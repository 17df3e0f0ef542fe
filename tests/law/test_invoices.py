"""Several invoices claimed together: two of equal terms are one of their sum, and no öre of a payment is lost."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.interest import CapitalChange, Interest, InterestTerms, interest
from ekrav.law.invoices import (
    Invoice,
    changes_of_each,
    interest_of_each,
    left_of_each,
    rounded_together,
    shared_last_first,
    together,
)
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, kronor

RATES = shipped_rates()
FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 700).map(lambda days: FIRST + timedelta(days=days))
# The reference rate is known through 2026.
LONGEST = (date(2026, 12, 31) - FIRST).days - 700
AMOUNTS = st.integers(1, 5_000_000).map(Ore)


def an_invoice(number: int, capital: Ore, *, due: date, rate: Fraction | None = None) -> Invoice:
    terms = InterestTerms(due=due, due_agreed=True, agreed_rate=rate)
    return Invoice(id=number, on=due - timedelta(days=30), capital=capital, terms=terms)


def paid(amount: str, on: date, *, of: int | None = None) -> CapitalChange:
    return CapitalChange(on=on, amount=Ore(-kronor(amount)), of=of)


AUGUST = an_invoice(1, kronor("6000.00"), due=date(2026, 8, 31))
SEPTEMBER = an_invoice(2, kronor("4000.00"), due=date(2026, 9, 30), rate=Fraction(12))


def test_each_invoice_bears_its_own_interest_from_its_own_day_and_it_is_rounded_once() -> None:
    parts = interest_of_each(invoices=[AUGUST, SEPTEMBER], changes=[], until=date(2026, 10, 30), rates=RATES)
    # 6 000 × 10 % × 60 / 365 = 98.6301…; 4 000 × 12 % × 30 / 365 = 39.4520…; together 138.0821…
    assert [(part.trace[0].first, part.ore) for part in parts] == [
        (date(2026, 9, 1), 9_863),
        (date(2026, 10, 1), 3_945),
    ]
    assert together(parts).ore == 13_808
    assert rounded_together(parts) == [9_863, 3_945]


def test_a_payment_finishes_the_invoice_that_fell_due_first_and_goes_on_to_the_next() -> None:
    changes = [paid("2500.00", date(2026, 10, 10)), paid("4500.00", date(2026, 10, 20))]
    assert left_of_each(invoices=[AUGUST, SEPTEMBER], changes=changes) == [0, kronor("3000.00")]
    assert changes_of_each(invoices=[AUGUST, SEPTEMBER], changes=changes) == [
        [
            CapitalChange(on=date(2026, 8, 1), amount=kronor("6000.00")),
            paid("2500.00", date(2026, 10, 10)),
            paid("3500.00", date(2026, 10, 20)),
        ],
        [CapitalChange(on=date(2026, 8, 31), amount=kronor("4000.00")), paid("1000.00", date(2026, 10, 20))],
    ]


def test_a_credit_lowers_the_invoice_it_names_and_what_was_paid_on_that_goes_on_to_the_next() -> None:
    credit = paid("1000.00", date(2026, 9, 30), of=2)
    assert left_of_each(invoices=[AUGUST, SEPTEMBER], changes=[credit]) == [600_000, 300_000]
    # All of the first has been paid when 500 of it fall: the 500 have paid the second.
    changes = [paid("6000.00", date(2026, 10, 10)), paid("500.00", date(2026, 8, 1), of=1)]
    assert left_of_each(invoices=[AUGUST, SEPTEMBER], changes=changes) == [0, 350_000]


def test_what_is_beyond_the_last_invoice_that_is_named_pays_the_one_before_it() -> None:
    # 4 500 paid on the one of 4 000: the other 500 are paid on the first, and nothing is owed less than nothing.
    assert left_of_each(
        invoices=[AUGUST, SEPTEMBER], changes=[paid("4500.00", date(2026, 10, 10), of=2)]
    ) == [
        kronor("5500.00"),
        0,
    ]


@given(capitals=st.lists(AMOUNTS, min_size=1, max_size=4), parts=st.data())
def test_whatever_is_named_no_invoice_is_owed_less_than_nothing_or_more_than_it_was(
    capitals: list[Ore], parts: st.DataObject
) -> None:
    invoices = [an_invoice(number, capital, due=FIRST) for number, capital in enumerate(capitals)]
    names = st.sampled_from([None, *range(len(invoices))])
    rest, changes = int(sum(capitals)), list[CapitalChange]()
    for _ in range(parts.draw(st.integers(0, 4))):
        taken = parts.draw(st.integers(0, rest))
        rest -= taken
        changes.append(CapitalChange(on=FIRST, amount=Ore(-taken), of=parts.draw(names)))
    left = left_of_each(invoices=invoices, changes=changes)
    assert sum(left) == rest
    assert all(0 <= ore <= invoice.capital for ore, invoice in zip(left, invoices, strict=True))


def test_unpaid_interest_is_what_came_last() -> None:
    assert shared_last_first(unpaid=Ore(3_000), charged=[Ore(9_863), Ore(3_945)]) == [0, 3_000]
    assert shared_last_first(unpaid=Ore(5_000), charged=[Ore(9_863), Ore(3_945)]) == [1_055, 3_945]
    assert shared_last_first(unpaid=Ore(5_000), charged=[Ore(9_863)]) == [5_000]


@given(capitals=st.tuples(AMOUNTS, AMOUNTS), due=DAYS, late=st.integers(1, LONGEST), payments=st.data())
def test_two_invoices_of_equal_terms_are_one_of_their_sum(
    capitals: tuple[Ore, Ore], due: date, late: int, payments: st.DataObject
) -> None:
    total = Ore(sum(capitals))
    sums = payments.draw(
        st.lists(st.integers(1, total), max_size=4).filter(lambda found: sum(found) <= total)
    )
    days = payments.draw(st.lists(st.integers(1, late), min_size=len(sums), max_size=len(sums)))
    changes = [
        CapitalChange(on=due + timedelta(days=day), amount=Ore(-amount))
        for day, amount in zip(days, sums, strict=True)
    ]
    two = [an_invoice(number, capital, due=due) for number, capital in enumerate(capitals)]
    one = an_invoice(1, total, due=due)
    until = due + timedelta(days=late)
    of_two, (of_one,) = (
        interest_of_each(invoices=invoices, changes=changes, until=until, rates=RATES)
        for invoices in (two, [one])
    )
    assert (together(of_two).amount, together(of_two).ore) == (of_one.amount, of_one.ore)
    assert sum(rounded_together(of_two)) == of_one.ore


@st.composite
def invoices_in_order(draw: st.DrawFn) -> list[Invoice]:
    dues = sorted(draw(st.lists(DAYS, min_size=1, max_size=4)))
    return [an_invoice(number, draw(AMOUNTS), due=due) for number, due in enumerate(dues)]


@given(invoices=invoices_in_order(), shares=st.lists(st.floats(0, 1), max_size=6), days=st.data())
def test_what_is_left_of_each_is_what_is_left_of_all_and_the_first_due_is_finished_first(
    invoices: list[Invoice], shares: list[float], days: st.DataObject
) -> None:
    total = sum(invoice.capital for invoice in invoices)
    rest, changes = int(total), list[CapitalChange]()
    for share in shares:
        taken = int(rest * share)
        rest -= taken
        changes.append(CapitalChange(on=days.draw(DAYS), amount=Ore(-taken)))
    left = left_of_each(invoices=invoices, changes=changes)
    assert sum(left) == rest
    assert all(0 <= ore <= invoice.capital for ore, invoice in zip(left, invoices, strict=True))
    touched = [ore < invoice.capital for ore, invoice in zip(left, invoices, strict=True)]
    # Whatever has been paid of one, nothing is left of those before it.
    assert all(not before or not after for before, after in zip(left, touched[1:], strict=False))
    own = changes_of_each(invoices=invoices, changes=changes)
    assert [sum(change.amount for change in each) for each in own] == left
    assert sum(change.amount for each in own for change in each) == total + sum(c.amount for c in changes)


@given(capital=AMOUNTS, due=DAYS, amounts=st.lists(st.integers(-10_000, 10_000), max_size=5), data=st.data())
def test_one_invoice_is_reckoned_as_it_always_was(
    capital: Ore, due: date, amounts: list[int], data: st.DataObject
) -> None:
    changes = [CapitalChange(on=data.draw(DAYS), amount=Ore(amount)) for amount in amounts]
    invoice = an_invoice(7, capital, due=due)
    arose = CapitalChange(on=invoice.on, amount=capital)
    until = due + timedelta(days=300)
    alone: Interest = interest(
        capital_changes=[arose, *changes], terms=invoice.terms, until=until, rates=RATES
    )
    parts = interest_of_each(invoices=[invoice], changes=changes, until=until, rates=RATES)
    assert together(parts) == alone
    named = [replace(change, of=7) for change in changes]
    assert together(interest_of_each(invoices=[invoice], changes=named, until=until, rates=RATES)) == alone
