"""A plan that is offered: what it costs is shown before anybody is bound, and the offer stands until its day."""

from dataclasses import replace
from datetime import date

import pytest

from cases.models import CaseEvent, Claim, Debtor, InstalmentPlan
from cases.plan_offer import NotAPlan, Wish, sketch
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.money import kronor
from ekrav.sandbox.demo_data import DUVEDS_EL
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.disputes import recalled_on
from tests.cases.plans import (
    BEGUN,
    CLAIM,
    DAYS,
    FOUR,
    accept,
    annas_case,
    fresh,
    locked,
    offer,
    pay,
)
from tests.cast import ANNA_OWES, a_case, a_creditor, an_agency, set_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 January 2026."""
    set_today(BEGUN)
    an_agency()
    return a_creditor()


def test_each_part_and_the_total_are_shown_before_anybody_is_bound(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    with tenant_scope(are_bygg):
        shown = sketch(case=locked(are_bygg, case), wish=FOUR, today=BEGUN, rates=current_rates())
        assert InstalmentPlan.objects.count() == 0
    # Owed today: 10 000 and 12 days' interest, 10 000 × 10 % × 12 / 365 = 32.876…
    assert (shown.reckoned.terms.debt, shown.fee) == (kronor("10032.88"), kronor("170.00"))
    # 46 days on 10 000.00: 126.03.  10 202.88 + 126.03 − 2 613.31 = 7 715.60
    # 28 days on  7 715.60:  59.19.   7 715.60 +  59.19 − 2 613.31 = 5 161.48
    # 31 days on  5 161.48:  43.84.   5 161.48 +  43.84 − 2 613.31 = 2 592.01
    # 30 days on  2 592.01:  21.30.   2 592.01 +  21.30            = 2 613.31
    assert [(part.on, part.interest, part.amount) for part in shown.reckoned.instalments] == [
        (DAYS[0], kronor("126.03"), kronor("2613.31")),
        (DAYS[1], kronor("59.19"), kronor("2613.31")),
        (DAYS[2], kronor("43.84"), kronor("2613.31")),
        (DAYS[3], kronor("21.30"), kronor("2613.31")),
    ]
    # 10 032.88 + 170 + 250.36; paying today would have been 420.36 cheaper.
    assert (shown.reckoned.total, shown.dearer) == (kronor("10453.24"), kronor("420.36"))


def test_a_payment_after_the_offer_makes_it_untrue(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    plan = offer(are_bygg, case, FOUR)
    pay(are_bygg, case, "100.00", BEGUN)
    with pytest.raises(NotAPlan, match="changed"):
        accept(are_bygg, case, plan)
    assert fresh(are_bygg, case).state == State.REGISTERED


def test_no_letter_leaves_while_an_offer_stands_and_an_old_offer_is_over(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    plan = offer(are_bygg, case, FOUR)
    # It stands for 14 days, to 26 January; four bank days more, and the reminder leaves on 2 February.
    assert plan.valid_until == date(2026, 1, 26)
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.REMIND,
        date(2026, 2, 2),
    )
    set_today(date(2026, 1, 27))
    with pytest.raises(NotAPlan, match="over"):
        accept(are_bygg, case, plan)


def test_a_new_offer_takes_the_old_ones_place(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    old = offer(are_bygg, case, FOUR)
    offer(are_bygg, case, Wish(months=3, first=FOUR.first))
    with pytest.raises(NotAPlan, match="not_offered"):
        accept(are_bygg, case, old)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        # Posted on 13 January, there on the 20th, and four bank days more: the 26th at the earliest.
        (Wish(months=4, first=date(2026, 1, 23)), "too_soon"),
        (Wish(months=61, first=FOUR.first), "terms"),
        (Wish(months=0, first=FOUR.first), "terms"),
        (Wish(monthly=kronor("80.00"), first=FOUR.first), "terms"),
    ],
)
def test_what_makes_no_plan_is_refused(are_bygg: int, wish: Wish, reason: str) -> None:
    case = annas_case(are_bygg)
    with pytest.raises(NotAPlan, match=reason):
        offer(are_bygg, case, wish)


def test_where_450_kr_is_claimed_of_a_company_a_plan_costs_nothing_more(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = property(lambda _claim: True, lambda _claim, _value: None)
    monkeypatch.setattr(Claim, "late_payment_claimed", claimed)
    owes = replace(
        ANNA_OWES, kind=Debtor.Kind.COMPANY, name=DUVEDS_EL.name, number=DUVEDS_EL.organisation_number
    )
    case = a_case(are_bygg, debtor=owes, claim=CLAIM)
    # 60 + 180 + 170 = 410 is less than 450, which the reminder asks for.
    assert offer(are_bygg, case, FOUR).fee_ore == 0


def test_a_closed_case_gets_no_plan(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    pay(are_bygg, case, "10032.88", BEGUN)
    with pytest.raises(NotAPlan, match="state"):
        offer(are_bygg, case, FOUR)


def letters(creditor: int) -> list[tuple[str, str]]:
    with tenant_scope(creditor):
        rows = Dispatch.objects.order_by("letter_number").values_list("kind", "state")
        return [(str(kind), str(state)) for kind, state in rows]


def test_the_offer_leaves_as_a_letter_with_each_part_the_total_and_its_last_day(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    plan = offer(are_bygg, case, FOUR)
    with tenant_scope(are_bygg):
        letter = Dispatch.objects.get()
        event = case.events.get(kind=CaseEvent.Kind.PLAN_OFFERED)
    assert (letter.kind, letter.planned_on, event.dispatch_id) == ("plan_offer", date(2026, 1, 13), letter.pk)
    assert plan.valid_until == date(2026, 1, 26)
    said = [text.replace("\u00a0", " ") for text in letter.facts["paragraphs"]]
    assert said[:4] == [
        "Du kan betala hela skulden i 4 delar. Tillsammans blir det 10 453,24 kr.",
        "Betalar du allt den 12 januari 2026 är det 10 032,88 kr. Skillnaden är avgiften för planen, 170,00 kr, och"
        " räntan.",
        "Vill du ha planen? Säg ja senast måndag 26 januari, i Mitt Ärende eller på telefon.",
        "Till dess skickar vi inget nytt krav. Säger du inte ja kostar erbjudandet ingenting, och ärendet går vidare.",
    ]
    rows = [f"{row['label']}: {row['value']}".replace("\u00a0", " ") for row in letter.facts["rows"]]
    assert rows == [
        "1. 27 februari 2026: 2 613,31 kr",
        "2. 27 mars 2026: 2 613,31 kr",
        "3. 27 april 2026: 2 613,31 kr",
        "4. 27 maj 2026: 2 613,31 kr",
        "Tillsammans: 10 453,24 kr",
        "Sista dag att säga ja: 26 januari 2026",
    ]
    # It asks for nothing: no slip.
    assert letter.facts["payment"] is None


def test_a_new_offer_or_a_yes_stops_the_offers_letter_that_waits(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    offer(are_bygg, case, FOUR)
    new = offer(are_bygg, case, Wish(months=3, first=FOUR.first))
    assert letters(are_bygg) == [("plan_offer", "cancelled"), ("plan_offer", "composed")]
    accept(are_bygg, case, new)
    assert letters(are_bygg) == [
        ("plan_offer", "cancelled"),
        ("plan_offer", "cancelled"),
        ("plan", "composed"),
    ]
    # A changed plan is offered in a letter too, and the notices of the plan that is kept go on.
    offer(are_bygg, case, Wish(months=2, first=FOUR.first))
    assert letters(are_bygg)[-2:] == [("plan", "composed"), ("plan_offer", "composed")]


def test_an_offer_that_a_letter_would_bring_too_late_is_told_on_the_phone(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    # The first part on 28 January: to be there by then the plan is written on the 14th at the latest.
    plan = offer(are_bygg, case, Wish(months=4, first=date(2026, 1, 28)))
    assert (plan.valid_until, letters(are_bygg)) == (date(2026, 1, 14), [])


def test_an_offer_that_did_not_leave_on_its_day_leaves_the_next_while_it_can_be_answered(
    are_bygg: int,
) -> None:
    case = annas_case(are_bygg)
    offer(are_bygg, case, FOUR)
    assert recalled_on(date(2026, 1, 14)) == 1
    assert letters(are_bygg) == [("plan_offer", "cancelled"), ("plan_offer", "composed")]
    # Posted on Tuesday the 20th it would be there on the 27th, the day after the last.
    assert recalled_on(date(2026, 1, 19)) == 0
    assert letters(are_bygg) == [("plan_offer", "cancelled"), ("plan_offer", "cancelled")]


def test_an_offer_to_somebody_protected_is_posted_by_hand(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    with tenant_scope(are_bygg):
        Debtor.objects.update(register_word=Debtor.RegisterWord.PROTECTED)
    offer(are_bygg, case, FOUR)
    with tenant_scope(are_bygg):
        assert Dispatch.objects.get().by_hand
