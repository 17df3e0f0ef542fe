"""Anna reads the plan she is offered, with all that it costs, and says yes; then she sees how far it has come."""

from datetime import date
from typing import Any

import pytest

from cases.messages import take_up_all
from cases.models import Case, CaseEvent, InstalmentPlan, Notice
from cases.plan_offer import Wish, offer_plan
from cases.respite import Reason, give_respite
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.plans import STAFF, locked
from tests.cases.plans import play as play_plan
from tests.cases.said import says
from tests.cast import right_now, set_today
from tests.debtor_portal.browsing import PortalClient
from tests.debtor_portal.given import Bait, code, pay
from tests.debtor_portal.test_case_page import BANNED, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def offered(case: Case) -> None:
    """Two parts from 30 November, offered today, the day after the reminder."""
    set_today(date(2026, 10, 14))
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        offer_plan(
            case=locked(case.creditor_id, case),
            wish=Wish(months=2, first=date(2026, 11, 30)),
            today=today,
            at=at,
            by=STAFF,
            rates=current_rates(),
        )


def taken_up() -> int:
    """The task takes up what has been said; how much of it."""
    at, today = right_now()
    return take_up_all(today=today, at=at, rates=current_rates())


def say_yes(browser: PortalClient) -> Any:
    form = browser.get("/arende/plan/").context["form"]
    answers = {"key": str(form["key"].value()), "plan": form["plan"].value()}
    browser.post("/arende/plan/", answers)
    return browser.post("/arende/plan/", answers, follow=True)


def test_anna_says_yes_to_a_plan_once_and_it_begins(browser: PortalClient, world: Bait) -> None:
    offered(world.anna)
    browser.open(world.anna, code(world.anna))
    assert "Du kan betala i delar. Säg ja senast onsdag 28 oktober 2026." in text_of(browser.get("/arende/"))
    page = text_of(browser.get("/arende/plan/"))
    # 14 days: 38.36, and the reminder's 60: 10 098.36. With 170, 10 268.36; 47 days to 30 November are 128.77;
    # half of that and of the next 30 days' interest each: 10 438.94 in all.
    assert "Skuld 14 oktober 2026 10 098,36 Avgift för planen 170,00" in page
    assert "Tillsammans, kr" in page
    assert "Tack, vi har fått ditt ja." in text_of(say_yes(browser))
    assert (taken_up(), taken_up()) == (1, 0)
    with tenant_scope(world.anna.creditor_id):
        event = world.anna.events.get(kind=CaseEvent.Kind.PLAN_ACCEPTED)
    assert (event.kind, event.by_kind, event.facts["channel"]) == ("plan_accepted", "debtor", "portal")
    shown = text_of(browser.get("/arende/"))
    assert "Du har en amorteringsplan. Betala" in shown
    assert "senast måndag 30 november 2026" in shown
    assert "Nästa del senast måndag 30 november" in shown
    plan = text_of(browser.get("/arende/plan/"))
    assert "1. 30 november 2026" in plan
    assert not [word for word in BANNED if word in f"{page} {shown} {plan}".lower()]


def test_anna_who_wished_for_parts_is_asked_whether_she_wants_the_ones_that_are_offered(
    browser: PortalClient, world: Bait
) -> None:
    says(world.anna, Notice.Kind.PLAN, months=2)
    offered(world.anna)
    browser.open(world.anna, code(world.anna))
    page = text_of(browser.get("/arende/plan/"))
    assert ("Ja, jag betalar så här" in page, "Tack, vi har fått ditt ja." in page) == (True, False)
    assert "Tack, vi har fått ditt ja." in text_of(say_yes(browser))
    assert "Ja till planen" in text_of(browser.get("/arende/"))


def test_a_yes_to_an_offer_that_is_gone_is_told_and_writes_nothing(
    browser: PortalClient, world: Bait
) -> None:
    offered(world.anna)
    browser.open(world.anna, code(world.anna))
    key = str(browser.get("/arende/plan/").context["form"]["key"].value())
    answer = browser.post("/arende/plan/", {"key": key, "plan": "0"})
    assert (answer.status_code, "inte erbjuden längre" in text_of(answer)) == (400, True)
    with tenant_scope(world.anna.creditor_id):
        assert Notice.objects.count() == 0


def test_without_an_offer_there_is_no_such_page(browser: PortalClient, world: Bait) -> None:
    offered(world.anna)
    browser.open(world.bo, code(world.bo))
    assert browser.get("/arende/plan/").status_code == 404


def test_a_wish_that_is_no_yes_waits_for_a_person(world: Bait) -> None:
    offered(world.anna)
    at, today = right_now()
    with tenant_scope(world.anna.creditor_id):
        Notice.objects.create(
            key="6d0bd1b8-2f7c-4b39-8f7e-1b4c8a0ad4f3",
            case=world.anna,
            kind=Notice.Kind.PLAN,
            channel=Notice.Channel.PORTAL,
            months=12,
            received_on=today,
            received_at=at,
        )
    assert taken_up() == 0
    with tenant_scope(world.anna.creditor_id):
        assert Notice.objects.get().handled_at is None


