"""The pages of plans, respite and pause, as Astrid and Cecilia use them."""

from datetime import date

import pytest
from django.test import Client

from cases.models import Case, Debtor, Hold, InstalmentPlan
from cases.plan_offer import Wish
from cases.states import State
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.plans import accept, annas_case, fresh, offer, pay
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2026, 2, 27)


@pytest.fixture
def case() -> Case:
    """Anna's case at Åre Bygg on 12 January 2026, and Astrid at the agency."""
    set_today(date(2026, 1, 12))
    an_agency()
    staff(ASTRID)
    return annas_case(a_creditor())


@pytest.fixture
def astrid(case: Case) -> Client:
    """Her browser, logged in."""
    return logged_in(ASTRID)


@pytest.fixture
def cecilia(case: Case) -> Client:
    """Hers."""
    return logged_in(CECILIA)


def about(case: Case, act: str = "") -> str:
    return f"/handlaggning/arenden/{case.number}/{act}"


def words(response: object) -> str:
    return text_of(response).replace("\u00a0", " ")


def test_the_first_day_that_is_proposed_leaves_anna_fourteen_days_to_say_yes_in(
    case: Case, astrid: Client
) -> None:
    """Earliest of all is a letter's time from 12 January; proposed is the same from 26 January."""
    form = astrid.get(about(case, "plan/")).context["form"]
    asked = {"months": "4", "monthly": "", "first": form["first"].value().isoformat()}
    astrid.post(about(case, "plan/"), asked)
    with tenant_scope(case.creditor_id):
        assert InstalmentPlan.objects.get().valid_until == date(2026, 1, 26)


def test_astrid_reckons_offers_and_writes_down_annas_yes(astrid: Client, case: Case) -> None:
    assert "Erbjud amorteringsplan" in words(astrid.get(about(case)))
    shown = words(astrid.get(about(case, "plan/?months=4&monthly=&first=2026-02-27")))
    assert "Tillsammans 10 453,24" in shown
    assert "Dyrare än att betala i dag 420,36" in shown
    form = {"months": "4", "monthly": "", "first": "2026-02-27"}
    offered = astrid.post(about(case, "plan/"), form, follow=True)
    assert offered.redirect_chain == [(about(case, "plan/antagen/"), 302)]
    assert "27 februari 2026 2 613,31" in words(offered)
    with tenant_scope(case.creditor_id):
        plan = InstalmentPlan.objects.get()
    done = astrid.post(about(case, "plan/antagen/"), {"plan": plan.pk, "channel": "phone"}, follow=True)
    assert "Planen gäller. Gäldenären får den i ett brev." in words(done)
    assert "1 27 februari 2026 2 613,31 Inte än" in words(done)
    with tenant_scope(case.creditor_id):
        assert case.events.get(kind="plan_accepted").facts["channel"] == "phone"


def test_a_plan_of_nonsense_is_refused_in_words(astrid: Client, case: Case) -> None:
    for asked, said in (
        ("months=4&monthly=3000&first=2026-02-27", "inte båda"),
        ("months=&monthly=&first=2026-02-27", "Skriv antal månader eller belopp"),
        ("months=4&monthly=&first=2026-01-13", "Första dagen är för nära"),
        ("months=61&monthly=&first=2026-02-27", "Skriv ett tal mellan 1 och 60"),
        ("months=&monthly=1&first=2026-02-27", "större belopp i månaden"),
        ("months=4&monthly=&first=nu", "Skriv dagen som ÅÅÅÅ-MM-DD"),
    ):
        answer = astrid.get(about(case, f"plan/?{asked}"))
        assert (answer.status_code, said in words(answer)) == (400, True), asked


def test_an_offer_that_is_true_no_more_cannot_be_accepted(astrid: Client, case: Case) -> None:
    plan = offer(case.creditor_id, case, Wish(months=4, first=FIRST))
    pay(case.creditor_id, case, "100.00", date(2026, 1, 12))
    answer = astrid.post(about(case, "plan/antagen/"), {"plan": plan.pk, "channel": "phone"})
    assert answer.status_code == 400
    assert "Skulden har ändrats" in words(answer)
    assert fresh(case.creditor_id, case).state == State.REGISTERED


def test_astrid_ends_a_plan(astrid: Client, case: Case) -> None:
    accept(case.creditor_id, case, offer(case.creditor_id, case, Wish(months=4, first=FIRST)))
    done = astrid.post(about(case, "plan/avsluta/"), {"why": "debtor"}, follow=True)
    assert "Planen är avslutad" in words(done)
    again = astrid.post(about(case, "plan/avsluta/"), {"why": "debtor"})
    assert (again.status_code, "ingen amorteringsplan" in words(again)) == (400, True)


