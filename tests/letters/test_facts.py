"""Facts are a letter only when everything in them agrees."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.money import Ore, kronor
from letters.facts import LetterFacts, NotALetter, PaidFacts, Refusal, from_json, to_json
from tests.letters.cast import CLAIM, DEMANDED, INTEREST, REMINDED, demand_facts, payment, reminder_facts


def refusal(**changes: Any) -> tuple[Refusal, str]:
    with pytest.raises(NotALetter) as refused:
        demand_facts(**changes)
    return refused.value.reason, refused.value.field


def test_annas_demand_is_the_sum_of_capital_interest_and_costs() -> None:
    facts = demand_facts()
    assert (facts.capital, facts.interest, facts.total) == (1_564_28, 37_72, 1_842_00)


def test_a_total_that_is_an_ore_wrong_is_not_a_letter() -> None:
    assert refusal(total=kronor("1842.01")) == (Refusal.SUM, "total")


def test_what_has_been_paid_lessens_the_total() -> None:
    paid = (PaidFacts("Betalt", date(2026, 11, 10), kronor("842")),)
    assert demand_facts(paid=paid, total=kronor("1000")).total == 1_000_00
    assert refusal(paid=paid) == (Refusal.SUM, "total")


def test_a_letter_about_nothing_owed_is_refused() -> None:
    paid = (PaidFacts("Betalt", date(2026, 11, 10), kronor("1842")),)
    with pytest.raises(NotALetter) as refused:
        replace(demand_facts(), paid=paid, total=Ore(0))
    assert refused.value.reason is Refusal.AMOUNT


def test_the_day_to_pay_lies_after_the_letter_and_what_follows_lies_after_that() -> None:
    assert refusal(pay_by=date(2026, 11, 20)) == (Refusal.DATES, "pay_by")
    step = replace(demand_facts().next_steps[0], earliest=date(2026, 12, 4))
    assert refusal(next_steps=(step,)) == (Refusal.DATES, "next_steps")


def test_interest_is_not_reckoned_past_the_letters_own_date() -> None:
    late = replace(CLAIM, interest=(replace(INTEREST, last=date(2026, 11, 21)),))
    assert refusal(claims=(late,)) == (Refusal.DATES, "interest")


def test_a_claim_says_what_it_is_based_on() -> None:
    assert refusal(claims=(replace(CLAIM, description=" "),)) == (Refusal.MISSING, "description")
    assert refusal(claims=()) == (Refusal.MISSING, "claims")


def test_a_slip_for_another_sum_reference_or_account_is_refused() -> None:
    other = payment(kronor("1842.01"))["code_line"]
    assert refusal(code_line=other) == (Refusal.PAYMENT, "code_line")
    assert refusal(ocr="110429503417") == (Refusal.PAYMENT, "code_line")
    assert refusal(bankgiro="53172042") == (Refusal.PAYMENT, "bankgiro")
    assert refusal(bankgiro="2374825") == (Refusal.PAYMENT, "code_line")


def test_the_largest_sum_a_slip_can_ask_for_is_a_letter() -> None:
    claim = replace(CLAIM, capital=kronor("99999999.99"), interest=())
    assert demand_facts(claims=(claim,), costs=(), total=kronor("99999999.99")).total == 99_999_999_99


@pytest.mark.parametrize("facts", [demand_facts(), reminder_facts(swish_payload=None)])
def test_facts_come_back_from_json_equal_to_the_ore_and_the_day(facts: LetterFacts) -> None:
    assert from_json(LetterFacts, json.loads(json.dumps(to_json(facts)))) == facts


@given(st.integers(1, 10**9), st.integers(0, 10**8), st.dates(date(2020, 1, 1), date(2026, 7, 1)))
def test_any_sums_and_days_come_back_from_json(capital: int, interest: int, invoiced: date) -> None:
    row = replace(INTEREST, amount=Ore(interest))
    claim = replace(CLAIM, capital=Ore(capital), interest=(row,), invoice_date=invoiced)
    total = Ore(capital + interest + 240_00)
    facts = demand_facts(claims=(claim,), total=total)
    assert from_json(LetterFacts, json.loads(json.dumps(to_json(facts)))) == facts


@pytest.mark.parametrize(
    ("field", "value"),
    [("total", 1842.0), ("total", "184200"), ("total", True), ("letter_date", "20 november"), ("kind", "plan"),
     ("debtor_address", "Storgatan 14"), ("costs", [{}]), ("swish_payload", 1), ("agency", None)],
)  # fmt: skip
def test_kept_facts_of_another_shape_are_refused(field: str, value: object) -> None:
    with pytest.raises(NotALetter) as refused:
        from_json(LetterFacts, {**to_json(demand_facts()), field: value})
    assert refused.value.reason is Refusal.SHAPE


def test_kept_facts_with_a_field_too_many_or_too_few_are_refused() -> None:
    kept = to_json(demand_facts())
    too_few = {name: kept[name] for name in kept if name != "ocr"}
    wrongs: list[Any] = [{**kept, "more": 1}, too_few, [], None]
    for wrong in wrongs:
        with pytest.raises(NotALetter):
            from_json(LetterFacts, wrong)


def test_a_copy_for_others_has_neither_code_nor_token() -> None:
    copy = demand_facts().blanked()
    assert (copy.code, copy.portal_link) == ("", "https://mitt.nordanvik.se")
    assert replace(copy, code="K7MHQ2VX9T", portal_link=demand_facts().portal_link) == demand_facts()


def test_costs_are_named_one_by_one() -> None:
    assert demand_facts().costs == (REMINDED, DEMANDED)
    assert refusal(costs=(REMINDED, replace(DEMANDED, name=""))) == (Refusal.MISSING, "name")
