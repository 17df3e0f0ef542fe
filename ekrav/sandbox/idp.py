"""The development identity provider: OpenID Connect as a Swedish broker of BankID speaks it, with demo
persons.

Code flow with PKCE (S256), claims as in OpenID Connect Sweden's claim specification (oidc.se). Nobody is
identified: whoever may reach the page may be anybody in the demo world.
"""

import hashlib
import hmac
import secrets
import time
from typing import Any
from urllib.parse import unquote_plus

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as Answer

from ekrav.accounts.bankid.configuration import DEMO_ISSUER
from ekrav.identity import NotAPersonNumber, format_person_number, is_coordination_number, person_number
from ekrav.sandbox import idp_misbehaviour
from ekrav.sandbox.demo_data import PERSONS
from ekrav.sandbox.idp_requests import (
    ACR,
    LoginRequest,
    NotAnApplication,
    RequestRefused,
    answer_address,
    clients,
    fits_challenge,
    known_return,
    login_request,
)
from ekrav.sandbox.idp_tokens import access_token_hash
from ekrav.sandbox.store import current_store

CODE_LASTS = 60
TOKEN_LASTS = 300
"""Seconds. Five minutes is what the Swedish profile allows an ID token."""

_REQUEST_LASTS = 600
_CLAIM = "https://id.oidc.se/claim/"

blueprint = Blueprint("idp", __name__)
blueprint.register_blueprint(idp_misbehaviour.control)


@blueprint.get("/.well-known/openid-configuration")
def discovery() -> Response:
    """What the provider can do (OpenID Connect Discovery 1.0)."""
    here = f"{request.host_url.rstrip('/')}/idp"
    return jsonify(
        issuer=DEMO_ISSUER,
        authorization_endpoint=f"{here}/authorize",
        token_endpoint=f"{here}/token",
        userinfo_endpoint=f"{here}/userinfo",
        jwks_uri=f"{here}/jwks",
        end_session_endpoint=f"{here}/end_session",
        response_types_supported=["code"],
        grant_types_supported=["authorization_code"],
        subject_types_supported=["pairwise"],
        id_token_signing_alg_values_supported=["RS256"],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
        code_challenge_methods_supported=["S256"],
        acr_values_supported=[ACR],
        prompt_values_supported=["none", "login"],
        authorization_response_iss_parameter_supported=True,
        ui_locales_supported=["sv"],
        claims_supported=["sub", "name", "given_name", "family_name", "acr", "auth_time",
                          _CLAIM + "personalIdentityNumber", _CLAIM + "coordinationNumber"],
    )  # fmt: skip


@blueprint.get("/jwks")
def jwks() -> Response:
    """The public keys."""
    return idp_misbehaviour.answer("jwks") or jsonify(keys=idp_misbehaviour.keys(current_store()))


@blueprint.get("/authorize")
def authorize() -> Answer | tuple[str, int]:
    """Show who can be identified, or answer at once when the person was identified recently enough."""
    try:
        asked = login_request(request.args)
    except NotAnApplication:
        return _message("Okänd tjänst", "Tjänsten som skickade dig hit är inte känd här."), 400
    except RequestRefused as refused:
        return _sent_back(request.args["redirect_uri"], request.args.get("state", ""),
                          error=refused.error, error_description=refused.description)  # fmt: skip
    known = session.get("person")
    if known and asked.prompt != "login" and _recent(asked):
        return _code(asked, number=known["number"], name=known["name"], identified=known["auth_time"])
    if asked.prompt == "none":
        return _sent_back(asked.redirect_uri, asked.state, error="login_required")
    ticket = secrets.token_urlsafe(24)
    row = {"asked": asked.as_row(), "at": time.time()}
    current_store().put(space="idp_request", key=ticket, body=row)
    return _choice(ticket, asked), 200


@blueprint.post("/authorize")
def chosen() -> Answer | tuple[str, int]:
    """The person chosen on the page, or the login given up."""
    ticket = request.form.get("ticket", "")
    row = current_store().get(space="idp_request", key=ticket)
    if row is None or time.time() > row["at"] + _REQUEST_LASTS:
        return _message(
            "Börja om", "Inloggningen är redan använd eller för gammal. Gå tillbaka till eKrav."
        ), 400
    asked = LoginRequest(**row["asked"])
    if "cancel" in request.form:
        current_store().take(space="idp_request", key=ticket)
        return _sent_back(asked.redirect_uri, asked.state, error="access_denied")
    try:
        number = person_number(request.form.get("person") or request.form.get("number", ""))
    except NotAPersonNumber:
        return _choice(ticket, asked, refused=True), 400
    if current_store().take(space="idp_request", key=ticket) is None:
        return _message("Börja om", "Inloggningen är redan använd. Gå tillbaka till eKrav."), 400
    names = {person.person_number: person.name for person in PERSONS}
    name = names.get(number) or " ".join(request.form.get("name", "").split()) or "Namnlös Testperson"
    now = int(time.time())
    session["person"] = {"number": number, "name": name, "auth_time": now}
    return _code(asked, number=number, name=name, identified=now)


