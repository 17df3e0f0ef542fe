"""Late payment compensation: 450 kr of a company instead of 60 and 180, asked by the first letter and never again.

Fjällhyttan owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. The reminder of 13 October prints 10 485.62
(13 days: 35.62, and 450) to be paid by 26 October; the demand of 2 November 10 540.41 (33 days: 90.41).
"""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.correction import Replaced, differences
from cases.debt import debt_of
from cases.direct_payment import Reported, register_direct_payment
from cases.forecast import plan_of
from cases.models import Case, CaseEvent, Claim
from cases.register import NotCompensated
from cases.states import Action, State
from ekrav.agency.models import Tariff
from ekrav.agency.rates import current_rates, rates_before, rates_from
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.tenancy import staff_scope, tenant_scope
from letters.models import Dispatch
from tests.agency.given import in_force, what
from tests.cases.given import ANSWERS, upload
from tests.cases.test_process import pay, play
from tests.cast import ANNA_OWES, HYTTAN_OWES, TEN_THOUSAND, a_case, on_terms, right_now, set_today
from tests.pages import press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

REMINDED, LAST_DAY, DEMANDED = date(2026, 10, 13), date(2026, 10, 26), date(2026, 11, 2)
CLAIMED = replace(TEN_THOUSAND, late_payment_claimed=True)
OF_A_COMPANY = {
    **ANSWERS,
    "debtor_name": "Fjällhyttan Kök AB",
    "debtor_number": "559990-1013",
    "debtor_kind": "company",
}


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Fjällhyttan's, with compensation claimed."""
    return a_case(are_bygg, debtor=HYTTAN_OWES, claim=CLAIMED)


def letter(creditor: int, kind: str) -> dict[str, Any]:
    with tenant_scope(creditor):
        return dict(Dispatch.objects.get(kind=kind).facts)


def fresh(creditor: int, case: Case) -> Case:
    with tenant_scope(creditor):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def balances(creditor: int, *accounts: Account) -> list[int]:
    with tenant_scope(creditor):
        return [balance(account=account) for account in accounts]


def test_the_reminder_asks_for_450_and_nothing_more_follows(are_bygg: int, case: Case) -> None:
    with tenant_scope(are_bygg):
        ahead = plan_of(case=case, rates=current_rates())
    assert [(step.action, step.on, step.cost) for step in ahead] == [
        (Action.REMIND, REMINDED, 45_000),
        (Action.DEMAND, DEMANDED, 0),
        (Action.AWAIT_DECISION, date(2026, 11, 20), 0),
    ]
    play(REMINDED)
    told = letter(are_bygg, "reminder")
    costs = [(cost["name"], cost["amount"]) for cost in told["costs"]]
    assert (costs, told["total"]) == ([("Förseningsersättning", 45_000)], 1_048_562)
    assert [step["cost"] for step in told["next_steps"]] == [0]
    play(DEMANDED)
    told = letter(are_bygg, "demand")
    costs = [(cost["name"], cost["amount"]) for cost in told["costs"]]
    assert (costs, told["total"]) == ([("Förseningsersättning", 45_000)], 1_054_041)
    with tenant_scope(are_bygg):
        assert list(case.events.order_by("id").values_list("kind", "on", "amount_ore")) == [
            (CaseEvent.Kind.REGISTERED, date(2026, 10, 12), 1_000_000),
            (CaseEvent.Kind.REMINDED, REMINDED, 45_000),
            (CaseEvent.Kind.DEMANDED, DEMANDED, 0),
        ]


def test_no_interest_is_claimed_on_the_compensation(are_bygg: int, case: Case) -> None:
    play(REMINDED)
    with tenant_scope(are_bygg):
        debt = debt_of(case=fresh(are_bygg, case), on=date(2026, 11, 20), rates=current_rates())
    # 51 days on 10 000, not on 10 450.
    assert (debt.late_payment, debt.interest, debt.total) == (45_000, 13_973, 1_058_973)
    assert {segment.capital for segment in debt.accrued.trace} == {1_000_000}


def test_everything_paid_before_the_reminder_owes_no_compensation(are_bygg: int, case: Case) -> None:
    play(REMINDED)
    # 12 days: 32.88, booked the day before the letter and known the day after.
    pay(are_bygg, case, "10032.88", date(2026, 10, 12))
    assert fresh(are_bygg, case).state == State.PAID
    accounts = (
        Account.CLAIM_LATE_PAYMENT,
        Account.DUE_LATE_PAYMENT,
        Account.DUE_INTEREST,
        Account.DUE_CAPITAL,
    )
    assert balances(are_bygg, *accounts) == [0, 0, -3_288, -1_000_000]