@pytest.mark.parametrize("first", ["the wish", "the offer"])
def test_who_wished_for_as_many_parts_has_not_said_yes_to_what_they_cost(world: Bait, first: str) -> None:
    """She asks to pay in two parts. An offer of two costs 170 kr and interest: she has not read it."""
    if first == "the wish":
        says(world.anna, Notice.Kind.PLAN, months=2)
    offered(world.anna)
    if first == "the offer":
        says(world.anna, Notice.Kind.PLAN, months=2)
    assert taken_up() == 0
    with tenant_scope(world.anna.creditor_id):
        assert InstalmentPlan.objects.get().state == InstalmentPlan.State.OFFERED
        assert Notice.objects.get().handled_at is None


def test_anna_sees_that_she_has_more_time(browser: PortalClient, world: Bait) -> None:
    at, today = right_now()
    with tenant_scope(world.anna.creditor_id):
        give_respite(
            case=locked(world.anna.creditor_id, world.anna),
            reason=Reason.ASKED,
            until=date(2026, 11, 20),
            today=today,
            at=at,
            by=STAFF,
            rates=current_rates(),
        )
    browser.open(world.anna, code(world.anna))
    assert "Du har fått mer tid, till och med fredag 20 november 2026." in text_of(browser.get("/arende/"))
    assert "Du har tid till fredag 20 november" in text_of(browser.get("/arende/"))
    assert "Fredag 20 november Tiden som du har fått tar slut." in text_of(browser.get("/arende/"))
    assert "26 oktober" not in text_of(browser.get("/arende/"))


def in_plan(browser: PortalClient, world: Bait) -> None:
    """She has said yes on 14 October to two parts, the first by 30 November."""
    offered(world.anna)
    browser.open(world.anna, code(world.anna))
    say_yes(browser)
    assert taken_up() == 1


def test_with_a_plan_nothing_speaks_of_the_old_letters_day(browser: PortalClient, world: Bait) -> None:
    in_plan(browser, world)
    text = text_of(browser.get("/arende/"))
    assert "Du har en amorteringsplan. Betala 5 219,84 kr senast måndag 30 november 2026." in text
    ahead = text.partition("Vad händer om jag inte gör något?")[2].partition("Det här kravet")[0]
    assert "Tidigast måndag 16 november Vi skickar en avi om nästa del." in ahead
    assert "Måndag 30 november Sista dag att betala nästa del." in ahead
    # A payment of 30 November may come through the third bank day after it.
    assert "Tidigast måndag 7 december Har delen inte kommit skickar vi ett brev" in ahead
    assert ("26 oktober" in ahead, "betalningspåminnelse" in ahead) == (False, False)
    english = text_of(browser.get("/arende/?lang=en"))
    assert "You have an instalment plan (amorteringsplan). Pay SEK 5,219.84 by Monday 30 November" in english
    ahead = english.partition("What happens if I do nothing?")[2].partition("This claim is")[0]
    assert "Monday 30 November The last day to pay the next instalment." in ahead
    assert "26 October" not in ahead


def test_the_plans_fee_is_not_called_interest(browser: PortalClient, world: Bait) -> None:
    """The reminder's 10 095.62 closes the case through 26 October; 2.74 of interest since it, and the plan's 170."""
    in_plan(browser, world)
    text = text_of(browser.get("/arende/"))
    assert "Avgift för planen, som du slipper om du betalar allt senast 26 oktober 2026 −170,00" in text
    assert "Ränta efter brevet, som du slipper om du betalar allt senast 26 oktober 2026 −2,74" in text
    assert "Att betala, kr 10 095,62" in text
    set_today(date(2026, 10, 27))
    assert "som du slipper" not in text_of(browser.get("/arende/"))


def test_a_missed_part_and_its_warning_have_words_and_a_day_of_their_own(
    browser: PortalClient, world: Bait
) -> None:
    in_plan(browser, world)
    play_plan(date(2026, 11, 17))
    set_today(date(2026, 12, 1))
    text = text_of(browser.get("/arende/"))
    assert "Skulle ha betalats måndag 30 november" in text
    assert "Du har en amorteringsplan. 5 219,84 kr skulle ha betalats måndag 30 november 2026." in text
    play_plan(date(2026, 12, 7))
    text = text_of(browser.get("/arende/"))
    assert "Att betala 5 219,84 kr Betala senast måndag 21 december" in text
    assert "Måndag 21 december Sista dag att betala det som saknas. Då gäller planen som förut." in text
    assert "Har det som saknas inte kommit gäller planen inte längre. Då ska hela skulden betalas." in text
    assert "Betala 5 219,84 kr senast måndag 21 december 2026." in text_of(browser.get("/arende/plan/"))


def test_who_pays_all_in_the_letters_time_is_spared_the_plans_fee_by_that_name(
    browser: PortalClient, world: Bait
) -> None:
    in_plan(browser, world)
    set_today(date(2026, 10, 20))
    pay(world.anna, "10095.62", on=date(2026, 10, 20), bank_entry=1)
    text = text_of(browser.get("/arende/"))
    assert "Tack, skulden är betald" in text
    # 14 days, 38.36, were charged with the plan and 6 are 16.44; the letter's 13 were 35.62.
    assert "Ränta som du slipper −19,18" in text
    assert "Avgift för planen, som du slipper −170,00" in text
    assert "Att betala, kr 0,00" in text