@blueprint.post("/token")
def token() -> Response | tuple[Response, int]:
    """Change a code for tokens: once, within a minute, by the application that got it and holds the
    verifier.
    """
    wrong = idp_misbehaviour.answer("token")
    if wrong is not None:
        return wrong
    client = _client()
    if client is None:
        return jsonify(error="invalid_client"), 401
    row = current_store().take(space="idp_code", key=_hashed(request.form.get("code", "")))
    if row is None or time.time() > row["at"] + CODE_LASTS:
        return jsonify(error="invalid_grant"), 400
    asked = LoginRequest(**row["asked"])
    same = asked.client_id == client and asked.redirect_uri == request.form.get("redirect_uri")
    verifier = request.form.get("code_verifier", "")
    if not same or not fits_challenge(verifier=verifier, challenge=asked.code_challenge):
        return jsonify(error="invalid_grant"), 400
    access_token = secrets.token_urlsafe(32)
    about = _about(number=row["number"], name=row["name"], client=client)
    current_store().put(
        space="idp_access",
        key=_hashed(access_token),
        body={"about": about, "until": time.time() + TOKEN_LASTS},
    )
    claims = about | _login_claims(asked, identified=row["identified"], access_token=access_token)
    id_token = idp_misbehaviour.id_token(claims, store=current_store())
    tokens = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_LASTS,
        "id_token": id_token,
    }
    response = jsonify(idp_misbehaviour.changed(tokens, idp_misbehaviour.told().get("tokens", {})))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/userinfo", methods=["GET", "POST"])
def userinfo() -> Response | tuple[Response, int]:
    """Who the access token is about."""
    wrong = idp_misbehaviour.answer("userinfo")
    if wrong is not None:
        return wrong
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    row = current_store().get(space="idp_access", key=_hashed(bearer))
    if row is None or time.time() > row["until"]:
        return jsonify(error="invalid_token"), 401
    return jsonify(idp_misbehaviour.changed(row["about"], idp_misbehaviour.told().get("userinfo", {})))


@blueprint.route("/end_session", methods=["GET", "POST"])
def end_session() -> Answer | str:
    """Forget who was identified in this browser, and send it back (RP-Initiated Logout 1.0)."""
    session.clear()
    back = request.values.get("post_logout_redirect_uri", "")
    if request.values.get("client_id", "") in clients() and known_return(back):
        return redirect(answer_address(back, state=request.values.get("state", "")), 303)
    return _message("Du är utloggad", "Ingen är längre legitimerad i den här webbläsaren.")


def _choice(ticket: str, asked: LoginRequest, *, refused: bool = False) -> str:
    rows = [(person, format_person_number(person.person_number)) for person in PERSONS]
    again = asked.max_age == 0
    typed = {name: request.form.get(name, "") for name in ("number", "name")}
    return render_template(
        "idp/choose.html", ticket=ticket, rows=rows, again=again, refused=refused, typed=typed
    )


def _message(heading: str, text: str) -> str:
    return render_template("idp/message.html", heading=heading, text=text)


def _recent(asked: LoginRequest) -> bool:
    return asked.max_age is None or time.time() <= session["person"]["auth_time"] + asked.max_age


def _code(asked: LoginRequest, *, number: str, name: str, identified: int) -> Answer:
    code = secrets.token_urlsafe(32)
    row = {
        "asked": asked.as_row(),
        "number": number,
        "name": name,
        "identified": identified,
        "at": time.time(),
    }
    current_store().put(space="idp_code", key=_hashed(code), body=row)
    return _sent_back(asked.redirect_uri, asked.state, code=code)


def _sent_back(uri: str, state: str, **answer: str) -> Answer:
    return redirect(answer_address(uri, state=state, iss=DEMO_ISSUER, **answer), 303)


def _client() -> str | None:
    """The application that asks, by client_secret_basic or client_secret_post; None when it cannot prove
    itself.
    """
    given = request.authorization
    if given is not None and given.type == "basic":
        name, secret = unquote_plus(given.username or ""), unquote_plus(given.password or "")
    else:
        name, secret = request.form.get("client_id", ""), request.form.get("client_secret", "")
    known = clients().get(name)
    return name if known is not None and hmac.compare_digest(known.encode(), secret.encode()) else None


def _about(*, number: str, name: str, client: str) -> dict[str, Any]:
    key = current_store().secret("idp_subjects").encode()
    given, _, family = name.rpartition(" ")
    kind = "coordinationNumber" if is_coordination_number(number) else "personalIdentityNumber"
    return {
        "sub": hmac.digest(key, f"{client} {number}".encode(), hashlib.sha256).hex()[:32],
        "name": name,
        "given_name": given or name,
        "family_name": family,
        _CLAIM + kind: number,
    }


def _login_claims(asked: LoginRequest, *, identified: int, access_token: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": DEMO_ISSUER,
        "aud": asked.client_id,
        "azp": asked.client_id,
        "iat": now,
        "exp": now + TOKEN_LASTS,
        "auth_time": identified,
        "nonce": asked.nonce,
        "acr": ACR,
        "at_hash": access_token_hash(access_token),
    }


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
