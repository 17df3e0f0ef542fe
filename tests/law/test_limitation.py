"""Limitation: three years for a consumer's purchase, ten for other claims, and what begins them anew."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.interruptions import Acknowledgement, DemandReceived, Interruption, Proceedings
from ekrav.law.limitation import Limitation, Why, is_barred, last_day_to_claim, limitation
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()


@pytest.mark.parametrize(
    ("arose", "consumer", "interrupted", "last_day"),
    [
        ("2023-11-22", True, None, "2026-11-22"),
        ("2016-11-22", False, None, "2026-11-22"),
        ("2024-02-29", True, None, "2027-02-28"),
        ("2024-02-29", False, "2028-02-29", "2038-02-28"),
        ("2022-01-10", True, "2024-05-05", "2027-05-05"),
        ("2022-01-10", True, "2025-01-10", "2028-01-10"),  # on the last day
        ("2022-01-10", True, "2025-01-11", "2025-01-10"),  # a day late: it was barred
        ("2024-05-05", True, "2022-01-10", "2027-05-05"),
        ("1975-03-01", True, None, "1985-01-01"),  # older than the act: reckoned from its first day
        ("1975-03-01", False, None, "1992-01-01"),
    ],
)
def test_the_last_day_has_the_same_number(
    arose: str, consumer: bool, interrupted: str | None, last_day: str
) -> None:
    last = last_day_to_claim(
        arose=date.fromisoformat(arose),
        consumer_purchase=consumer,
        interrupted_on=date.fromisoformat(interrupted) if interrupted else None,
        rates=RATES,
    )
    assert last == date.fromisoformat(last_day)


def test_a_claim_is_barred_from_the_day_after() -> None:
    arose = date(2023, 11, 22)
    asked = [
        is_barred(arose=arose, consumer_purchase=consumer, today=today, rates=RATES)
        for consumer in (True, False)
        for today in (date(2026, 11, 22), date(2026, 11, 23))
    ]
    assert asked == [False, True, False, False]


def annas(*interruptions: Interruption, consumer: bool = True) -> Limitation:
    """Her claim of 10 January 2020; without interruption its last day is 10 January 2023."""
    return limitation(
        arose=date(2020, 1, 10), consumer_purchase=consumer, interruptions=interruptions, rates=RATES
    )


def test_each_interruption_begins_a_full_period_and_the_trace_says_so() -> None:
    demand = DemandReceived(on=date(2022, 12, 1))
    part_payment = Acknowledgement(on=date(2021, 6, 1))
    found = annas(demand, part_payment)
    assert [(step.interruption, step.why, step.last_day) for step in found.steps] == [
        (part_payment, Why.COUNTS, date(2024, 6, 1)),
        (demand, Why.COUNTS, date(2025, 12, 1)),
    ]
    assert (found.first_last_day, found.last_day) == (date(2023, 1, 10), date(2025, 12, 1))
    assert [found.barred_on(day) for day in (date(2025, 12, 1), date(2025, 12, 2))] == [False, True]


def test_a_chain_that_broke_is_not_mended_by_what_comes_after() -> None:
    found = annas(DemandReceived(on=date(2023, 1, 11)), Acknowledgement(on=date(2023, 2, 1)))
    assert [step.why for step in found.steps] == [Why.TOO_LATE, Why.TOO_LATE]
    assert found.last_day == date(2023, 1, 10)


def test_an_admission_to_somebody_else_and_one_before_the_claim_count_for_nothing() -> None:
    to_a_neighbour = Acknowledgement(on=date(2021, 6, 1), towards_creditor=False)
    found = annas(to_a_neighbour, Acknowledgement(on=date(2020, 1, 9)))
    assert [step.why for step in found.steps] == [Why.BEFORE, Why.NOT_TO_CREDITOR]
    assert not any(step.why.counts for step in found.steps)
    assert found.last_day == date(2023, 1, 10)


def test_a_presumed_receipt_must_be_in_time_at_its_latest_and_runs_from_its_earliest() -> None:
    inside = DemandReceived(on=date(2023, 1, 10), at_earliest=date(2022, 9, 1))
    assert annas(inside).last_day == date(2025, 9, 1)
    over_the_edge = DemandReceived(on=date(2023, 1, 11), at_earliest=date(2022, 9, 1))
    assert annas(over_the_edge).last_day == date(2023, 1, 10)


def test_a_verdict_gives_three_new_years_from_its_day_and_never_ten() -> None:
    # The facts of NJA 2022 s. 150: utslag on 5 October 2004 on a consumer's debt.
    found = limitation(
        arose=date(2003, 5, 1),
        consumer_purchase=True,
        interruptions=[Proceedings(begun=date(2004, 8, 1), ended=date(2004, 10, 5), debtor_told=True)],
        rates=RATES,
    )
    assert found.last_day == date(2007, 10, 5)


def test_nothing_is_barred_while_proceedings_go_on() -> None:
    begun = Proceedings(begun=date(2022, 12, 1), debtor_told=True)
    found = annas(begun, DemandReceived(on=date(2027, 1, 1)))
    assert [step.why for step in found.steps] == [Why.PENDING, Why.COUNTS]
    assert found.last_day is None
    assert not found.barred_on(date(2040, 1, 1))


def test_a_period_runs_from_the_end_of_proceedings_whatever_happened_during_them() -> None:
    court = Proceedings(begun=date(2022, 12, 1), ended=date(2027, 3, 1), debtor_told=True)
    found = annas(DemandReceived(on=date(2024, 1, 1)), court)
    assert [(step.why, step.last_day) for step in found.steps] == [
        (Why.ENDED, date(2030, 3, 1)),
        (Why.COUNTS, date(2030, 3, 1)),
    ]


def test_proceedings_the_debtor_never_heard_of_leave_one_year_and_only_once() -> None:
    first = Proceedings(begun=date(2022, 12, 1), ended=date(2023, 2, 1), debtor_told=False)
    again = Proceedings(begun=date(2024, 1, 15), ended=date(2024, 3, 1), debtor_told=False)
    assert annas(first).last_day == date(2024, 2, 1)
    found = annas(first, again)
    assert [step.why for step in found.steps] == [Why.UNTOLD, Why.UNTOLD_AGAIN]
    assert found.last_day == date(2024, 2, 1)


def test_the_one_year_never_shortens_a_period() -> None:
    early = Proceedings(begun=date(2020, 3, 1), ended=date(2020, 4, 1), debtor_told=False)
    assert annas(early).last_day == date(2023, 1, 10)
    assert annas(early, consumer=False).last_day == date(2030, 1, 10)


DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2045, 1, 1))
LENGTHS = st.none() | st.integers(0, 2000).map(lambda days: timedelta(days=days))
INTERRUPTIONS = st.lists(
    st.builds(Acknowledgement, on=DAYS, towards_creditor=st.booleans())
    | st.builds(DemandReceived, on=DAYS)
    | st.builds(
        lambda begun, length, told: Proceedings(
            begun=begun, ended=None if length is None else begun + length, debtor_told=told
        ),
        DAYS,
        LENGTHS,
        st.booleans(),
    ),
    max_size=6,
)


@given(INTERRUPTIONS, st.booleans())
def test_the_last_day_never_moves_back_and_moves_only_by_what_counts(
    interruptions: list[Interruption], consumer: bool
) -> None:
    found = annas(*interruptions, consumer=consumer)
    before: date | None = found.first_last_day
    for step in found.steps:
        later = step.last_day is None or (before is not None and step.last_day >= before)
        assert later
        assert step.last_day == before or step.why.counts
        before = step.last_day
    assert found.last_day == before
