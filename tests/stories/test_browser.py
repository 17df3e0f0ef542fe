"""One story in a real browser, through the real web process and the real development identity provider.

Cecilia logs in with BankID, uploads an invoice, answers the questions, registers the case and sees it. On every page
she passes, narrow and wide, axe finds nothing and nothing is wider than the window.
"""

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cases.models import Case, Claim
from cases.states import State
from ekrav.accounts.bankid.configuration import DEMO_ISSUER
from ekrav.sandbox.demo_data import ANNA, ARE_BYGG, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cast import a_creditor, an_agency, set_today
from tests.look.chromium import browsing
from tests.look.seen import WIDTHS, judge
from tests.processes import Processes
from tests.stories.paper import an_invoice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Walk:
    """A person with a browser who looks at each page as a narrow and as a wide window shows it."""

    page: Page

    def see(self, heading: str) -> None:
        """The page has this heading and nothing against it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        for width in WIDTHS:
            assert judge(self.page, heading, width, colours=width == WIDTHS[0]) == []

    def press(self, name: str) -> None:
        """Press the button."""
        self.page.get_by_role("button", name=name).click()


def log_in(walk: Walk, web: str) -> None:
    walk.page.goto(f"{web}/bankid/logga-in/?next=/oversikt/")
    walk.see("Logga in")
    walk.press("Logga in med BankID")
    walk.press(CECILIA.name)
    walk.see("Välkommen till eKrav")


def upload(walk: Walk) -> None:
    walk.page.get_by_role("main").get_by_role("link", name="Nytt ärende").click()
    walk.see("Nytt ärende")
    paper = FilePayload(name="faktura-1042.pdf", mimeType="application/pdf", buffer=an_invoice())
    with walk.page.expect_navigation(timeout=60_000):
        walk.page.set_input_files("input[type=file]", paper)
    walk.see("Kontrollera fakturan")


def answer(walk: Walk) -> None:
    page = walk.page
    walk.press("Kontrollera och registrera")
    walk.see("Kontrollera fakturan")
    expect(page.get_by_role("alert")).to_contain_text("Välj privatperson eller företag.")
    page.get_by_label("Vad avser fakturan?").fill("badrumsrenovering")
    page.locator("summary", has_text="Personnummer").click()
    page.get_by_role("textbox", name="Personnummer eller organisationsnummer").fill(ANNA.person_number)
    page.get_by_role("radio", name="Privatperson").check()
    page.get_by_label("Tjänster").check()
    page.locator("#id_delivered_on").fill("2026-08-28")
    page.get_by_role("group", name="överens om betalningstiden").get_by_label("Ja").check()
    page.get_by_role("group", name="påminnelseavgift").get_by_label("Ja").check()
    walk.press("Kontrollera och registrera")
    walk.see("Stämmer det här?")


def test_cecilia_registers_an_invoice_and_sees_its_case(
    chromium: str, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.cast.ISSUER", DEMO_ISSUER)
    set_today(date(2026, 10, 12))
    an_agency()
    are_bygg = a_creditor(ARE_BYGG)
    processes.start("sandbox", "web")
    with browsing() as browser:
        walk = Walk(browser.new_page(locale="sv-SE"))
        log_in(walk, processes.web)
        upload(walk)
        answer(walk)
        expect(walk.page.get_by_role("table").first).to_contain_text("Inkassokrav skickas")
        walk.press("Registrera ärendet")
        walk.see(ANNA.name)
        expect(walk.page.get_by_role("status")).to_contain_text("är registrerat.")
        walk.page.get_by_role("link", name="Registrera betalning").click()
        walk.see("Registrera betalning")
        walk.page.goto(f"{processes.web}/arenden/?q=anna")
        walk.see("Ärenden")
    with tenant_scope(are_bygg):
        case, claim = Case.objects.get(), Claim.objects.get()
        assert (case.state, case.next_date) == (State.REGISTERED, date(2026, 10, 13))
        assert (claim.invoice_number, claim.capital_ore) == ("1042", 1_000_000)
        assert claim.description == "badrumsrenovering"
