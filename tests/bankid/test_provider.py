"""The development identity provider keeps the rules a real one keeps: else the login's tests would prove little."""

import base64
import hashlib
import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from ekrav.accounts.bankid.configuration import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from ekrav.identity import bankgiro, organisation_number, person_number
from ekrav.sandbox import idp
from ekrav.sandbox.app import OnlyInADemoWorld, main
from ekrav.sandbox.demo_data import CECILIA, COMPANIES, PERSONS
from ekrav.sandbox.store import Store
from tests.bankid.provider import Provider

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
BACK = "http://127.0.0.1:8000/bankid/tillbaka/"
BASIC = (DEMO_CLIENT_ID, DEMO_CLIENT_SECRET)


@pytest.fixture
def provider(running_provider: Provider) -> Provider:
    running_provider.misbehave()
    return running_provider


def asked(**changes: str) -> dict[str, str]:
    """An authorization request; a change to the empty string leaves the parameter out."""
    true = {"client_id": DEMO_CLIENT_ID, "redirect_uri": BACK, "response_type": "code", "scope": "openid"}
    true |= {"state": "st", "nonce": "no", "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    return {name: value for name, value in (true | changes).items() if value}


def authorize(provider: Provider, session: requests.Session, **changes: str) -> requests.Response:
    return session.get(
        f"{provider.address}/authorize", params=asked(**changes), allow_redirects=False, timeout=10
    )


def choose(
    provider: Provider, session: requests.Session, page: requests.Response, **form: str
) -> requests.Response:
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert ticket is not None
    sent = {"ticket": ticket[1]} | (form or {"person": CECILIA.person_number})
    return session.post(f"{provider.address}/authorize", data=sent, allow_redirects=False, timeout=10)


def answer(response: requests.Response) -> dict[str, str]:
    assert response.status_code == 303
    return {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()
    }


def code(provider: Provider, **changes: str) -> str:
    session = requests.Session()
    return answer(choose(provider, session, authorize(provider, session, **changes)))["code"]


def exchange(provider: Provider, given: str, *, basic: tuple[str, str] | None = BASIC, **changes: str) -> Any:
    form = {
        "grant_type": "authorization_code",
        "code": given,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return requests.post(f"{provider.address}/token", data=form | changes, auth=basic, timeout=10)


def test_discovery_names_every_address_where_the_provider_is(provider: Provider) -> None:
    said = requests.get(f"{provider.address}/.well-known/openid-configuration", timeout=10).json()
    assert said["issuer"] == provider.issuer
    named = [said[name] for name in said if name.endswith(("_endpoint", "_uri"))]
    assert len(named) == 5
    assert all(address.startswith(provider.address + "/") for address in named)


def test_a_login_gives_a_token_signed_with_the_published_key(provider: Provider) -> None:
    tokens = exchange(provider, code(provider)).json()
    (published,) = requests.get(f"{provider.address}/jwks", timeout=10).json()["keys"]
    assert set(published) == {"kty", "use", "alg", "kid", "n", "e"}
    claims = jwt.decode(
        tokens["id_token"],
        jwt.PyJWK(published),
        algorithms=["RS256"],
        audience="ekrav",
        issuer=provider.issuer,
    )
    assert claims["nonce"] == "no"
    assert claims["https://id.oidc.se/claim/personalIdentityNumber"] == "199102142388"
    assert claims["exp"] - claims["iat"] == 300
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    userinfo = requests.get(f"{provider.address}/userinfo", headers=bearer, timeout=10).json()
    assert (userinfo["sub"], userinfo["name"]) == (claims["sub"], "Cecilia Ek")


def test_the_answer_goes_back_with_state_and_issuer(provider: Provider) -> None:
    session = requests.Session()
    said = answer(choose(provider, session, authorize(provider, session)))
    assert (said["state"], said["iss"]) == ("st", provider.issuer)


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "somebody"},
        {"client_id": ""},
        {"redirect_uri": "https://evil.example/bankid/tillbaka/"},
        {"redirect_uri": "http://127.0.0.1.evil.example/bankid/tillbaka/"},
        {"redirect_uri": "http://127.0.0.1:8000/elsewhere/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": ""},
    ],
)
def test_a_stranger_gets_a_page_and_no_redirect(changes: dict[str, str], provider: Provider) -> None:
    response = authorize(provider, requests.Session(), **changes)
    assert (response.status_code, "Location" in response.headers) == (400, False)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"acr_values": "http://id.elegnamnden.se/loa/1.0/loa4"}, "unmet_authentication_requirements"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_request_against_the_rules_is_sent_back(
    changes: dict[str, str], error: str, provider: Provider
) -> None:
    said = answer(authorize(provider, requests.Session(), **changes))
    assert (said["error"], said["state"]) == (error, "st")


def test_a_code_works_once_also_when_twenty_try_at_once(provider: Provider) -> None:
    given, statuses = code(provider), []
    gate = threading.Barrier(20)

    def attempt() -> None:
        gate.wait()
        statuses.append(exchange(provider, given).status_code)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [400] * 19


