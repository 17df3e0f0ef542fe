"""What cannot be made is told from the first day, on the overview and in a list, and stands there until it can."""

from datetime import date, timedelta
from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import held_up
from cases.checks import WORDS, Stop
from cases.held_up import HeldUp
from cases.models import Surveillance
from cases.models.event import FOR_A_PERSON
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import staff_scope, tenant_scope
from letters.dispatch import render_due
from tests.cases.in_the_way import (
    FOREIGN,
    NOV_2,
    NOV_3,
    OCT_13,
    OCT_14,
    agency,
    daily,
    debtor,
    reminded_and_posted,
)
from tests.cases.plans import BEGUN, FOUR, NOTICES, accept, annas_case, offer
from tests.cases.test_debtor_queue import plans_of
from tests.cases.test_late_news import due_on
from tests.cast import a_case, set_today, staff, take_as_posted
from tests.pages import logged_in, text_of
from tests.surveillance.given import steps, under_surveillance

pytestmark = pytest.mark.django_db(transaction=True)

DESK: Final = "Brev och ansökningar som inte går att göra"
LIST: Final = "/handlaggning/hindrat/"
OCT_15: Final = date(2026, 10, 15)

# What passes by itself: on a day, with the machine's next round, or when the creditor or the debtor has acted.
BY_ITSELF: Final = {
    Stop.CLOSED,
    Stop.PLAN,
    Stop.RESPITE,
    Stop.PAUSED,
    Stop.PAYMENT_TO_APPLY,
    Stop.NOT_A_POSTING_DAY,
    Stop.TIME_NOT_OUT,
    Stop.LETTER_NOT_POSTED,
    Stop.CEILING,
}
# What a queue of its own shows, by the name of its route.
ELSEWHERE: Final = {
    Stop.DISPUTED: "cases:disputes",
    Stop.SITUATION: "cases:situations",
    Stop.DEBTOR_SAID: "cases:notices",
    Stop.ANSWER_MISSING: "cases:notices",
    Stop.AGENCY_INCOMPLETE: "staff:agency",
    Stop.CREDITOR_HELD: "staff:creditors",
    Stop.NOT_LOOKED_UP: "cases:debtors",
    Stop.BAD_NUMBER: "cases:debtors",
    Stop.PROTECTED: "cases:debtors",
    Stop.DECEASED: "cases:debtors",
    Stop.NOT_ACTIVE: "cases:debtors",
    Stop.NAME_DIFFERS: "cases:debtors",
    Stop.MINOR: "cases:situations",
    Stop.LETTER_RETURNED: "cases:stopped_letters",
    Stop.RATE_NOT_DECIDED: "cases:rates",
}
HERE: Final = {Stop(name) for name in FOR_A_PERSON.strip(r"\mM()").split("|")}


def listed(day: date) -> list[HeldUp]:
    with staff_scope(person_id=None):
        rows = held_up.held(today=day, first=0)
        assert held_up.how_many_held(today=day) == len(rows)
    return rows


def seen_by_astrid() -> tuple[bool, str]:
    """Whether her overview counts one, and the list."""
    astrid = logged_in(ASTRID)
    return f"{DESK} 1" in text_of(astrid.get("/handlaggning/")), text_of(astrid.get(LIST))


def test_every_reason_passes_by_itself_or_has_its_queue() -> None:
    assert BY_ITSELF | ELSEWHERE.keys() | HERE == set(Stop)
    assert len(BY_ITSELF) + len(ELSEWHERE) + len(HERE) == len(Stop)


def test_a_name_that_cannot_be_printed_alarms_from_the_first_day_until_the_letter_goes(are_bygg: int) -> None:
    staff(ASTRID)
    case = a_case(are_bygg, debtor=FOREIGN)
    daily(OCT_13)
    on_desk, page = seen_by_astrid()
    assert on_desk
    assert "Anna 林 Lindqvist" in page
    assert str(WORDS[Stop.UNPRINTABLE]) in page
    assert "Påminnelse skickas" in page
    daily(OCT_14)
    assert [(row.case, row.since) for row in listed(OCT_14)] == [(case, OCT_13)]
    debtor(name="Anna Lindqvist")(case)
    daily(OCT_15)
    assert listed(OCT_15) == []
    on_desk, page = seen_by_astrid()
    assert (on_desk, "Allt går som det ska" in page) == (False, True)


