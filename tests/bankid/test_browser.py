"""The login in a real browser: forms, redirects, cookies and content security policy as a person meets them."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page, expect

from tests.bankid.conftest import Register
from tests.bankid.provider import CECILIA, Provider
from tests.look.chromium import browsing
from tests.look.seen import WIDTHS, judge
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def service(provider: Provider, register: Register, settings: Any) -> Iterator[str]:
    """The service on a port of its own; its address."""
    settings.ALLOWED_HOSTS = ["localhost"]
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] = ["'self'", *settings.BANKID_FORM_ORIGINS]
    settings.CONTENT_SECURITY_POLICY = policy
    with serving(get_wsgi_application()) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """A browser window."""
    with browsing() as browser:
        yield browser.new_page(viewport={"width": 390, "height": 800}, locale="sv-SE")


def assert_accessible(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the window, be it narrow or wide."""
    for width in reversed(WIDTHS):
        assert judge(page, page.title(), width, colours=width == WIDTHS[0]) == []


def test_cecilia_logs_in_is_asked_again_and_logs_out(
    page: Page, service: str, register: Register, provider: Provider
) -> None:
    page.goto(f"{service}/bankid/logga-in/?next=/healthz")
    expect(page).to_have_title("Logga in – eKrav")
    assert_accessible(page)
    page.get_by_role("button", name="Logga in med BankID").click()
    expect(page).to_have_title("Vem är du? – Testlegitimering")
    assert_accessible(page)
    page.get_by_role("button", name="Cecilia Ek").click()
    expect(page).to_have_url(f"{service}/healthz")
    assert [identity.person_number for identity in register.identities] == [CECILIA]

    page.goto(f"{service}/bankid/igen/?next=/healthz")
    assert_accessible(page)
    page.get_by_role("button", name="Bekräfta med BankID").click()
    expect(page).to_have_title("Bekräfta att det är du – Testlegitimering")
    page.get_by_role("button", name="Cecilia Ek").click()
    expect(page).to_have_url(f"{service}/healthz")
    assert len(register.identities) == 2


def test_a_refused_login_can_be_begun_again_from_its_page(
    page: Page, service: str, register: Register
) -> None:
    page.goto(f"{service}/bankid/logga-in/")
    page.get_by_role("button", name="Logga in med BankID").click()
    page.get_by_role("button", name="Avbryt").click()
    expect(page).to_have_title("Du avbröt inloggningen – eKrav")
    assert_accessible(page)
    page.get_by_role("button", name="Försök igen med BankID").click()
    page.get_by_text("Annan person").click()
    page.get_by_label("Personnummer").fill("19900101-2386")
    page.get_by_label("Personnummer").press("Enter")
    expect(page).to_have_title("Fel: Vem är du? – Testlegitimering")
    assert_accessible(page)
    page.get_by_label("Personnummer").fill("19900101-2385")
    page.get_by_label("Namn").fill("Karin Berg")
    page.get_by_role("button", name="Legitimera").click()
    expect(page).to_have_url(f"{service}/bankid/utloggad/")
    assert_accessible(page)
    assert [identity.name for identity in register.identities] == ["Karin Berg"]
