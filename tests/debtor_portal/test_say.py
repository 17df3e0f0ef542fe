"""Anna tells us something in Mitt Ärende, and reads what becomes of it."""

from datetime import date

import pytest

from cases.decide_dispute import uphold
from cases.models import Notice, Question
from cases.questions import answer_no
from ekrav.tenancy import tenant_scope
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act, fresh, locked, take_up
from tests.cast import right_now
from tests.debtor_portal.browsing import PortalClient
from tests.debtor_portal.given import Bait, code
from tests.pages import text_of

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def anna(browser: PortalClient, world: Bait) -> PortalClient:
    """Her browser, with her case open."""
    browser.open(world.anna, code(world.anna))
    return browser


def taken_up(settings: object) -> None:
    """The task runs where Mina sidor's addresses are known."""
    settings.ROOT_URLCONF = "ekrav.urls"  # type: ignore[attr-defined]
    assert take_up() == 1
    settings.ROOT_URLCONF = "ekrav.portal_urls"  # type: ignore[attr-defined]


def notices(world: Bait) -> list[Notice]:
    with tenant_scope(world.anna.creditor_id):
        return list(Notice.objects.order_by("id"))


def test_the_claim_is_wrong_three_pages_and_the_case_rests(
    anna: PortalClient, world: Bait, settings: object
) -> None:
    assert 'href="/arende/stammer-inte/"' in anna.get("/arende/").content.decode()
    assert "Har du något som visar det?" in text_of(anna.get("/arende/stammer-inte/"))
    given = {"key": KEY, "ground": "not_mine", "amount": "", "text": "Jag har inte köpt något."}
    sent = anna.post("/arende/stammer-inte/", given)
    assert (sent.status_code, sent["Location"]) == (302, "/arende/mottaget/")
    anna.post("/arende/stammer-inte/", given)
    (notice,) = notices(world)
    assert (notice.kind, notice.channel, notice.ground) == ("dispute", "portal", "not_mine")
    # 13 October and 14 days is the 27th; five bank days more is 3 November.
    page = text_of(anna.get("/arende/mottaget/"))
    assert "Vi pausar ärendet nu. Du får svar senast 3 november 2026." in page
    assert f"Din referens är B-{notice.public_id.hex[:8].upper()} ." in page
    taken_up(settings)
    shown = text_of(anna.get("/arende/"))
    assert "Ärendet är pausat. Du får svar senast 3 november 2026." in shown
    assert "Vi kan skicka ett inkassokrav." not in shown


def test_upheld_the_page_says_that_nothing_is_owed(anna: PortalClient, world: Bait, settings: object) -> None:
    anna.post("/arende/stammer-inte/", {"key": KEY, "ground": "not_mine"})
    taken_up(settings)
    settings.ROOT_URLCONF = "ekrav.urls"  # type: ignore[attr-defined]
    act(world.anna, uphold, by=ASTRID_ACTS)
    settings.ROOT_URLCONF = "ekrav.portal_urls"  # type: ignore[attr-defined]
    page = text_of(anna.get("/arende/"))
    assert "Du behöver inte betala" in page
    assert "Du fick rätt. Du behöver inte betala." in page
    late = anna.post("/arende/har-betalat/", {"key": KEY, "day": "2026-10-01", "amount": "100"})
    assert (late.status_code, "Ärendet är avslutat." in text_of(late)) == (400, True)
    assert len(notices(world)) == 1


def test_already_paid_and_denied_is_told_on_the_page(
    anna: PortalClient, world: Bait, settings: object
) -> None:
    anna.post("/arende/har-betalat/", {"key": KEY, "day": "2026-10-09", "amount": "10 000,00"})
    (notice,) = notices(world)
    assert (notice.kind, notice.day, notice.amount_ore) == ("paid", date(2026, 10, 9), 1_000_000)
    assert "Vi frågar Åre Bygg AB om pengarna har kommit." in text_of(anna.get("/arende/mottaget/"))
    taken_up(settings)
    assert "Ärendet är pausat." in text_of(anna.get("/arende/"))
    at, today = right_now()
    with tenant_scope(world.anna.creditor_id):
        question = Question.objects.get()
        question.case = locked(world.anna)
        answer_no(question=question, today=today, at=at, by=CECILIA_ACTS)
    page = text_of(anna.get("/arende/"))
    assert "Åre Bygg AB säger att pengarna inte har kommit. Ärendet går vidare." in page
    assert "Ärendet är pausat." not in page
    assert fresh(world.anna).next_date == date(2026, 11, 2)


