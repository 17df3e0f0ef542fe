"""An application leaves when nothing is wrong with it; whatever is wrong is named, all of it at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ekrav.filings.claims import ClaimKind, InterestBasis
from ekrav.filings.problems import NotAnApplication, Problem, check, problems
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates
from ekrav.money import kronor
from ekrav.sandbox.demo_data import BO
from tests.filings.given import AGENT, APPLICANT, DAY, INTEREST, RESPONDENT, a_claim, application

RATES = shipped_rates()
NOWHERE = replace(APPLICANT.address, street="")
BO_TOO = replace(RESPONDENT, name="Bo Nilsson", number=BO.person_number)


def capital(**changed: Any) -> dict[str, Any]:
    return {"claims": (a_claim(ClaimKind.CAPITAL, "10000.00", interest=replace(INTEREST, **changed)),)}


def claims(*kinds: tuple[ClaimKind, str]) -> dict[str, Any]:
    return {"claims": tuple(a_claim(kind, amount) for kind, amount in kinds)}


C, P = ClaimKind, Problem
ONE_AT_A_TIME: list[tuple[Problem, dict[str, Any]]] = [
    (P.APPLICANT_NUMBER, {"applicant": replace(APPLICANT, number="5566778890")}),
    (P.APPLICANT_ADDRESS, {"applicant": replace(APPLICANT, address=NOWHERE)}),
    (P.APPLICANT_BANKGIRO, {"applicant": replace(APPLICANT, bankgiro="53172046")}),
    (P.AGENT_CODE, {"agent": replace(AGENT, code=" ")}),
    (P.AGENT_AUTHORITY, {"agent": replace(AGENT, authority="")}),
    (P.AGENT_CONTACT, {"agent": replace(AGENT, phone="")}),
    (P.NO_RESPONDENT, {"respondents": ()}),
    (P.RESPONDENT_NAME, {"respondents": (replace(RESPONDENT, name=" "),)}),
    (P.RESPONDENT_NUMBER, {"respondents": (replace(RESPONDENT, number="199505092389"),)}),
    (P.RESPONDENT_TWICE, {"respondents": (RESPONDENT, RESPONDENT), "joint": True}),
    (P.RESPONDENT_IS_APPLICANT, {"respondents": (replace(RESPONDENT, number=APPLICANT.number),)}),
    (P.RESPONDENT_ADDRESS, {"respondents": (replace(RESPONDENT, address=None),)}),
    (P.PROTECTED_ADDRESS, {"respondents": (replace(RESPONDENT, protected=True),)}),
    (P.SEVERAL_NOT_JOINT, {"respondents": (RESPONDENT, BO_TOO)}),
    (P.JOINT_ALONE, {"joint": True}),
    (P.NO_CLAIM, {"claims": ()}),
    (P.NOT_POSITIVE, claims((C.CAPITAL, "0"))),
    (P.NOT_DUE, {"claims": (replace(a_claim(C.CAPITAL, "10.00"), due_on=DAY),)}),
    (P.NO_LABEL, {"claims": (replace(a_claim(C.CAPITAL, "10.00"), label=""),)}),
    (P.INTEREST_ON_COSTS, {"claims": (a_claim(C.COLLECTING, "180.00", interest=INTEREST),)}),
    (P.INTEREST_TOO_EARLY, capital(starts=date(2025, 2, 23))),
    (P.INTEREST_RATE_MISSING, capital(basis=InterestBasis.AGREED)),
    (P.INTEREST_RATE_TWICE, capital(rate=1200)),
    (P.INTEREST_NEGATIVE, capital(accrued=kronor("-0.01"))),
    (P.INTEREST_OTHER_DAY, capital(through=DAY - timedelta(days=1))),
    (P.INTEREST_BEFORE_START, capital(starts=DAY + timedelta(days=1))),
    (P.FEE, {"fee": kronor("340.00")}),
    (P.AGENT_FEE, {"agent_fee": kronor("380.01")}),
    (P.COLLECTING_TOO_MUCH, claims((C.COLLECTING, "180.01"))),
    (P.REMINDER_TOO_MUCH, claims((C.REMINDER, "60.01"))),
    (P.LATE_PAYMENT_TOO_MUCH, claims((C.LATE_PAYMENT, "450.01"))),
    (P.LATE_PAYMENT_AND_COSTS, claims((C.LATE_PAYMENT, "450.00"), (C.COLLECTING, "180.00"))),
    (P.GROUNDS_MISSING, {"grounds": "\n"}),
    (P.GROUNDS_NOT_CLEAR, {"grounds": "Svaranden köpte 3 st dörrar."}),
]


def test_the_application_on_anna_may_leave() -> None:
    check(application(), rates=RATES)


def test_what_is_left_of_a_compensation_that_was_partly_paid_may_be_asked_for() -> None:
    assert problems(application(**claims((C.LATE_PAYMENT, "449.99"))), rates=RATES) == ()


@pytest.mark.parametrize(("problem", "changed"), ONE_AT_A_TIME, ids=lambda one: getattr(one, "name", ""))
def test_each_problem_is_found_alone(problem: Problem, changed: dict[str, Any]) -> None:
    assert problems(application(**changed), rates=RATES) == (problem,)


def test_every_problem_has_its_test_and_a_sentence() -> None:
    assert {problem for problem, _ in ONE_AT_A_TIME} == set(Problem)
    assert [
        problem for problem in Problem if not problem.value.endswith(".") or problem.value.count(".") < 2
    ] == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(NotAnApplication) as refused:
        check(application(joint=True, fee=kronor("0"), grounds=""), rates=RATES)
    assert refused.value.problems == (P.JOINT_ALONE, P.FEE, P.GROUNDS_MISSING)


def test_what_may_be_asked_for() -> None:
    agreed = {"basis": InterestBasis.AGREED, "rate": 2400}
    for fine in (
        {"respondents": (RESPONDENT, BO_TOO), "joint": True},
        {"respondents": (replace(RESPONDENT, address=None, protected=True),)},
        claims((C.LATE_PAYMENT, "450.00")),
        {"agent_fee": kronor("0")},
        capital(**agreed),
        capital(starts=DAY + timedelta(days=1), accrued=kronor("0")),
    ):
        assert problems(application(**fine), rates=RATES) == ()


def test_a_day_that_no_row_covers_is_an_error() -> None:
    with pytest.raises(NoRow):
        problems(application(applied_on=date(1990, 1, 1)), rates=RATES)
