"""Late interest to the öre: figures worked out by hand, and the whole compared with a day-by-day sum."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.explain import explain, format_percent
from ekrav.law.interest import (
    MARGIN,
    REFERENCE,
    CapitalChange,
    Interest,
    InterestTerms,
    Segment,
    interest,
    interest_from,
    known_through,
    with_last_rate_held,
)
from ekrav.law.rates import NoRow, Rates
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, format_kronor, kronor

RATES = shipped_rates()


def on_agreed_terms(due: str) -> InterestTerms:
    return InterestTerms(due=date.fromisoformat(due), due_agreed=True)


def interest_on(capital: str, *, due: str, until: str, rate: Fraction | None = None) -> Interest:
    terms = InterestTerms(due=date.fromisoformat(due), due_agreed=True, agreed_rate=rate)
    arose = CapitalChange(on=terms.due, amount=kronor(capital))
    return interest(capital_changes=[arose], terms=terms, until=date.fromisoformat(until), rates=RATES)


@pytest.mark.parametrize(
    ("capital", "due", "paid", "days", "ore"),
    [
        ("1000.00", "2026-09-30", "2026-11-20", [51], 1397),
        ("10000.00", "2026-09-30", "2026-11-20", [51], 13973),
        ("10000.00", "2025-05-31", "2025-08-31", [30, 62], 26027),
        ("2500.00", "2024-12-15", "2025-01-20", [16, 20], 2822),
        ("1000.00", "2023-12-31", "2024-12-31", [182, 184], 12033),  # a leap year is 366 days over 365
        ("480.50", "2026-06-30", "2026-07-31", [31], 408),
        (
            "1000.00",
            "2016-12-31",
            "2017-01-31",
            [31],
            637,
        ),  # -0.5 + 8 = 7.5 %: 1000 × 7.5 % × 31 / 365 = 6.3699
        ("1000.00", "2026-09-30", "2026-09-30", [], 0),
        ("1000.00", "2026-09-30", "2026-10-01", [1], 27),
        ("1000.00", "2026-09-30", "2026-08-01", [], 0),
    ],
)
def test_interest_is_the_hand_worked_figure(
    capital: str, due: str, paid: str, days: list[int], ore: int
) -> None:
    accrued = interest_on(capital, due=due, until=paid)
    assert accrued.ore == ore
    assert [segment.days for segment in accrued.trace] == days


def test_the_trace_says_how_each_half_year_was_counted() -> None:
    accrued = interest_on("10000.00", due="2025-05-31", until="2025-08-31")
    assert accrued.trace == (
        Segment(
            capital=kronor("10000.00"),
            first=date(2025, 6, 1),
            last=date(2025, 6, 30),
            days=30,
            rate=Fraction(11),
            reference=Fraction(3),
            amount=Fraction(10000 * 11 * 30, 36500),
        ),
        Segment(
            capital=kronor("10000.00"),
            first=date(2025, 7, 1),
            last=date(2025, 8, 31),
            days=62,
            rate=Fraction(10),
            reference=Fraction(2),
            amount=Fraction(10000 * 10 * 62, 36500),
        ),
    )
    assert accrued.amount == accrued.trace[0].amount + accrued.trace[1].amount


def test_a_part_payment_lowers_the_capital_from_the_day_after_it_was_booked() -> None:
    terms = on_agreed_terms("2026-09-30")
    arose = CapitalChange(on=date(2026, 9, 30), amount=kronor("1000.00"))
    first = interest(capital_changes=[arose], terms=terms, until=date(2026, 10, 30), rates=RATES)
    assert (first.ore, first.trace[0].days) == (822, 30)
    paid = CapitalChange(on=date(2026, 10, 30), amount=kronor("-251.78"))
    second = interest(
        capital_changes=[arose, paid],
        terms=terms,
        after=date(2026, 10, 30),
        until=date(2026, 11, 20),
        rates=RATES,
    )
    assert (second.ore, second.trace[0].days, second.trace[0].capital) == (430, 21, 74822)
    whole = interest(capital_changes=[paid, arose], terms=terms, until=date(2026, 11, 20), rates=RATES)
    assert whole.amount == first.amount + second.amount
    assert [segment.days for segment in whole.trace] == [30, 21]


def test_payments_on_cutting_days_still_count_from_the_day_after() -> None:
    changes = [
        CapitalChange(on=date(2025, 6, 29), amount=kronor("1000.00")),
        CapitalChange(on=date(2025, 6, 30), amount=kronor("-100.00")),  # the first interest day
        CapitalChange(on=date(2025, 7, 1), amount=kronor("-200.00")),  # the day after, and a new half-year
    ]
    accrued = interest(
        capital_changes=changes, terms=on_agreed_terms("2025-06-29"), until=date(2025, 7, 11), rates=RATES
    )
    assert [(s.days, s.capital, s.rate) for s in accrued.trace] == [
        (1, kronor("1000.00"), Fraction(11)),
        (1, kronor("900.00"), Fraction(10)),
        (10, kronor("700.00"), Fraction(10)),
    ]
    assert accrued.ore == 247  # 0.3014 + 0.2466 + 1.9178


def test_a_paid_capital_bears_no_interest() -> None:
    terms = on_agreed_terms("2026-09-30")
    changes = [
        CapitalChange(on=date(2026, 9, 1), amount=kronor("1000.00")),
        CapitalChange(on=date(2026, 10, 10), amount=kronor("-1000.00")),
    ]
    accrued = interest(capital_changes=changes, terms=terms, until=date(2030, 1, 1), rates=RATES)
    assert accrued.ore == 274  # 10 days of 1000.00 at 10 %: 2.7397; and no undecided rate was asked for


def test_interest_stops_with_an_error_where_the_rate_is_not_decided() -> None:
    assert interest_on("1000.00", due="2026-09-30", until="2026-12-31").ore == 2521  # 92 days
    with pytest.raises(NoRow):
        interest_on("1000.00", due="2026-09-30", until="2027-01-01")


def test_an_agreed_rate_is_used_as_agreed_and_needs_no_reference_rate() -> None:
    accrued = interest_on("1000.00", due="2026-09-30", until="2027-09-30", rate=Fraction(24))
    assert (accrued.ore, accrued.trace[0].days, accrued.trace[0].reference) == (24000, 365, None)


@pytest.mark.parametrize(
    ("due_agreed", "sent", "states", "business", "first"),
    [
        (True, None, False, False, "2026-10-01"),
        (True, "2026-09-20", True, False, "2026-10-01"),
        (False, "2026-09-15", True, False, "2026-10-16"),  # the thirtieth day after sending is 15 October
        (False, "2026-09-15", False, True, "2026-10-16"),
        (False, "2026-08-01", True, False, "2026-10-01"),  # the thirtieth day came before the due date
        (False, "2026-09-15", False, False, None),
        (False, None, True, True, None),
    ],
)
def test_interest_runs_from_the_day_the_statute_says(
    due_agreed: bool, sent: str | None, states: bool, business: bool, first: str | None
) -> None:
    terms = InterestTerms(
        due=date(2026, 9, 30),
        due_agreed=due_agreed,
        invoice_sent=date.fromisoformat(sent) if sent else None,
        states_interest=states,
        business_debtor=business,
    )
    assert interest_from(terms=terms, rates=RATES) == (date.fromisoformat(first) if first else None)


def test_a_claim_that_nothing_started_bears_no_interest() -> None:
    terms = InterestTerms(due=date(2026, 9, 30), due_agreed=False)
    arose = CapitalChange(on=date(2026, 9, 1), amount=kronor("1000.00"))
    accrued = interest(capital_changes=[arose], terms=terms, until=date(2026, 11, 20), rates=RATES)
    assert accrued == Interest(amount=Fraction(0), ore=Ore(0), trace=())


DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2026, 12, 31))
CHANGES = st.lists(
    st.builds(CapitalChange, on=DAYS, amount=st.integers(-(10**7), 10**8).map(Ore)), min_size=1, max_size=6
)


@given(CHANGES, DAYS, DAYS, DAYS)
def test_two_stretches_are_one_before_rounding(
    changes: list[CapitalChange], due: date, b: date, c: date
) -> None:
    b, c = sorted((b, c))
    terms = InterestTerms(due=due, due_agreed=True)
    whole = interest(capital_changes=changes, terms=terms, until=c, rates=RATES)
    one = interest(capital_changes=changes, terms=terms, until=b, rates=RATES)
    other = interest(capital_changes=changes, terms=terms, after=b, until=c, rates=RATES)
    assert whole.amount == one.amount + other.amount


@st.composite
def any_rates(draw: st.DrawFn) -> Rates:
    """A reference rate for each half-year of 2023-2026, the figures anything at all."""
    rows = []
    for year in range(2023, 2027):
        for first, last in ((date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))):
            rate = draw(st.fractions(-2, 12, max_denominator=8))
            rows.append(replace(RATES.on(REFERENCE, first), valid_from=first, valid_to=last, value=rate))
    return Rates((*rows, RATES.on(MARGIN, date(2023, 1, 1))))


LATE_DAYS = st.lists(st.dates(date(2022, 12, 31), date(2026, 12, 31)), min_size=4, max_size=4)


@given(CHANGES, LATE_DAYS, any_rates(), st.none() | st.fractions(0, 40))
def test_interest_from_a_to_c_is_that_to_b_and_on_whatever_the_rates(
    changes: list[CapitalChange], days: list[date], rates: Rates, agreed: Fraction | None
) -> None:
    due, a, b, c = sorted(days)
    terms = InterestTerms(due=due, due_agreed=True, agreed_rate=agreed)

    def between(after: date, until: date) -> Fraction:
        return interest(capital_changes=changes, terms=terms, after=after, until=until, rates=rates).amount

    assert between(a, c) == between(a, b) + between(b, c)


@given(CHANGES, DAYS, st.integers(0, 900))
def test_the_segments_sum_to_what_each_day_would_bear(
    changes: list[CapitalChange], due: date, length: int
) -> None:
    until = min(due + timedelta(days=length), date(2026, 12, 31))
    by_day = Fraction(0)
    for n in range(1, (until - due).days + 1):
        day = due + timedelta(days=n)
        capital = max(0, sum(change.amount for change in changes if change.on < day))
        by_day += capital * (RATES.percent("interest.reference", day) + 8)
    terms = InterestTerms(due=due, due_agreed=True)
    accrued = interest(capital_changes=changes, terms=terms, until=until, rates=RATES)
    assert accrued.amount == by_day / (100 * 100 * 365)


def test_the_calculation_is_told_in_swedish() -> None:
    lines = explain(interest_on("10000.00", due="2026-09-30", until="2026-11-20"))
    assert [line.replace("\u00a0", " ") for line in lines] == [
        "10 000,00 kr × 10 % × 51 dagar / 365 = 139,73 kr"
    ]


def test_several_stretches_are_told_with_their_periods_and_summed_once() -> None:
    lines = explain(interest_on("10000.00", due="2025-06-29", until="2025-08-31"))
    assert [line.replace("\u00a0", " ") for line in lines] == [
        "2025-06-30–2025-06-30: 10 000,00 kr × 11 % × 1 dag / 365 = 3,0137 kr",
        "2025-07-01–2025-08-31: 10 000,00 kr × 10 % × 62 dagar / 365 = 169,8630 kr",
        "Summa: 172,88 kr",
    ]
    assert explain(interest_on("1.00", due="2026-09-30", until="2026-09-30")) == []


@given(st.integers(1, 10**10).map(Ore))
def test_the_last_line_ends_in_the_sum(capital: Ore) -> None:
    terms = on_agreed_terms("2024-12-15")
    arose = CapitalChange(on=terms.due, amount=capital)
    accrued = interest(capital_changes=[arose], terms=terms, until=date(2025, 1, 20), rates=RATES)
    assert explain(accrued)[-1].endswith(format_kronor(accrued.ore))


def test_rates_are_printed_as_read_in_sweden() -> None:
    assert [format_percent(Fraction(rate)) for rate in ("10", "7.5", "-0.5", "0", "11.25")] == [
        "10",
        "7,5",
        "\u22120,5",
        "0",
        "11,25",
    ]


def test_with_the_last_rate_held_a_forecast_goes_on_and_nothing_decided_changes() -> None:
    decided = shipped_rates()
    last = known_through(rates=decided)
    held = with_last_rate_held(rates=decided)
    after = last + timedelta(days=400)
    with pytest.raises(NoRow):
        decided.percent(REFERENCE, after)
    assert held.percent(REFERENCE, after) == decided.percent(REFERENCE, last)
    assert known_through(rates=held) == date.max
    assert [row for row in held.rows if row.key != REFERENCE] == [
        row for row in decided.rows if row.key != REFERENCE
    ]
    assert held.percent(REFERENCE, date(2025, 1, 1)) == decided.percent(REFERENCE, date(2025, 1, 1))
