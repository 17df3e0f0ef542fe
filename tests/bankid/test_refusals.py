"""Every way a login can be false, over the real wire: nobody is let in, the page says what to do, never a 500."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY

from ekrav.accounts.bankid.refusal import Reason
from ekrav.accounts.bankid.words import WORDS
from tests.bankid.conftest import Register
from tests.bankid.provider import CECILIA, DIDRIK, Browser, Provider

NUMBER = "https://id.oidc.se/claim/personalIdentityNumber"


@dataclass(frozen=True)
class Lie:
    """What the identity provider does wrong, and why the login must be refused."""

    name: str
    reason: Reason
    status: int = 403
    how: dict[str, Any] = field(default_factory=dict)


def claim(name: str, reason: Reason, **claims: Any) -> Lie:
    """A token whose claims are wrong and whose signature is right."""
    return Lie(name, reason, how={"claims": claims})


LIES = [
    Lie("algorithm none", Reason.ALGORITHM, how={"signature": "none"}),
    Lie("HS256 with the public key", Reason.ALGORITHM, how={"signature": "hs256-with-public-key"}),
    Lie("RS512", Reason.ALGORITHM, how={"signature": "rs512"}),
    Lie("another key under the right kid", Reason.SIGNATURE, how={"signature": "other"}),
    Lie("claims changed after signing", Reason.SIGNATURE, how={"signature": "altered"}),
    Lie("the list of keys swapped", Reason.SIGNATURE, how={"keys": "swapped"}),
    Lie("no keys", Reason.KEY, how={"keys": "empty"}),
    Lie("two keys under one kid", Reason.KEY, how={"keys": "twice"}),
    Lie("a key for encryption", Reason.KEY, how={"keys": "not-for-signing"}),
    Lie("a symmetric key", Reason.KEY, how={"keys": "symmetric"}),
    Lie("keys that are no list", Reason.KEY, how={"keys": "not-a-list"}),
    Lie("a key of 1024 bits", Reason.KEY, how={"keys": "weak", "signature": "weak"}),
    Lie("unknown kid", Reason.KEY, how={"header": {"kid": "nobody"}}),
    Lie("no kid", Reason.KEY, how={"header": {"kid": None}}),
    Lie(
        "a critical header we do not know",
        Reason.TOKEN_MALFORMED,
        how={"header": {"crit": ["b64"], "b64": True}},
    ),
    Lie("an access token in its place", Reason.TOKEN_MALFORMED, how={"header": {"typ": "at+jwt"}}),
    claim("another issuer", Reason.ISSUER, iss="https://evil.example"),
    claim("the issuer with a slash", Reason.ISSUER, iss="http://127.0.0.1/idp/"),
    claim("no issuer", Reason.ISSUER, iss=None),
    claim("another audience", Reason.AUDIENCE, aud="somebody-else"),
    claim("a second audience", Reason.AUDIENCE, aud=["ekrav", "somebody-else"]),
    claim("no audience", Reason.AUDIENCE, aud=None),
    claim("another authorized party", Reason.AUDIENCE, azp="somebody-else"),
    claim("expired", Reason.EXPIRED, exp={"now": -60}),
    claim("no expiry", Reason.TOKEN_MALFORMED, exp=None),
    claim("an expiry that is no number", Reason.TOKEN_MALFORMED, exp="tomorrow"),
    claim("an expiry that is true", Reason.TOKEN_MALFORMED, exp=True),
    claim("an expiry beyond all calendars", Reason.TOKEN_MALFORMED, exp=10**30),
    claim("issued an hour ago", Reason.EXPIRED, iat={"now": -3600}),
    claim("issued in the future", Reason.NOT_YET, iat={"now": 3600}),
    claim("no time of issue", Reason.TOKEN_MALFORMED, iat=None),
    claim("not valid yet", Reason.NOT_YET, nbf={"now": 3600}),
    claim("no nonce", Reason.NONCE, nonce=None),
    claim("another nonce", Reason.NONCE, nonce="a-nonce-from-another-login"),
    claim("no nonce, which it says it cannot", Reason.NONCE, nonce=None, nonce_supported=False),
    claim("a nonce outside Unicode", Reason.NONCE, nonce="\ud800"),
    claim("a lower level of assurance", Reason.ACR, acr="http://id.elegnamnden.se/loa/1.0/loa2"),
    claim("no level of assurance", Reason.ACR, acr=None),
    claim("a list of levels", Reason.ACR, acr=["http://id.elegnamnden.se/loa/1.0/loa3"]),
    claim("identified an hour ago", Reason.AUTH_TIME, auth_time={"now": -3600}),
    claim("identified tomorrow", Reason.AUTH_TIME, auth_time={"now": 86400}),
    claim("no time of identification", Reason.AUTH_TIME, auth_time=None),
    claim("no subject", Reason.SUBJECT, sub=None),
    claim("an empty subject", Reason.SUBJECT, sub=""),
    claim("a subject without end", Reason.SUBJECT, sub="x" * 256),
    claim("the hash of another access token", Reason.ACCESS_TOKEN, at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    claim("claims without end", Reason.TOKEN_MALFORMED, padding="x" * 20_000),
    claim("no person number", Reason.NUMBER_MISSING, **{NUMBER: None}),
    claim(
        "an e-mail address and no person number", Reason.NUMBER_MISSING, **{NUMBER: None, "email": "c@x.se"}
    ),
    claim("a number with a wrong check digit", Reason.NUMBER_INVALID, **{NUMBER: "199102142389"}),
    claim("a number of ten digits", Reason.NUMBER_INVALID, **{NUMBER: "9102142388"}),
    claim("a company's number", Reason.NUMBER_INVALID, **{NUMBER: "165566778899"}),
    claim(
        "two numbers",
        Reason.NUMBER_INVALID,
        **{"https://id.oidc.se/claim/coordinationNumber": "194512622392"},
    ),
    claim("a minor", Reason.TOO_YOUNG, **{NUMBER: "202402292383"}),
    Lie("userinfo about somebody else", Reason.SUBJECT, how={"userinfo": {"sub": "somebody"}}),
    Lie("userinfo about nobody", Reason.SUBJECT, how={"userinfo": {"sub": None}}),
    Lie("no ID token", Reason.ANSWER_UNREADABLE, how={"tokens": {"id_token": None}}),
    Lie("an ID token that is no token", Reason.TOKEN_MALFORMED, how={"tokens": {"id_token": "a.b.c"}}),
    Lie("an ID token in a list", Reason.ANSWER_UNREADABLE, how={"tokens": {"id_token": ["a.b.c"]}}),
    Lie("an encrypted ID token", Reason.TOKEN_MALFORMED, how={"tokens": {"id_token": "e30.e30.e30.e30.e30"}}),
    Lie("no access token", Reason.ANSWER_UNREADABLE, how={"tokens": {"access_token": None}}),
    Lie(
        "an access token with a line break",
        Reason.ANSWER_UNREADABLE,
        how={"tokens": {"access_token": "a\r\nb"}},
    ),
    Lie(
        "another access token than the hash says",
        Reason.ACCESS_TOKEN,
        how={"tokens": {"access_token": "other"}},
    ),
    Lie("the code refused", Reason.CODE_REFUSED, how={"answers": {"token": "refused"}}),
    Lie("a token answer that is no JSON", Reason.ANSWER_UNREADABLE, how={"answers": {"token": "garbage"}}),
    Lie("a token answer that is a list", Reason.ANSWER_UNREADABLE, how={"answers": {"token": "list"}}),
    Lie("a token answer without end", Reason.ANSWER_UNREADABLE, how={"answers": {"token": "huge"}}),
    Lie("a token answer from elsewhere", Reason.CODE_REFUSED, how={"answers": {"token": "redirect"}}),
    Lie("keys without end", Reason.ANSWER_UNREADABLE, how={"answers": {"jwks": "huge"}}),
    Lie("keys from elsewhere", Reason.ANSWER_UNREADABLE, how={"answers": {"jwks": "redirect"}}),
    Lie("userinfo that is no JSON", Reason.ANSWER_UNREADABLE, how={"answers": {"userinfo": "garbage"}}),
    Lie("userinfo refused", Reason.ANSWER_UNREADABLE, how={"answers": {"userinfo": "refused"}}),
    Lie("the token endpoint down", Reason.UNREACHABLE, 503, how={"answers": {"token": "down"}}),
    Lie("the keys down", Reason.UNREACHABLE, 503, how={"answers": {"jwks": "down"}}),
    Lie("userinfo down", Reason.UNREACHABLE, 503, how={"answers": {"userinfo": "down"}}),
]


def assert_refused(
    browser: Browser, register: Register, response: Any, *, reason: Reason, status: int = 403
) -> None:
    """The page has the reason's words and a way on; nobody was recognised or logged in."""
    assert response.status_code == status
    page = response.content.decode()
    assert f'data-reason="{reason.value}"' in page
    assert f"<h1>{WORDS[reason].heading}</h1>" in page
    assert "<form" in page
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    assert not re.search(r"\d{8}-?\d{4}|eyJ", said), "no person number and no token on the page"
    assert response["Cache-Control"].startswith("max-age=0")
    assert register.identities == []
    assert SESSION_KEY not in browser.service.session


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_a_false_answer_lets_nobody_in(
    lie: Lie, browser: Browser, register: Register, provider: Provider
) -> None:
    provider.misbehave(**lie.how)
    response = browser.log_in()
    assert_refused(browser, register, response, reason=lie.reason, status=lie.status)