def test_sums_that_do_not_add_up_alarm_too_and_the_agencys_own_gap_does_not(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(are_bygg)
    reminded_and_posted(case)
    monkeypatch.setattr("cases.demand.missing", lambda **_given: ("basis",))
    daily(NOV_2)
    assert [(row.case, row.why) for row in listed(NOV_2)] == [(case, [WORDS[Stop.INCOMPLETE]])]
    agency(phone="")(case)
    daily(NOV_3)
    assert listed(NOV_3) == []


def test_a_letter_that_cannot_be_drawn_is_listed_when_it_should_have_been(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(ASTRID)
    a_case(are_bygg)
    monkeypatch.setattr("letters.dispatch.render", lambda **_given: 1 / 0)
    daily(OCT_13)
    assert render_due().failed == 1
    assert "Allt går som det ska" in seen_by_astrid()[1]
    set_today(OCT_14)
    on_desk, page = seen_by_astrid()
    assert on_desk
    assert [words in page for words in ("Brev som inte har framställts", "Betalningspåminnelse")] == [
        True
    ] * 2
    # Taken back and written anew with the day's date, it is given its hour again.
    due_on(OCT_14)
    assert "Allt går som det ska" in seen_by_astrid()[1]
    assert render_due().failed == 1


def test_a_plans_notice_that_cannot_be_printed_is_held_like_a_letter(are_bygg: int) -> None:
    set_today(BEGUN)
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    take_as_posted(are_bygg)
    debtor(name=FOREIGN.name, register_name=FOREIGN.name)(case)
    daily(NOTICES[0])
    assert [(row.case, row.why, row.step) for row in listed(NOTICES[0])] == [
        (case, [WORDS[Stop.UNPRINTABLE]], "Avi skickas")
    ]


def test_what_grows_too_old_stands_first_however_short_it_has_waited() -> None:
    watched = under_surveillance()
    day = next(steps(watched))
    set_today(day - timedelta(days=7))
    young = a_case(watched.creditor_id, debtor=FOREIGN, invoice_number="2")
    daily(next(steps(young)))
    debtor(name=FOREIGN.name, register_name=FOREIGN.name)(watched)
    daily(day)
    with tenant_scope(watched.creditor_id):
        claim_by = Surveillance.objects.values_list("claim_by", flat=True).get()
    assert claim_by is not None
    assert [(row.case, row.claim_by) for row in listed(day)] == [(watched, claim_by), (young, None)]


def test_the_list_and_its_count_are_found_by_their_indexes(are_bygg: int) -> None:
    a_case(are_bygg, debtor=FOREIGN)
    daily(OCT_13)
    with staff_scope(person_id=None):
        with CaptureQueriesContext(connection) as queries:
            held_up.how_many(today=OCT_13)
        held_plan, failed_plan = plans_of(queries, "cases_caseevent", "cases_case")
    assert "event_for_a_person" in held_plan
    assert "case_overdue" in failed_plan


def test_the_list_asks_as_much_for_three_as_for_one_and_has_pages(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(ASTRID)
    asked = []
    for day, more in ((OCT_13, ("1",)), (OCT_15, ("2", "3"))):
        for number in more:
            a_case(are_bygg, debtor=FOREIGN, invoice_number=number)
        daily(day)
        with staff_scope(person_id=None), CaptureQueriesContext(connection) as queries:
            rows = held_up.held(today=day, first=0)
            assert [row.case.called for row in rows] == [FOREIGN.name] * int(more[-1])
        asked.append(len(queries))
    assert len(set(asked)) == 1
    monkeypatch.setattr("cases.held_up.PAGE", 2)
    second = text_of(logged_in(ASTRID).get(f"{LIST}?sida=2"))
    assert ("3–3 av 3" in second, second.count(FOREIGN.name)) == (True, 1)


def test_a_step_that_fails_is_listed_when_its_day_has_passed(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(ASTRID)
    a_case(are_bygg)
    with monkeypatch.context() as broken:
        broken.setattr("cases.dispatching.printable", lambda _facts: 1 / 0)
        daily(OCT_13)
    assert DESK + " 1" not in text_of(logged_in(ASTRID).get("/handlaggning/"))
    set_today(OCT_14)
    on_desk, page = seen_by_astrid()
    assert on_desk
    assert "Steg som inte har tagits" in page
    daily(OCT_14)
    assert "Allt går som det ska" in seen_by_astrid()[1]