def test_a_code_is_good_for_a_minute(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    given = code(provider)
    monkeypatch.setattr(idp, "CODE_LASTS", -1)
    assert exchange(provider, given).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 64},
        {"code_verifier": ""},
        {"redirect_uri": BACK + "?x"},
        {"code": "invented"},
    ],
)
def test_a_code_needs_its_verifier_and_its_address(changes: dict[str, Any], provider: Provider) -> None:
    response = exchange(provider, code(provider), **changes)
    assert (response.status_code, response.json()) == (400, {"error": "invalid_grant"})


def test_the_application_must_prove_itself(provider: Provider) -> None:
    given = code(provider)
    assert exchange(provider, given, basic=(DEMO_CLIENT_ID, "wrong")).status_code == 401
    assert exchange(provider, given, basic=None).status_code == 401
    by_form = {"client_id": DEMO_CLIENT_ID, "client_secret": DEMO_CLIENT_SECRET}
    assert exchange(provider, given, basic=None, **by_form).status_code == 200


def test_userinfo_needs_a_token(provider: Provider) -> None:
    assert requests.get(f"{provider.address}/userinfo", timeout=10).status_code == 401


def test_the_provider_remembers_the_person_until_a_fresh_login_is_asked_for(provider: Provider) -> None:
    session = requests.Session()
    choose(provider, session, authorize(provider, session, prompt="login"))
    assert "code" in answer(authorize(provider, session))
    assert "code" in answer(authorize(provider, session, prompt="none", max_age="60"))
    assert authorize(provider, session, prompt="login").status_code == 200
    assert answer(authorize(provider, session, prompt="none", max_age="0", state="x"))["state"] == "x"
    session.get(f"{provider.address}/end_session", timeout=10)
    assert answer(authorize(provider, session, prompt="none"))["error"] == "login_required"


def test_after_logging_out_one_is_sent_back_to_known_pages_only(provider: Provider) -> None:
    def after(back: str) -> requests.Response:
        query = {"client_id": DEMO_CLIENT_ID, "post_logout_redirect_uri": back}
        return requests.get(
            f"{provider.address}/end_session", params=query, allow_redirects=False, timeout=10
        )

    assert after("http://localhost:8000/bankid/utloggad/").status_code == 303
    assert after("https://evil.example/bankid/utloggad/").status_code == 200


def test_another_person_is_let_in_by_a_number_that_is_right(provider: Provider) -> None:
    session = requests.Session()
    page = authorize(provider, session)
    wrong = choose(provider, session, page, number="19900101-2386", other="1")
    assert wrong.status_code == 400
    assert "Numret stämmer inte" in wrong.text
    right = choose(provider, session, page, number="19900101-2385", name="  Karin   Berg ", other="1")
    given = answer(right)["code"]
    claims = jwt.decode(exchange(provider, given).json()["id_token"], options={"verify_signature": False})
    assert (claims["name"], claims["given_name"], claims["family_name"]) == ("Karin Berg", "Karin", "Berg")


def test_the_page_is_used_once(provider: Provider) -> None:
    session = requests.Session()
    page = authorize(provider, session)
    assert choose(provider, session, page).status_code == 303
    assert choose(provider, session, page).status_code == 400


def test_pressing_enter_in_a_field_chooses_nobody_on_the_list(provider: Provider) -> None:
    """The first button of a form is pressed by Enter: the fields have a form without the list's buttons."""
    page = authorize(provider, requests.Session()).text
    (form,) = (part for part in page.split("<form")[1:] if 'name="number"' in part.split("</form>")[0])
    assert 'name="person"' not in form.split("</form>")[0]


def test_a_provider_made_for_people_cannot_be_told_to_err(tmp_path: Path) -> None:
    from ekrav.sandbox.app import create_app

    client = create_app(store=tmp_path).test_client()
    assert client.post("/idp/_misbehave", json={"signature": "none"}).status_code == 404


def test_keys_and_logins_survive_a_restart(tmp_path: Path) -> None:
    with Provider(store=tmp_path) as first:
        before = requests.get(f"{first.address}/jwks", timeout=10).json()
    with Provider(store=tmp_path) as second:
        assert requests.get(f"{second.address}/jwks", timeout=10).json() == before


def test_the_sandbox_refuses_to_run_outside_a_demo_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EKRAV_WORLD", "production")
    with pytest.raises(OnlyInADemoWorld):
        main(["--port", "0", "--store", str(tmp_path)])


def test_the_cast_has_true_numbers() -> None:
    assert [person_number(p.person_number) for p in PERSONS] == [p.person_number for p in PERSONS]
    assert len({p.person_number for p in PERSONS}) == len(PERSONS)
    for company in COMPANIES:
        assert organisation_number(company.organisation_number) == company.organisation_number
        assert [bankgiro(number) for number in company.bankgiros] == list(company.bankgiros)


def test_a_document_is_taken_by_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(space="a", key="k", body={"x": 1})
    store.put(space="a", key="k", body={"x": 2})
    store.put(space="b", key="k", body={"x": 3})
    assert store.all(space="a") == {"k": {"x": 2}}
    assert store.take(space="a", key="k") == {"x": 2}
    assert store.take(space="a", key="k") is None
    assert store.get(space="b", key="k") == {"x": 3}
    assert store.secret("s") == Store(tmp_path).secret("s")