def test_a_provider_that_never_answers_is_given_up(
    browser: Browser, register: Register, provider: Provider, settings: Any
) -> None:
    settings.OIDC_TIMEOUT = 0.3
    provider.misbehave(answers={"token": "slow"})
    response = browser.log_in()
    assert_refused(browser, register, response, reason=Reason.UNREACHABLE, status=503)


def test_a_provider_that_is_not_there_is_said_to_be_away(
    browser: Browser, register: Register, settings: Any
) -> None:
    back = browser.identify(browser.start())
    settings.OIDC_OP_JWKS_ENDPOINT = "http://127.0.0.1:9/jwks"
    response = browser.come_back(back)
    assert_refused(browser, register, response, reason=Reason.UNREACHABLE, status=503)


def test_giving_up_at_the_provider_is_no_fault(browser: Browser, register: Register) -> None:
    response = browser.come_back(browser.identify(browser.start(), cancel="1"))
    assert_refused(browser, register, response, reason=Reason.CANCELLED)


def test_another_error_of_the_provider_is_its_own(browser: Browser, register: Register) -> None:
    response = browser.come_back(browser.identify(browser.start()), error="server_error")
    assert_refused(browser, register, response, reason=Reason.PROVIDER_ERROR, status=503)


@pytest.mark.parametrize("state", [None, "", "x", "x" * 5000])
def test_an_answer_to_no_question_of_this_browser_is_refused(
    state: str | None, browser: Browser, register: Register
) -> None:
    response = browser.come_back(browser.identify(browser.start()), state=state)
    assert_refused(browser, register, response, reason=Reason.STATE_UNKNOWN)