def test_a_wish_to_pay_later_or_in_parts_waits_for_staff(anna: PortalClient, world: Bait) -> None:
    anna.post("/arende/kan-inte-betala/", {"key": KEY, "wish": "respite", "day": "2026-11-25"})
    other = KEY[:-1] + "2"
    anna.post(
        "/arende/kan-inte-betala/", {"key": other, "wish": "plan", "months": "6", "text": "Jag är sjuk."}
    )
    respite, plan = notices(world)
    assert (respite.kind, respite.day, respite.months) == ("respite", date(2026, 11, 25), None)
    assert (plan.kind, plan.day, plan.months, plan.text) == ("plan", None, 6, "Jag är sjuk.")
    # Five bank days after Tuesday the 13th.
    page = text_of(anna.get("/arende/mottaget/"))
    assert "Vi pausar ärendet nu. Du får svar senast 20 oktober 2026." in page


def test_a_message_pauses_nothing(anna: PortalClient, world: Bait) -> None:
    anna.post("/arende/skriv/", {"key": KEY, "text": "Hej, vad gäller det här?"})
    assert [notice.kind for notice in notices(world)] == ["message"]
    page = text_of(anna.get("/arende/mottaget/"))
    assert "Du får svar senast 20 oktober 2026." in page
    assert "Vi pausar" not in page


def test_the_example_of_a_day_is_of_her_own_time(anna: PortalClient) -> None:
    # today is 13 October 2026: she can have paid that day, and may ask for 30 days
    assert "Till exempel 2026-10-13" in text_of(anna.get("/arende/har-betalat/"))
    assert "Till exempel 2026-11-12" in text_of(anna.get("/arende/kan-inte-betala/"))


@pytest.mark.parametrize(
    ("page", "given", "words"),
    [
        ("stammer-inte", {}, "Välj det som stämmer bäst."),
        ("stammer-inte", {"ground": "other"}, "Berätta vad som är fel."),
        ("stammer-inte", {"ground": "not_mine", "amount": "x"}, "Skriv beloppet i kronor och öre"),
        ("stammer-inte", {"ground": "not_mine", "text": "a" * 5001}, "Texten får vara högst 5 000 tecken."),
        ("har-betalat", {"amount": "100"}, "Skriv vilken dag du betalade."),
        ("har-betalat", {"day": "2026-10-14", "amount": "100"}, "Dagen har inte varit än."),
        # 9 October, or 10 September.
        ("har-betalat", {"day": "09/10/2026", "amount": "100"}, "Skriv dagen som ÅÅÅÅ-MM-DD."),
        ("har-betalat", {"day": "2026-10-01", "amount": "0"}, "Beloppet måste vara större än 0."),
        ("kan-inte-betala", {"wish": "respite"}, "Skriv en dag som kommer, då du kan betala."),
        ("kan-inte-betala", {"wish": "respite", "day": "2026-10-13"}, "Skriv en dag som kommer"),
        ("kan-inte-betala", {"wish": "plan"}, "Skriv på hur många månader du vill betala."),
        ("kan-inte-betala", {"wish": "plan", "months": "61"}, "Skriv högst 60 månader."),
        ("skriv", {"text": " "}, "Skriv vad du vill säga."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    anna: PortalClient, world: Bait, page: str, given: dict[str, str], words: str
) -> None:
    answer = anna.post(f"/arende/{page}/", {"key": KEY, **given})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert notices(world) == []


def test_a_full_queue_takes_no_more(anna: PortalClient, world: Bait) -> None:
    for number in range(21):
        anna.post("/arende/skriv/", {"key": f"{KEY[:-2]}{number:02}", "text": "Hej!"})
    assert len(notices(world)) == 20


def test_nothing_said_leads_back_to_the_case(anna: PortalClient) -> None:
    assert anna.get("/arende/mottaget/")["Location"] == "/arende/"
