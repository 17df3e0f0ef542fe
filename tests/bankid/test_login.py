"""The login as people use it: in, on to where they were going, a fresh BankID, out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.bankid.conftest import Register
from tests.bankid.provider import CECILIA, DIDRIK, Browser, Provider


def request_of(browser: Browser) -> Any:
    """A request in the browser's session, as a view would get it."""
    request = RequestFactory().get("/")
    request.session = browser.service.session
    return request


def test_cecilia_logs_in_with_bankid(browser: Browser, register: Register, provider: Provider) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    response = browser.log_in()
    assert (response.status_code, response["Location"]) == (302, "/bankid/utloggad/")
    (identity,) = register.identities
    assert (identity.person_number, identity.name) == (CECILIA, "Cecilia Ek")
    assert (identity.issuer, identity.acr) == (provider.issuer, "http://id.elegnamnden.se/loa/1.0/loa3")
    assert before <= identity.auth_time <= datetime.now(UTC)
    assert browser.service.session[SESSION_KEY] == "7"


def test_no_person_number_and_no_token_is_kept_in_the_session_or_shown_by_the_identity(
    browser: Browser, register: Register
) -> None:
    browser.log_in()
    kept = str(dict(browser.service.session.items()))
    assert CECILIA not in kept
    assert "eyJ" not in kept
    assert CECILIA not in repr(register.identities)


def test_nothing_is_logged_that_names_the_person(
    browser: Browser, register: Register, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        browser.log_in()
    text = "\n".join(str(vars(record)) for record in caplog.records if record.name.startswith("ekrav"))
    assert "bankid login" in text
    assert CECILIA not in text
    assert "eyJ" not in text


def test_somebody_with_a_coordination_number_logs_in(browser: Browser, register: Register) -> None:
    assert browser.log_in(number="194512622392").status_code == 302
    assert register.identities[0].person_number == "194512622392"


def test_the_login_asks_for_bankid_with_pkce_nonce_and_state_and_a_new_identification(
    browser: Browser, provider: Provider
) -> None:
    address = urlsplit(browser.start())
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{provider.address}/authorize"
    assert asked["redirect_uri"] == "http://testserver/bankid/tillbaka/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["acr_values"] == "http://id.elegnamnden.se/loa/1.0/loa3"
    assert (asked["prompt"], asked["ui_locales"]) == ("login", "sv")
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == len(asked["nonce"]) == 32


def test_the_secret_and_the_verifier_never_pass_through_the_browser(browser: Browser, settings: Any) -> None:
    address = browser.start()
    (row,) = browser.service.session["oidc_states"].values()
    assert row["code_verifier"] not in address
    assert settings.OIDC_RP_CLIENT_SECRET not in address


def test_opening_the_login_page_changes_nothing_and_sends_nobody_on(browser: Browser) -> None:
    response = browser.service.get(reverse("bankid:login"))
    assert response.status_code == 200
    assert "Logga in med BankID" in response.content.decode()
    assert "sessionid" not in browser.service.cookies
    assert list(browser.service.session.keys()) == []


def test_starting_a_login_needs_the_pages_own_token(provider: Provider, register: Register) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("bankid:login"))
    assert response.status_code == 403


def test_the_session_key_changes_at_login_and_the_old_one_is_dead(browser: Browser, settings: Any) -> None:
    browser.start()
    fixed = browser.service.cookies[settings.SESSION_COOKIE_NAME].value
    browser.log_in()
    assert browser.service.cookies[settings.SESSION_COOKIE_NAME].value != fixed
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = fixed
    assert SESSION_KEY not in attacker.session


def test_another_person_in_the_same_browser_gets_nothing_of_the_first_ones_session(
    browser: Browser, register: Register
) -> None:
    browser.log_in()
    session = browser.service.session
    session["creditor_id"] = 42
    session.save()
    # The login page sends her on, so Didrik's login was begun in another tab before.
    browser.come_back(browser.identify(browser.start(), number=DIDRIK))
    assert browser.service.session[SESSION_KEY] == "8"
    assert "creditor_id" not in browser.service.session


