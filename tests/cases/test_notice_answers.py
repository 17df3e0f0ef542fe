"""What a debtor has said, and its answer: buttons to the right forms, words as they were said, the right marks."""

from datetime import date

import pytest
from django.test import Client

from cases.models import Case, Ground, Notice
from ekrav.sandbox.demo_data import ASTRID
from tests.cases.said import heard, says
from tests.cases.test_said_pages import disputed
from tests.cast import a_case, set_today, staff
from tests.debtor_portal.given import play
from tests.pages import log_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October; it is the 20th."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 20))
    return made


@pytest.fixture
def astrid(case: Case) -> Client:
    """Astrid at the agency, logged in."""
    staff(ASTRID)
    return log_in(Client(), ASTRID)


def ways(astrid: Client, case: Case, notice: Notice) -> list[bool]:
    """Whether the page of what was said leads to respite and to a plan."""
    about = f"/handlaggning/arenden/{case.number}/"
    shown = astrid.get(f"{about}inkommet/{notice.public_id}/").content.decode()
    pages = (("anstand/", "Ge anstånd"), ("plan/", "Erbjud plan"))
    found = [f'<a class="button" href="{about}{path}">{words}</a>' in shown for path, words in pages]
    assert [astrid.get(about + path).status_code for path, _words in pages] == [200, 200]
    return found


def test_a_wish_for_time_leads_straight_to_respite_and_to_a_plan(astrid: Client, case: Case) -> None:
    for kind, words in (
        (Notice.Kind.RESPITE, {"day": date(2026, 11, 30)}),
        (Notice.Kind.PLAN, {"months": 6}),
        (Notice.Kind.MESSAGE, {"text": "Jag får lön den 25:e."}),
    ):
        assert ways(astrid, case, says(case, kind, **words)) == [True, True]


def test_a_disputed_case_is_given_neither_and_no_button_leads_there(astrid: Client, case: Case) -> None:
    notice = says(case, Notice.Kind.MESSAGE, text="Hör av er.")
    disputed(case)
    assert ways(astrid, case, notice) == [False, False]


def test_what_was_said_on_the_phone_stands_in_its_own_words_on_both_timelines(
    cecilia: Client, astrid: Client, case: Case
) -> None:
    words = "Hon säger att offerten var på 8 000 kr och att ingen har svarat henne."
    heard(case, Notice.Kind.DISPUTE, ground=Ground.OTHER, text=words)
    for browser, page in ((cecilia, "/arenden/"), (astrid, "/handlaggning/arenden/")):
        assert f"Annat. ”{words}”" in text_of(browser.get(f"{page}{case.number}/"))


def test_long_words_are_cut(cecilia: Client, case: Case) -> None:
    heard(case, Notice.Kind.DISPUTE, ground=Ground.OTHER, text="Nej. " * 100)
    shown = text_of(cecilia.get(f"/arenden/{case.number}/"))
    assert ("Nej. " * 39 + "Nej.…”" in shown, "Nej. " * 41 in shown) == (True, False)


def test_what_some_answers_to_a_dispute_ask_for_is_not_called_optional(cecilia: Client, case: Case) -> None:
    disputed(case)
    shown = text_of(cecilia.get(f"/arenden/{case.number}/bestridande/"))
    assert "valfritt" not in shown
    assert "Stämmer kravet måste du säga varför" in shown
    assert "Bara om en del av kravet är fel." in shown