def test_cecilia_sees_how_far_the_plan_has_come(cecilia: Client, case: Case) -> None:
    accept(case.creditor_id, case, offer(case.creditor_id, case, Wish(months=4, first=FIRST)))
    pay(case.creditor_id, case, "3000.00", date(2026, 2, 26))
    set_today(date(2026, 3, 28))
    page = words(cecilia.get(f"/arenden/{case.number}/"))
    assert "1 27 februari 2026 2 613,31 Betald" in page
    # 2 613.31 − 386.69
    assert "2 27 mars 2026 2 613,31 Försenad, 2 226,62 kr saknas" in page
    assert "3 27 april 2026 2 613,31 Inte än" in page
    assert "Anna Lindqvist betalar skulden i delar" in page


def test_astrid_gives_respite_and_lifts_it(astrid: Client, case: Case) -> None:
    given = astrid.post(about(case, "anstand/"), {"reason": "asked", "until": "2026-02-27"}, follow=True)
    assert "Anstånd till och med 27 februari 2026." in words(given)
    assert "gäller till och med fredag 27 februari 2026" in words(astrid.get(about(case, "anstand/")))
    lifted = astrid.post(about(case, "anstand/"), {"lift": "1"}, follow=True)
    assert "Anstånd är hävt." in words(lifted)
    again = astrid.post(about(case, "anstand/"), {"lift": "1"}, follow=True)
    assert "Det finns inget att häva." in words(again)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"reason": "", "until": "2026-02-27"}, "Välj varför."),
        ({"reason": "illness", "until": "2026-02-27"}, "Välj varför."),
        ({"reason": "asked", "until": "2026-01-12"}, "Välj en dag efter i dag."),
        ({"reason": "asked", "until": "2026-07-13"}, "inom sex månader"),
        ({"reason": "asked", "until": ""}, "Skriv den sista dagen."),
    ],
)
def test_respite_needs_a_reason_of_the_list_and_a_day(
    astrid: Client, case: Case, form: dict[str, str], said: str
) -> None:
    answer = astrid.post(about(case, "anstand/"), form)
    assert (answer.status_code, said in words(answer)) == (400, True)
    with tenant_scope(case.creditor_id):
        assert Hold.objects.count() == 0


def test_cecilia_pauses_her_case_and_lets_it_go_on(cecilia: Client, case: Case) -> None:
    form = {"reason": "talking", "until": "2026-03-31"}
    paused = cecilia.post(f"/arenden/{case.number}/paus/", form, follow=True)
    assert "Ärendet är pausat." in words(paused)
    assert "Paus till och med tisdag 31 mars" in words(paused)
    assert "Pausen är hävd." in words(
        cecilia.post(f"/arenden/{case.number}/paus/", {"lift": "1"}, follow=True)
    )


def test_astrid_pauses_a_case_too(astrid: Client, case: Case) -> None:
    done = astrid.post(about(case, "paus/"), {"reason": "checking", "until": "2026-03-31"}, follow=True)
    assert "Paus till och med 31 mars 2026." in words(done)


def test_what_needs_a_letter_is_refused_in_words_while_none_can_go(astrid: Client, case: Case) -> None:
    plan = offer(case.creditor_id, case, Wish(months=4, first=FIRST))
    with tenant_scope(case.creditor_id):
        Debtor.objects.update(register_word=Debtor.RegisterWord.PROTECTED)
    for act, form in (
        ("anstand/", {"reason": "asked", "until": "2026-02-27"}),
        ("plan/antagen/", {"plan": plan.pk, "channel": "phone"}),
    ):
        answer = astrid.post(about(case, act), form)
        assert (answer.status_code, "Brevet till gäldenären kan inte gå." in words(answer)) == (400, True)
    with tenant_scope(case.creditor_id):
        plan.refresh_from_db()
        assert (plan.state, Hold.objects.count()) == (InstalmentPlan.State.OFFERED, 0)
    assert fresh(case.creditor_id, case).state == State.REGISTERED


def test_a_case_in_a_plan_is_not_paused(cecilia: Client, case: Case) -> None:
    accept(case.creditor_id, case, offer(case.creditor_id, case, Wish(months=4, first=FIRST)))
    assert "Pausa" not in words(cecilia.get(f"/arenden/{case.number}/"))
    answer = cecilia.post(f"/arenden/{case.number}/paus/", {"reason": "other", "until": "2026-03-31"})
    assert (answer.status_code, "kan inte vila" in words(answer)) == (400, True)