def test_two_tabs_may_log_in_each_to_its_own_page(browser: Browser) -> None:
    first = browser.start(onward="/healthz?tab=1")
    second = browser.start(onward="/healthz?tab=2")
    assert browser.come_back(browser.identify(second))["Location"] == "/healthz?tab=2"
    assert browser.come_back(browser.identify(first))["Location"] == "/healthz?tab=1"


def test_after_the_login_one_is_where_one_was_going(browser: Browser) -> None:
    page = browser.service.get(reverse("bankid:login"), {"next": "/healthz?a=1&b=å"}).content.decode()
    assert 'name="next" value="/healthz?a=1&amp;b=å"' in page
    assert browser.log_in(onward="/healthz?a=1&b=å")["Location"] == "/healthz?a=1&b=%C3%A5"


@pytest.mark.parametrize(
    "onward", ["//evil.se", "https://evil.se/healthz", "javascript:alert(1)", "/\\evil.se"]
)
def test_never_on_to_somewhere_else(onward: str, browser: Browser) -> None:
    assert browser.log_in(onward=onward)["Location"] == "/bankid/utloggad/"


def test_whoever_is_logged_in_is_not_asked_again(browser: Browser) -> None:
    browser.log_in()
    response = browser.service.get(reverse("bankid:login"), {"next": "/healthz"})
    assert (response.status_code, response["Location"]) == (302, "/healthz")


def test_a_refused_second_login_leaves_the_first_as_it_was(
    browser: Browser, register: Register, provider: Provider
) -> None:
    browser.log_in()
    provider.misbehave(claims={"aud": "somebody-else"})
    assert browser.log_in(number=DIDRIK).status_code == 403
    assert browser.service.session[SESSION_KEY] == "7"


def test_somebody_removed_meanwhile_meets_the_login_page_and_no_loop(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.log_in()
    monkeypatch.setattr("ekrav.accounts.access.standing", lambda *, person_id: None)
    assert browser.service.get(reverse("bankid:again")).status_code == 302
    response = browser.service.get(reverse("bankid:login"))
    assert response.status_code == 200
    assert "Logga in med BankID" in response.content.decode()


def test_logging_out_ends_the_session_here_and_at_the_provider(
    browser: Browser, provider: Provider, settings: Any
) -> None:
    browser.log_in()
    key = browser.service.cookies[settings.SESSION_COOKIE_NAME].value
    response = browser.service.post(reverse("bankid:logout"))
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert response["Location"].startswith(f"{provider.address}/end_session?")
    assert asked == {
        "client_id": ["ekrav"],
        "post_logout_redirect_uri": ["http://testserver/bankid/utloggad/"],
    }
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert SESSION_KEY not in thief.session
    back = browser.provider.get(response["Location"], allow_redirects=False, timeout=10)
    assert back.headers["Location"] == "http://testserver/bankid/utloggad/"
    assert "Du är utloggad" in browser.service.get("/bankid/utloggad/").content.decode()


def test_logging_out_is_no_link(browser: Browser) -> None:
    browser.log_in()
    assert browser.service.get(reverse("bankid:logout")).status_code == 405
    assert browser.service.session[SESSION_KEY] == "7"


def test_logging_out_without_a_login_or_a_providers_endpoint_stays_here(
    browser: Browser, settings: Any
) -> None:
    assert browser.service.post(reverse("bankid:logout"))["Location"] == "/bankid/utloggad/"
    browser.log_in()
    settings.BANKID_END_SESSION_ENDPOINT = ""
    assert browser.service.post(reverse("bankid:logout"))["Location"] == "/bankid/utloggad/"


def test_the_buttons_of_the_login_work_under_its_own_referrer_policy(browser: Browser) -> None:
    """With "no-referrer" a browser posts `Origin: null`, which the forgery check refuses."""
    for page in (reverse("bankid:login"), reverse("bankid:callback")):
        assert browser.service.get(page)["Referrer-Policy"] == "strict-origin"


def test_the_callback_answers_get_only(browser: Browser) -> None:
    assert browser.service.post(reverse("bankid:callback")).status_code == 405
