"""Anna pays 10 000 kr in four parts: what it costs is shown before, asked for in time, and never becomes more."""

from datetime import date

import pytest

from cases.models import CaseEvent, InstalmentPlan, Notice
from cases.plan_end import Why, end_plan
from cases.plan_offer import Wish
from cases.states import Action, State
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency, Tariff
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account, Entry
from ekrav.money import kronor
from ekrav.tenancy import agency_scope, tenant_scope
from tests.cases.plans import (
    BEGUN,
    DAYS,
    FOUR,
    NOTICES,
    STAFF,
    accept,
    annas_case,
    books_broken,
    fresh,
    locked,
    log,
    offer,
    pay,
    play,
)
from tests.cases.said import says
from tests.cast import a_creditor, an_agency, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 January 2026."""
    set_today(BEGUN)
    an_agency()
    return a_creditor()


def instalments(creditor: int, plan: InstalmentPlan) -> list[tuple[date, int]]:
    with tenant_scope(creditor):
        return list(plan.instalments.order_by("number").values_list("due_on", "amount_ore"))


def test_a_plan_kept_to_its_end_closes_the_case_to_the_ore(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    for notice, day in zip(NOTICES, DAYS, strict=True):
        play(notice)
        pay(are_bygg, case, "2613.31", day)
    assert log(are_bygg, case) == [
        ("registered", BEGUN, "registered"),
        ("plan_offered", BEGUN, "registered"),
        ("plan_accepted", BEGUN, "plan"),
        ("plan_notice", NOTICES[0], "plan"),
        ("paid", DAYS[0], "plan"),
        ("plan_notice", NOTICES[1], "plan"),
        ("paid", DAYS[1], "plan"),
        ("plan_notice", NOTICES[2], "plan"),
        ("paid", DAYS[2], "plan"),
        ("plan_notice", NOTICES[3], "plan"),
        ("paid", DAYS[3], "plan"),
        ("closed", DAYS[3], "paid"),
    ]
    with tenant_scope(are_bygg):
        plan = InstalmentPlan.objects.get()
        assert (plan.state, plan.ended_on) == (InstalmentPlan.State.KEPT, DAYS[3])
        assert balance(account=Account.DUE_CAPITAL) == -kronor("10000.00")
        # 32.88 before the plan and 250.36 while it lasted.
        assert balance(account=Account.DUE_INTEREST) == -kronor("283.24")
        assert balance(account=Account.DUE_COSTS) == -kronor("170.00")
        assert balance(account=Account.OWED_TO_PAYER) == 0
    assert books_broken() == []


def test_notices_and_warnings_come_on_their_days_and_nothing_else(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.PLAN_NOTICE,
        NOTICES[0],
    )
    play(NOTICES[0])
    play(NOTICES[0])
    # Due on Friday 27 February; four bank days for a payment on its way, and the next is Friday 6 March.
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.PLAN_WARNING,
        date(2026, 3, 6),
    )
    pay(are_bygg, case, "2613.31", date(2026, 3, 2))
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.PLAN_NOTICE,
        NOTICES[1],
    )
    assert [kind for kind, _on, _state in log(are_bygg, case)].count("plan_notice") == 1


def test_paying_early_makes_it_cheaper_and_the_last_notice_asks_for_what_is_left(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    play(NOTICES[0])
    # Three parts at once on 27 February: 10 328.91 − 7 839.93 = 2 488.98 left.
    pay(are_bygg, case, "7839.93", DAYS[0])
    assert fresh(are_bygg, case).next_date == NOTICES[3]
    play(NOTICES[3])
    with tenant_scope(are_bygg):
        notice = case.events.filter(kind=CaseEvent.Kind.PLAN_NOTICE).order_by("-id")[0]
    # 74 days to 12 May: 50.46, and 15 to 27 May: 10.23. Together 61 kr less than the part.
    assert (notice.facts["instalment"], notice.facts["asked_ore"]) == (4, kronor("2549.67"))
    pay(are_bygg, case, "2549.67", DAYS[3])
    # 89 days at once: 2 488.98 × 10 % × 89 / 365 = 60.69.
    assert fresh(are_bygg, case).state == State.PAID


def test_an_ore_that_rounding_leaves_is_given_up_by_a_posting_of_its_own(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    # An öre on two days cuts the first 46 days in 15, 15 and 16: 41.0958…, twice, and 43.8356…. Each is rounded up, to
    # 126.04 together, and every part after that leaves an öre more.
    pay(are_bygg, case, "0.01", date(2026, 1, 27))
    pay(are_bygg, case, "0.01", date(2026, 2, 11))
    pay(are_bygg, case, "2613.29", DAYS[0])
    for day in DAYS[1:]:
        pay(are_bygg, case, "2613.31", day)
    assert fresh(are_bygg, case).state == State.PAID
    with tenant_scope(are_bygg):
        given_up = Entry.objects.get(kind="waive the rest of a kept plan")
        assert [(line.account, line.amount_ore) for line in given_up.lines.order_by("amount_ore")] == [
            (Account.CLAIM_CAPITAL, -1),
            (Account.CLAIMS, 1),
        ]
        assert InstalmentPlan.objects.get().state == InstalmentPlan.State.KEPT
    assert books_broken() == []


def test_a_plan_is_changed_without_a_new_fee_and_the_old_one_is_kept_as_it_was(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    play(NOTICES[0])
    pay(are_bygg, case, "2613.31", DAYS[0])
    set_today(date(2026, 3, 2))
    new = offer(are_bygg, case, Wish(monthly=kronor("4000.00"), first=date(2026, 3, 31)))
    assert fresh(are_bygg, case).next_action == Action.PLAN_NOTICE
    accept(are_bygg, case, new)
    # 7 715.60 is left on 27 February, three days more are 6.34: 7 721.94. 29 days of 10 % on 7 715.60 are 61.30, as
    # 6.34 of what is left is interest: 7 783.24 − 4 000 = 3 783.24. 30 days on that are 31.10: 3 814.34.
    assert instalments(are_bygg, new) == [
        (date(2026, 3, 31), kronor("4000.00")),
        (date(2026, 4, 30), kronor("3814.34")),
    ]
    with tenant_scope(are_bygg):
        assert [(p.version, p.state, p.fee_ore) for p in InstalmentPlan.objects.order_by("version")] == [
            (1, "changed", 17_000),
            (2, "accepted", 0),
        ]
    play(date(2026, 3, 17))
    pay(are_bygg, case, "4000.00", date(2026, 3, 31))
    play(date(2026, 4, 16))
    pay(are_bygg, case, "3814.34", date(2026, 4, 30))
    assert log(are_bygg, case)[-7:] == [
        ("plan_offered", date(2026, 3, 2), "plan"),
        ("plan_changed", date(2026, 3, 2), "plan"),
        ("plan_notice", date(2026, 3, 17), "plan"),
        ("paid", date(2026, 3, 31), "plan"),
        ("plan_notice", date(2026, 4, 16), "plan"),
        ("paid", date(2026, 4, 30), "plan"),
        ("closed", date(2026, 4, 30), "paid"),
    ]
    assert books_broken() == []


def test_a_plan_that_was_asked_for_answers_the_wish(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    wish = says(case, Notice.Kind.PLAN, months=6)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    with tenant_scope(are_bygg):
        assert Notice.objects.get(pk=wish.pk).handled_at is not None


def test_accepting_twice_is_once(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    plan = offer(are_bygg, case, FOUR)
    assert accept(are_bygg, case, plan).pk == accept(are_bygg, case, plan).pk
    with tenant_scope(are_bygg):
        assert Entry.objects.filter(kind="plan").count() == 1


def test_a_notice_fee_by_tariff_is_in_the_total_and_charged_with_each_notice(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    with agency_scope():
        for version, fee in ((2, "60.00"), (3, "75.00")):
            Tariff.objects.create(
                version=version, valid_from=BEGUN, legal_forms=["AB"], plan_notice_fee_ore=kronor(fee)
            )
        # What others agree to from now on is not what this company has agreed to.
        Agency.objects.update(tariff=3)
    with tenant_scope(are_bygg):
        Creditor.objects.update(tariff=2)
    plan = offer(are_bygg, case, Wish(months=2, first=FOUR.first))
    # 10 032.88 + 170 + 2 × 60 = 10 322.88; 46 days on 10 000: 126.03; half of 10 491.… each.
    total = sum(amount for _on, amount in instalments(are_bygg, plan))
    assert total == plan.total_ore
    accept(are_bygg, case, plan)
    for notice, day in zip(NOTICES[:2], DAYS[:2], strict=True):
        play(notice)
        with tenant_scope(are_bygg):
            asked = case.events.filter(kind=CaseEvent.Kind.PLAN_NOTICE).order_by("-id")[0].facts["asked_ore"]
        pay(are_bygg, case, f"{asked // 100}.{asked % 100:02}", day)
    assert fresh(are_bygg, case).state == State.PAID
    with tenant_scope(are_bygg):
        assert balance(account=Account.DUE_COSTS) == -kronor("290.00")
        assert balance(account=Account.CLIENT_FUNDS) <= total


def test_anna_ends_her_plan_and_the_reminder_comes_after_a_letters_time(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    set_today(date(2026, 1, 19))
    at, today = right_now()
    with tenant_scope(are_bygg):
        end_plan(
            case=locked(are_bygg, case), why=Why.DEBTOR, today=today, at=at, by=STAFF, rates=current_rates()
        )
    # Posted on 20 January: 27 presumed there, 2 February to pay, 6 for what is on its way, 9 the next step.
    ended = fresh(are_bygg, case)
    assert (ended.state, ended.pay_by, ended.next_action, ended.next_date) == (
        State.REGISTERED,
        date(2026, 2, 2),
        Action.REMIND,
        date(2026, 2, 9),
    )
    with tenant_scope(are_bygg):
        # 10 032.88 and the fee, and seven days more: 19.18.
        assert case.events.get(kind="plan_ended").facts["total_ore"] == kronor("10222.06")
        assert InstalmentPlan.objects.get().state == InstalmentPlan.State.ENDED
