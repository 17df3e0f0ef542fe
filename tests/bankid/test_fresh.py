"""A fresh BankID: asked for, given by the same person, and good for ten minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from ekrav.accounts.bankid.session import Ended, ended, fresh_bankid
from tests.bankid.conftest import Register
from tests.bankid.provider import DIDRIK, Browser, Provider
from tests.bankid.test_login import request_of


def test_a_fresh_bankid_is_asked_for_and_noted(browser: Browser, register: Register, settings: Any) -> None:
    browser.log_in()
    session = browser.service.session
    session["creditor_id"] = 42
    session["bankid"] |= {"auth_time": session["bankid"]["auth_time"] - 3600}
    session.save()
    key = browser.service.cookies[settings.SESSION_COOKIE_NAME].value
    assert fresh_bankid(request_of(browser)) is None
    page = browser.service.get(reverse("bankid:again"), {"next": "/healthz"}).content.decode()
    assert "Bekräfta med BankID" in page
    address = browser.start(page="bankid:again", onward="/healthz")
    assert "max_age=0" in address
    assert "prompt=login" in address
    response = browser.come_back(browser.identify(address))
    assert (response.status_code, response["Location"]) == (302, "/healthz")
    fresh = fresh_bankid(request_of(browser))
    assert fresh is not None
    assert datetime.now(UTC) - fresh < timedelta(seconds=10)
    assert browser.service.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert browser.service.session["creditor_id"] == 42
    assert len(register.identities) == 2


def test_a_fresh_bankid_must_be_given_after_it_was_asked_for(browser: Browser, provider: Provider) -> None:
    browser.log_in()
    provider.misbehave(claims={"auth_time": {"now": -120}})
    response = browser.log_in(page="bankid:again")
    assert response.status_code == 403
    page = response.content.decode()
    assert "Legitimeringen var för gammal" in page
    assert f'action="{reverse("bankid:again")}"' in page


def test_an_ordinary_login_may_rest_on_an_identification_two_minutes_old(
    browser: Browser, provider: Provider
) -> None:
    provider.misbehave(claims={"auth_time": {"now": -120}})
    assert browser.log_in().status_code == 302


def test_somebody_elses_bankid_confirms_nothing_and_throws_nobody_out(
    browser: Browser, register: Register
) -> None:
    browser.log_in()
    before = browser.service.session["bankid"]
    response = browser.log_in(number=DIDRIK, page="bankid:again")
    assert response.status_code == 403
    assert "Du legitimerade dig som någon annan" in response.content.decode()
    assert browser.service.session["bankid"] == before
    assert browser.service.session[SESSION_KEY] == "7"


def test_the_same_person_number_under_another_subject_confirms_nothing(
    browser: Browser, provider: Provider
) -> None:
    browser.log_in()
    provider.misbehave(claims={"sub": "changed"}, userinfo={"sub": "changed"})
    response = browser.log_in(page="bankid:again")
    assert 'data-reason="somebody-else"' in response.content.decode()


def test_the_same_subject_with_another_person_number_confirms_nothing(
    browser: Browser, provider: Provider
) -> None:
    browser.log_in()
    provider.misbehave(claims={"https://id.oidc.se/claim/personalIdentityNumber": DIDRIK})
    response = browser.log_in(page="bankid:again")
    assert 'data-reason="somebody-else"' in response.content.decode()


def test_a_fresh_bankid_without_a_login_leads_to_the_login(browser: Browser, register: Register) -> None:
    response = browser.service.get(reverse("bankid:again"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("bankid:login"))


def test_who_logged_out_in_between_has_confirmed_nothing(browser: Browser, register: Register) -> None:
    browser.log_in()
    back = browser.identify(browser.start(page="bankid:again"))
    session = browser.service.session
    del session[SESSION_KEY]
    session.save()
    response = browser.come_back(back)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Du är inte längre inloggad" in page
    assert f'action="{reverse("bankid:login")}"' in page


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (599, True), (602, False), (-20, True), (-60, False)])
def test_an_identification_is_fresh_for_ten_minutes(age: int, fresh: bool, browser: Browser) -> None:
    browser.log_in()
    session = browser.service.session
    session["bankid"] |= {"auth_time": int(datetime.now(UTC).timestamp()) - age}
    session.save()
    assert (fresh_bankid(request_of(browser)) is not None) is fresh


def test_nobody_is_fresh_without_a_login(browser: Browser) -> None:
    assert fresh_bankid(request_of(browser)) is None


def test_a_login_is_over_after_twelve_hours_even_with_fresh_bankids(browser: Browser) -> None:
    browser.log_in()
    session = browser.service.session
    session["bankid"] |= {"since": session["bankid"]["since"] - 12 * 3600 + 60}
    session.save()
    assert browser.log_in(page="bankid:again").status_code == 302
    assert ended(request_of(browser)) is None
    session = browser.service.session
    session["bankid"] |= {"since": session["bankid"]["since"] - 61}
    session.save()
    assert ended(request_of(browser)) is Ended.LONGEST
    response = browser.service.get(reverse("bankid:again"))
    assert response["Location"].startswith(reverse("bankid:login"))
    assert SESSION_KEY not in browser.service.session
