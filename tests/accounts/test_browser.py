"""The account pages in a real browser, narrow and wide: axe finds nothing, nothing is wider than the window."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ekrav.accounts.models import Invitation
from ekrav.sandbox.demo_data import ASTRID, BO, CECILIA, DUVEDS_EL, ELSA, ESKIL, STORSJO_KAYAK
from ekrav.tenancy import tenant_scope
from tests.accounts.given import ANSWERS, creditors, links_mailed_to, member, sign_up_at_the_pages, works_in
from tests.accounts.test_fresh import BERTILS, identified
from tests.cast import a_creditor, staff
from tests.look.chromium import browsing
from tests.look.seen import WIDTHS, judge
from tests.pages import logged_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Eyes:
    """Looks at pages as somebody, in both widths."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def look(self, name: str, path: str, client: Client | None = None) -> None:
        """Open the page and look at it 390 and 1366 wide."""
        page = self._open(path, client)
        for width in WIDTHS:
            assert judge(page, name, width, colours=width == WIDTHS[0]) == []

    def look_after(self, name: str, path: str, client: Client, button: str) -> None:
        """Open the page and press a button whose form is wrong, 390 wide."""
        page = self._open(path, client)
        page.get_by_role("button", name=button).click()
        expect(page).to_have_title(re.compile("^Fel: "))
        assert judge(page, name, 390) == []

    def look_too_late(
        self, name: str, path: str, client: Client, button: str, meanwhile: Callable[[], object]
    ) -> None:
        """Open the page, let something happen in another tab, press the button, and look at the refusal."""
        page = self._open(path, client)
        meanwhile()
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page.get_by_role("button", name=button).click()
        assert answered.value.status == 409
        for width in WIDTHS:
            assert judge(page, name, width, colours=width == WIDTHS[0]) == []

    def _open(self, path: str, client: Client | None) -> Page:
        cookies = client.cookies if client else {}
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [{"name": name, "value": morsel.value, "url": self.url} for name, morsel in cookies.items()]
        )
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        self.page.goto(self.url + path)
        return self.page


@pytest.fixture
def eyes(chromium: str, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Eyes]:
    """Looks at the running service."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    with browsing() as browser:
        yield Eyes(browser.new_page(locale="sv-SE"), live_server.url)


def test_the_door_and_the_sign_up(registers: str, eyes: Eyes) -> None:
    eyes.look("start", "/")
    eyes.look("help", "/hjalp/")
    eyes.look("accessibility", "/tillganglighet/")
    for why in ("", "vila", "tid"):
        eyes.look(f"login-{why}", f"/bankid/logga-in/?slut={why}")
    cecilia, elsa = logged_in(CECILIA), logged_in(ELSA)
    eyes.look("nobody", "/", cecilia)
    eyes.look("sign-up", "/nytt-foretag/", cecilia)
    eyes.look_after("sign-up-wrong", "/nytt-foretag/", cecilia, "Hämta uppgifter")
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    eyes.look("details", "/nytt-foretag/uppgifter/", cecilia)
    eyes.look_after("details-wrong", "/nytt-foretag/uppgifter/", cecilia, "Fortsätt till avtalet")
    cecilia.post("/nytt-foretag/uppgifter/", ANSWERS)
    eyes.look("agreement", "/nytt-foretag/avtal/", cecilia)
    eyes.look_after("agreement-wrong", "/nytt-foretag/avtal/", cecilia, "Godkänn och registrera företaget")
    cecilia.post("/nytt-foretag/avtal/", {"accept": "on"})
    eyes.look("signed-up", "/nytt-foretag/klart/", cecilia)
    answers = ANSWERS | {"bankgiro": "990-4004", "vat_registered": "nej"}
    sign_up_at_the_pages(elsa, STORSJO_KAYAK, answers)
    eyes.look("signed-up-held", "/nytt-foretag/klart/", elsa)


def test_by_hand(agency: None, eyes: Eyes, settings: object) -> None:
    settings.REGISTER_URL = ""  # type: ignore[attr-defined]
    cecilia = logged_in(CECILIA)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    eyes.look("details-by-hand", "/nytt-foretag/uppgifter/", cecilia)


def test_the_company_and_its_people(agency: None, eyes: Eyes) -> None:
    are_bygg = a_creditor(confirmed=False)
    cecilia, eskil = logged_in(CECILIA), logged_in(ESKIL)
    for email in ("eskil@arebygg.example", "en.ganska.lang.adress@ett-langt-bolagsnamn.example"):
        cecilia.post("/foretaget/anvandare/bjud-in/", {"email": email, "role": "user"})
    [link] = links_mailed_to(are_bygg, "eskil@arebygg.example")
    eyes.look("invitation", link, eskil)
    eskil.post(link)
    eyes.look("invitation-over", link, logged_in(BO))
    eyes.look("company", "/foretaget/", cecilia)
    eyes.look("users", "/foretaget/anvandare/", cecilia)
    eyes.look("users-reader", "/foretaget/anvandare/", eskil)
    eyes.look("invite", "/foretaget/anvandare/bjud-in/", cecilia)
    eyes.look("member", f"/foretaget/anvandare/{member(are_bygg, ESKIL).public_id}/", cecilia)
    a_creditor(DUVEDS_EL)
    eyes.look("companies", "/valj-foretag/", cecilia)
    with tenant_scope(are_bygg):
        assert Invitation.objects.count() == 2


def test_a_form_opened_for_another_company(agency: None, eyes: Eyes) -> None:
    are_bygg, duveds_el = a_creditor(), a_creditor(DUVEDS_EL)
    works_in(duveds_el, role="admin")
    cecilia = logged_in(CECILIA)

    def go_into(creditor_id: int) -> None:
        [company] = [company for company in creditors() if company.pk == creditor_id]
        cecilia.post("/valj-foretag/", {"company": company.public_id})

    go_into(are_bygg)
    invite = "/foretaget/anvandare/bjud-in/"
    eyes.look_too_late("other-company", invite, cecilia, "Skicka inbjudan", lambda: go_into(duveds_el))


def test_forms_that_asked_for_bankid(agency: None, eyes: Eyes) -> None:
    a_creditor()
    staff(ASTRID)
    asked = {
        "/foretaget/anvandare/bjud-in/": (CECILIA, {"email": ESKIL.email, "role": "admin"}),
        "/handlaggning/medarbetare/": (ASTRID, BERTILS),
    }
    for path, (who, typed) in asked.items():
        browser = identified(logged_in(who), 660)
        assert browser.post(path, typed).status_code == 302
        eyes.look(f"identified-{who.name}", path, browser)


def test_handlaggning(agency: None, eyes: Eyes) -> None:
    a_creditor(confirmed=False)
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    eyes.look("staff-worklist", "/handlaggning/", astrid)
    eyes.look("staff-creditors", "/handlaggning/borgenarer/", astrid)
    [company] = creditors()
    eyes.look("staff-creditor", f"/handlaggning/borgenarer/{company.public_id}/", astrid)
    eyes.look("staff-agency", "/handlaggning/byran/", astrid)
    eyes.look("staff-staff", "/handlaggning/medarbetare/", astrid)
    eyes.look_after("staff-staff-wrong", "/handlaggning/medarbetare/", astrid, "Utse medarbetare")