def test_another_browsers_callback_logs_nobody_in(browser: Browser, register: Register) -> None:
    stranger = Browser()
    back = stranger.identify(stranger.start(), number=DIDRIK)
    browser.start()
    response = browser.come_back(back)
    assert_refused(browser, register, response, reason=Reason.STATE_UNKNOWN)


def test_another_browsers_code_under_ones_own_state_logs_nobody_in(
    browser: Browser, register: Register
) -> None:
    stranger = Browser()
    stolen = re.search(r"code=([^&]+)", stranger.identify(stranger.start(), number=DIDRIK))
    assert stolen is not None
    response = browser.come_back(browser.identify(browser.start()), code=stolen[1])
    assert_refused(browser, register, response, reason=Reason.CODE_REFUSED)


@pytest.mark.parametrize("code", [None, "", "x" * 5000])
def test_a_callback_without_a_code_is_refused(code: str | None, browser: Browser, register: Register) -> None:
    response = browser.come_back(browser.identify(browser.start()), code=code)
    assert_refused(browser, register, response, reason=Reason.CODE_MISSING)


def test_a_code_nobody_issued_is_refused(browser: Browser, register: Register) -> None:
    response = browser.come_back(browser.identify(browser.start()), code="invented")
    assert_refused(browser, register, response, reason=Reason.CODE_REFUSED)


def test_an_answer_from_another_provider_is_refused(browser: Browser, register: Register) -> None:
    response = browser.come_back(browser.identify(browser.start()), iss="https://evil.example")
    assert_refused(browser, register, response, reason=Reason.ISSUER_MIXED)


def test_the_same_callback_works_once(browser: Browser, register: Register) -> None:
    back = browser.identify(browser.start())
    assert browser.come_back(back).status_code == 302
    again = browser.come_back(back)
    assert again.status_code == 403
    assert 'data-reason="state-unknown"' in again.content.decode()
    assert len(register.identities) == 1


def test_a_login_that_took_more_than_ten_minutes_is_begun_again(
    browser: Browser, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = browser.identify(browser.start())
    session = browser.service.session
    for row in session["oidc_states"].values():
        row["added_on"] -= 601
    session.save()
    assert_refused(browser, register, browser.come_back(back), reason=Reason.STATE_OLD)


def test_without_the_pkce_verifier_the_provider_gives_nothing(browser: Browser, register: Register) -> None:
    back = browser.identify(browser.start())
    session = browser.service.session
    for row in session["oidc_states"].values():
        row["code_verifier"] = None
    session.save()
    assert_refused(browser, register, browser.come_back(back), reason=Reason.CODE_REFUSED)


def test_a_token_is_no_good_for_a_second_login(
    browser: Browser, register: Register, provider: Provider
) -> None:
    """The nonce of the first login in the token of the second."""
    first = re.search(r"nonce=([^&]+)", browser.start())
    assert first is not None
    provider.misbehave(claims={"nonce": first[1]})
    assert_refused(browser, register, browser.log_in(), reason=Reason.NONCE)


def test_somebody_shut_out_is_told_so(browser: Browser, register: Register) -> None:
    register.shut_out.add(CECILIA)
    assert_refused(browser, register, browser.log_in(), reason=Reason.NOT_WELCOME)


def test_the_refusals_button_goes_on_to_where_one_was_going(browser: Browser, provider: Provider) -> None:
    provider.misbehave(signature="none")
    page = browser.log_in(onward="/bankid/utloggad/").content.decode()
    assert 'name="next"' not in page, "the login's own pages are no destination"


def test_every_reason_has_words() -> None:
    assert set(WORDS) == set(Reason)
