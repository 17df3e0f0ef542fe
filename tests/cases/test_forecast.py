"""What is foretold of an invoice when it is registered: each day and each krona worked out by hand.

A letter's time is nine bank days (five for the post, four to pay), and the next step comes on the fifth bank day after
it. On 10 000 kronor at 10 % a day's interest is 2.739 726 kronor.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.models import Case, Claim, Debtor, Situation, StandingChoice
from cases.outlook import outlook_of
from cases.register import ClaimFacts, DebtorFacts
from cases.scenarios import Forecast, Scenario, forecast_of
from cases.situations.go_on import let_go_on
from cases.ways import Way
from ekrav.agency.rates import current_rates
from ekrav.law.rates import Rates
from ekrav.money import kronor
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import tenant_scope
from tests.cases.happening import Registers, handles, the
from tests.cases.plans import fresh
from tests.cases.test_process import play
from tests.cast import ANNA_OWES, TEN_THOUSAND, a_case, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

Step = tuple[str, date, str, str]
LUNDBERGS = DebtorFacts(
    kind=Debtor.Kind.COMPANY,
    name="Lundbergs Måleri AB",
    number="5599901013",
    care_of="",
    street="Storgatan 4",
    postcode="831 30",
    city="Östersund",
)


def foretold(
    creditor: int,
    *,
    on: date = date(2026, 10, 12),
    claim: ClaimFacts = TEN_THOUSAND,
    debtor: DebtorFacts = ANNA_OWES,
    rates: Rates | None = None,
    **changed: Any,
) -> list[Step]:
    """Step, day, cost and total of a claim registered that day."""
    set_today(on)
    case = a_case(creditor, claim=replace(claim, **changed), debtor=debtor)
    with tenant_scope(creditor):
        steps = outlook_of(case=case, today=on, rates=rates or current_rates()).steps
    return [(step.action, step.on, plain(step.cost), plain(step.total)) for step in steps]


def forecast(creditor: int, case: Case) -> Forecast:
    _at, today = right_now()
    with tenant_scope(creditor):
        return forecast_of(case=case, today=today, rates=current_rates())


def chooses(creditor: int, **chosen: Any) -> None:
    at, _today = right_now()
    with tenant_scope(creditor):
        StandingChoice.objects.create(tariff_version=1, made_at=at, made_by=1, **chosen)


def plain(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02}"


def test_letters_that_a_person_posts_are_foretold_with_the_days_that_it_has_for_it(are_bygg: int) -> None:
    case = a_case(are_bygg)
    Registers().tell(EventKind.PROTECTED, ANNA.person_number, date(2026, 10, 12))
    handles(are_bygg, case, let_go_on, situation=the(are_bygg, case, Situation.Kind.PROTECTED))
    reminder, demand, *_rest = forecast(are_bygg, fresh(are_bygg, case)).steps
    # Written on Tuesday the 13th, posted by Friday the 16th; there on the 23rd, and four bank days from then.
    assert (reminder.on, reminder.pay_by) == (date(2026, 10, 13), date(2026, 10, 29))
    # The fifth bank day after that.
    assert (demand.action, demand.on) == ("demand", date(2026, 11, 5))
    play(date(2026, 10, 13))
    written = fresh(are_bygg, case)
    assert (written.pay_by, written.next_date) == (reminder.pay_by, demand.on)


def test_a_private_person_who_agreed_to_the_fee(are_bygg: int) -> None:
    # 13, 33 and 51 days of interest: 35.62, 90.41, 139.73.
    assert foretold(are_bygg) == [
        ("remind", date(2026, 10, 13), "60.00", "10095.62"),
        ("demand", date(2026, 11, 2), "180.00", "10330.41"),
        ("await_decision", date(2026, 11, 20), "0.00", "10379.73"),
    ]


def test_without_an_agreed_fee_the_reminder_is_free(are_bygg: int) -> None:
    assert foretold(are_bygg, reminder_fee_agreed=False) == [
        ("remind", date(2026, 10, 13), "0.00", "10035.62"),
        ("demand", date(2026, 11, 2), "180.00", "10270.41"),
        ("await_decision", date(2026, 11, 20), "0.00", "10319.73"),
    ]


def test_a_due_date_that_was_not_agreed_bears_interest_thirty_days_after_sending(are_bygg: int) -> None:
    # Sent on 20 September, the thirtieth day is 20 October: 0, 13 and 31 days.
    said: dict[str, Any] = {
        "due_agreed": False,
        "sent_on": date(2026, 9, 20),
        "invoice_date": date(2026, 9, 20),
    }
    assert foretold(are_bygg, **said) == [
        ("remind", date(2026, 10, 13), "60.00", "10060.00"),
        ("demand", date(2026, 11, 2), "180.00", "10275.62"),
        ("await_decision", date(2026, 11, 20), "0.00", "10324.93"),
    ]


def test_rent(are_bygg: int) -> None:
    # 8 000 × 10 % / 365 = 2.191 781 a day.
    rent: dict[str, Any] = {
        "kind": Claim.Kind.RENT,
        "capital": kronor("8000.00"),
        "reminder_fee_agreed": False,
    }
    assert foretold(are_bygg, **rent) == [
        ("remind", date(2026, 10, 13), "0.00", "8028.49"),
        ("demand", date(2026, 11, 2), "180.00", "8252.33"),
        ("await_decision", date(2026, 11, 20), "0.00", "8291.78"),
    ]


def test_a_membership_that_said_nothing_of_interest_bears_none(are_bygg: int) -> None:
    membership: dict[str, Any] = {
        "kind": Claim.Kind.MEMBERSHIP,
        "capital": kronor("400.00"),
        "due_agreed": False,
        "interest_stated": False,
        "reminder_fee_agreed": False,
    }
    assert foretold(are_bygg, **membership) == [
        ("remind", date(2026, 10, 13), "0.00", "400.00"),
        ("demand", date(2026, 11, 2), "180.00", "580.00"),
        ("await_decision", date(2026, 11, 20), "0.00", "580.00"),
    ]


def test_a_company_owes_450_kronor_at_once_and_no_fee_follows(are_bygg: int) -> None:
    # 20 000 × 10 % / 365 = 5.479 452 a day; none of it on the 450.
    goods: dict[str, Any] = {
        "kind": Claim.Kind.GOODS,
        "capital": kronor("20000.00"),
        "late_payment_claimed": True,
    }
    assert foretold(are_bygg, debtor=LUNDBERGS, **goods) == [
        ("remind", date(2026, 10, 13), "450.00", "20521.23"),
        ("demand", date(2026, 11, 2), "0.00", "20630.82"),
        ("await_decision", date(2026, 11, 20), "0.00", "20729.45"),
    ]


def test_after_the_creditors_own_reminder_the_demand_comes_first(are_bygg: int) -> None:
    assert foretold(are_bygg, own_reminder_on=date(2026, 10, 5)) == [
        ("demand", date(2026, 10, 13), "180.00", "10215.62"),
        ("await_decision", date(2026, 11, 2), "0.00", "10270.41"),
    ]


def test_a_last_letter_before_the_decision_costs_nothing(are_bygg: int) -> None:
    chooses(are_bygg, final_notice=True)
    # 71 days on 10 December: 194.52.
    assert foretold(are_bygg) == [
        ("remind", date(2026, 10, 13), "60.00", "10095.62"),
        ("demand", date(2026, 11, 2), "180.00", "10330.41"),
        ("final_notice", date(2026, 11, 20), "0.00", "10379.73"),
        ("await_decision", date(2026, 12, 10), "0.00", "10434.52"),
    ]


def test_a_small_claim_costs_its_creditor_more_than_it_brings(are_bygg: int) -> None:
    case = a_case(are_bygg, capital=kronor("50.00"))
    seen = forecast(are_bygg, case)
    assert [(step.on, plain(step.total)) for step in seen.steps] == [
        (date(2026, 10, 13), "110.18"),
        (date(2026, 11, 2), "290.45"),
        (date(2026, 11, 20), "290.70"),
    ]
    # In 30 days the demand's 290.45 is paid: 240 are our fee, 60 the VAT on it, 50.45 the creditor's.
    later = seen.paid[Scenario.LATER].shared
    assert (later.fees, later.vat, later.payout, later.creditor_owes) == (24_000, 6_000, 0, 955)


def test_paying_at_once_and_paying_in_thirty_days(are_bygg: int) -> None:
    seen = forecast(are_bygg, a_case(are_bygg))
    now, later = seen.paid[Scenario.NOW], seen.paid[Scenario.LATER]
    # 12 days, 32.88, and no letter yet.
    assert (now.booked, now.amount, now.paid_out) == (date(2026, 10, 12), 1_003_288, date(2026, 10, 16))
    assert (now.shared.fees, now.shared.vat, now.shared.payout) == (0, 0, 1_003_288)
    # The demand's printed sum, as its time is not out; 240 in fees with 60 in VAT.
    assert (later.booked, later.amount, later.paid_out) == (
        date(2026, 11, 11),
        1_033_041,
        date(2026, 11, 13),
    )
    assert (later.shared.fees, later.shared.vat, later.shared.payout) == (24_000, 6_000, 1_003_041)


def test_the_compensation_is_ours_when_the_tariff_says_so(are_bygg: int) -> None:
    goods = replace(
        TEN_THOUSAND, kind=Claim.Kind.GOODS, capital=kronor("20000.00"), late_payment_claimed=True
    )
    later = forecast(are_bygg, a_case(are_bygg, claim=goods, debtor=LUNDBERGS)).paid[Scenario.LATER]
    assert (later.amount, later.shared.fees, later.shared.vat) == (2_063_082, 45_000, 11_250)
    assert later.shared.payout == 2_006_832


def test_what_kronofogden_costs_and_what_is_risked_stands_after_the_decision(are_bygg: int) -> None:
    way = forecast(are_bygg, a_case(are_bygg)).way
    assert way is not None
    assert (way.way, way.on, way.chosen) == (Way.PAYMENT_ORDER, date(2026, 11, 20), False)
    # 300 and 380 for the debtor; 300 to begin with; 600 more when it is enforced.
    assert (way.debtor, way.now, way.risk) == (68_000, 30_000, 90_000)
    assert way.total == 1_037_973 + 68_000


@pytest.mark.parametrize(
    ("chosen", "way"),
    [
        ({"payment_order_up_to_ore": 30_000}, (Way.PAYMENT_ORDER, True, 30_000)),
        # 15 kr a year with 3.75 in VAT.
        (
            {"payment_order_up_to_ore": 29_999, "surveillance_yearly_ore": 1_875},
            (Way.SURVEILLANCE, True, 1_875),
        ),
        ({"surveillance_yearly_ore": 1_874, "otherwise": "wait"}, (Way.WAIT, True, 0)),
        ({"surveillance_yearly_ore": 1_874}, (Way.PAYMENT_ORDER, False, 30_000)),
    ],
)
def test_a_standing_choice_that_covers_the_price_leads_on_by_itself(
    are_bygg: int, chosen: dict[str, Any], way: tuple[Way, bool, int]
) -> None:
    case = a_case(are_bygg)
    chooses(are_bygg, **chosen)
    seen = forecast(are_bygg, case).way
    assert seen is not None
    assert (seen.way, seen.chosen, seen.now) == way


def test_what_stands_in_the_way_now_is_named(are_bygg: int) -> None:
    case = a_case(are_bygg, debtor=replace(ANNA_OWES, street=""))
    assert forecast(are_bygg, case).obstacles == ("no_address",)


def test_what_should_have_been_done_before_today_is_foretold_from_today(are_bygg: int) -> None:
    case = a_case(are_bygg)
    # The machine slept from the 12th to Saturday the 17th: the reminder goes on Monday, and all that follows later.
    set_today(date(2026, 10, 17))
    assert [step.on for step in forecast(are_bygg, case).steps] == [
        date(2026, 10, 19),
        date(2026, 11, 6),
        date(2026, 11, 26),
    ]


def test_a_case_that_waits_may_go_on_today_and_is_asked_again(are_bygg: int) -> None:
    case = a_case(are_bygg)
    for day in (date(2026, 10, 13), date(2026, 11, 2), date(2026, 11, 20)):
        play(day)
    set_today(date(2026, 11, 23))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
    seen = forecast(are_bygg, case)
    assert [(step.action, step.on, step.cost) for step in seen.steps] == [
        ("ask_again", date(2026, 12, 20), 0)
    ]
    assert seen.way is not None
    # 54 days: 147.95; and 680 on top.
    assert (seen.way.on, seen.way.total) == (date(2026, 11, 23), 1_038_795 + 68_000)