def test_a_part_paid_pays_the_compensation_first(are_bygg: int, case: Case) -> None:
    play(REMINDED)
    pay(are_bygg, case, "400.00", REMINDED)
    accounts = (Account.CLAIM_LATE_PAYMENT, Account.DUE_LATE_PAYMENT, Account.DUE_COSTS)
    assert balances(are_bygg, *accounts) == [5_000, -40_000, 0]


@pytest.mark.parametrize(
    ("whose", "owes"), [(Tariff.InterestTo.AGENCY, 45_000), (Tariff.InterestTo.CREDITOR, 0)]
)
def test_compensation_paid_to_the_creditor_is_owed_to_the_agency_when_that_keeps_it(
    are_bygg: int, case: Case, whose: Tariff.InterestTo, owes: int
) -> None:
    on_terms(are_bygg, late_payment_to=whose)
    play(REMINDED)
    set_today(LAST_DAY)
    at, today = right_now()
    reported = Reported(key=uuid.uuid4(), amount=kronor("10485.62"), paid_on=LAST_DAY)
    found = fresh(are_bygg, case)
    with tenant_scope(are_bygg):
        register_direct_payment(
            case=found, reported=reported, today=today, at=at, by=MACHINE, rates=current_rates()
        )
    assert fresh(are_bygg, case).state == State.PAID
    accounts = (Account.CREDITOR_OWES, Account.DUE_LATE_PAYMENT, Account.DUE_COSTS)
    assert balances(are_bygg, *accounts) == [owes, -owes, 0]


@pytest.mark.parametrize(
    ("debtor", "kind"),
    [
        (ANNA_OWES, Claim.Kind.SERVICES),
        (HYTTAN_OWES, Claim.Kind.RENT),
        (HYTTAN_OWES, Claim.Kind.MEMBERSHIP),
    ],
)
def test_it_is_registered_for_companies_goods_and_services_only(
    are_bygg: int, debtor: Any, kind: Claim.Kind
) -> None:
    with pytest.raises(NotCompensated):
        a_case(are_bygg, debtor=debtor, claim=replace(CLAIMED, kind=kind))


@pytest.mark.parametrize(("answer", "claimed"), [({}, True), ({"late_payment_claimed": "no"}, False)])
def test_it_is_asked_of_a_company_unless_the_creditor_says_no(
    cecilia: Client, are_bygg: int, answer: dict[str, str], claimed: bool
) -> None:
    confirm = cecilia.post(upload(cecilia), {**OF_A_COMPANY, **answer}).url  # type: ignore[attr-defined]
    page = cecilia.get(confirm)
    words = "Begärs, i stället för kostnader för breven" if claimed else "Begärs inte"
    assert f"Förseningsersättning {words}" in text_of(page)
    costs = [step.debtor_pays for step in page.context["forecast"].steps[:2]]
    assert costs == ([45_000, 0] if claimed else [6_000, 18_000])
    press(cecilia, confirm)
    with tenant_scope(are_bygg):
        assert Claim.objects.get().late_payment_claimed is claimed


@pytest.mark.parametrize("wrong", [ANSWERS, {**OF_A_COMPANY, "kind": "rent"}])
def test_the_form_refuses_it_of_anybody_else(cecilia: Client, are_bygg: int, wrong: dict[str, str]) -> None:
    check = upload(cecilia)
    refused = cecilia.post(check, {**wrong, "late_payment_claimed": "yes"})
    assert refused.status_code == 400
    words = "Bara ett företag som har köpt varor eller tjänster betalar förseningsersättning. Välj Nej."
    assert words in text_of(refused)
    confirm = cecilia.post(check, wrong).url  # type: ignore[attr-defined]
    press(cecilia, confirm)
    with tenant_scope(are_bygg):
        assert Claim.objects.get().late_payment_claimed is False


def test_a_lower_compensation_lists_the_letters_that_asked_for_more(are_bygg: int, case: Case) -> None:
    play(REMINDED)
    row = in_force(what("400", key="fee.late_b2b", since=date(2026, 9, 1), until=None))
    with staff_scope():
        at = type(row).objects.values_list("confirmed_at", flat=True).get(pk=row.pk)
        assert at is not None
        (found,) = differences(
            Replaced(
                key=row.key, since=row.valid_from, before=rates_before(row), after=rates_from(row), at=at
            )
        )
    assert (found.case_number, found.action, found.on) == (case.number, Action.REMIND, REMINDED)
    assert (found.charged, found.right, found.too_much) == (Ore(45_000), Ore(40_000), Ore(5_000))


def test_a_company_is_not_sent_to_its_municipality_for_advice(are_bygg: int, case: Case) -> None:
    play(REMINDED)
    play(DEMANDED)
    with tenant_scope(are_bygg):
        sent = Dispatch.objects.order_by("id").values_list("template_version", flat=True)
        assert list(sent) == ["reminder-company-1", "demand-company-1"]
