"""A demand that lacks something the statute demands is found before it leaves."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ekrav.law.demand import CostStated, DemandContent, InterestStated, Missing, missing
from ekrav.money import Ore, kronor

SHORTEST = date(2026, 12, 4)
INTEREST = InterestStated(
    amount=kronor("13.97"),
    rate=Fraction(10),
    first=date(2026, 10, 1),
    last=date(2026, 11, 20),
    capital=kronor("1000.00"),
)
WHOLE = DemandContent(
    creditor_name="Åre Bygg AB",
    basis="Faktura 1042 av 2026-08-31, takarbete",
    capital=kronor("1000.00"),
    interest=kronor("13.97"),
    interest_lines=(INTEREST,),
    costs=(
        CostStated(name="Betalningspåminnelse", amount=kronor("60")),
        CostStated(name="Inkassokrav", amount=kronor("180")),
    ),
    total=kronor("1253.97"),
    pay_by=SHORTEST,
    payment_instructions="Bankgiro 991-2346, OCR 1042",
)


def test_a_whole_demand_may_be_sent() -> None:
    assert missing(content=WHOLE, shortest_pay_by=SHORTEST) == ()


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"creditor_name": " "}, Missing.CREDITOR_NAME),
        ({"basis": ""}, Missing.BASIS),
        ({"capital": Ore(-100), "total": kronor("252.97")}, Missing.CAPITAL),
        ({"interest_lines": ()}, Missing.INTEREST),
        ({"interest_lines": (replace(INTEREST, capital=Ore(0)),)}, Missing.INTEREST),
        ({"interest_lines": (replace(INTEREST, last=date(2026, 9, 30)),)}, Missing.INTEREST),
        ({"interest_lines": (replace(INTEREST, amount=kronor("13.90")),)}, Missing.INTEREST),
        ({"costs": (CostStated(name="", amount=kronor("240")),)}, Missing.COSTS),
        ({"total": kronor("1253.98")}, Missing.TOTAL),
        ({"pay_by": None}, Missing.PAY_BY),
        ({"pay_by": date(2026, 12, 3)}, Missing.REASONABLE_TIME),
        ({"payment_instructions": ""}, Missing.PAYMENT_INSTRUCTIONS),
        ({"assigned": True}, Missing.ASSIGNMENT_NOTICE),
    ],
)
def test_each_thing_that_is_missing_is_named(change: dict[str, Any], lacks: Missing) -> None:
    assert missing(content=replace(WHOLE, **change), shortest_pay_by=SHORTEST) == (lacks,)


def test_a_demand_without_interest_or_costs_may_be_sent() -> None:
    bare = replace(WHOLE, interest=Ore(0), interest_lines=(), costs=(), total=kronor("1000.00"))
    assert missing(content=bare, shortest_pay_by=SHORTEST) == ()


def test_lines_of_two_half_years_may_miss_the_sum_by_an_ore() -> None:
    line = replace(INTEREST, amount=kronor("6.99"))
    two = replace(WHOLE, interest_lines=(line, line))
    assert missing(content=two, shortest_pay_by=SHORTEST) == ()


def test_an_empty_demand_lacks_nearly_everything_at_once() -> None:
    empty = DemandContent(
        creditor_name="",
        basis="",
        capital=Ore(0),
        interest=Ore(0),
        interest_lines=(),
        costs=(),
        total=Ore(0),
        pay_by=None,
        payment_instructions="",
    )
    assert missing(content=empty, shortest_pay_by=SHORTEST) == (
        Missing.CREDITOR_NAME,
        Missing.BASIS,
        Missing.TOTAL,
        Missing.PAY_BY,
        Missing.PAYMENT_INSTRUCTIONS,
    )


def test_an_assigned_claim_with_its_notice_may_be_sent() -> None:
    told = replace(WHOLE, assigned=True, assignment_notice="Fordran är överlåten; betala endast till oss.")
    assert missing(content=told, shortest_pay_by=SHORTEST) == ()
