"""Whether an ID token is true, meant for us, and about the login that was just asked for.

OpenID Connect Core 1.0, 3.1.3.7, and stricter where the Swedish profile (oidc.se) or common sense allows:
RS256 only, exactly one audience, `kid`, `nonce`, `acr` and `auth_time` always demanded. Pure: the keys, the
expectation and the moment are handed in.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt

from ekrav.accounts.bankid.refusal import LoginRefused, Reason

LEEWAY = timedelta(seconds=30)
"""How far two machines' clocks may differ."""

LONGEST_USE = timedelta(minutes=10)
"""How long after its issue a token may be used; it is fetched within seconds, and oidc.se says five
minutes.
"""

_SMALLEST_KEY_BITS = 2048
_LONGEST_TOKEN = 16_384

Claims = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What the token must say: who issued it, for whom, for which login, how and how recently identified."""

    issuer: str
    client_id: str
    nonce: str = field(repr=False)
    acr: tuple[str, ...]
    authenticated_after: datetime


def verified_claims(
    *, id_token: str, jwks: Claims, access_token: str, expected: Expectation, at: datetime
) -> Claims:
    """The claims of an ID token that passed every check at the moment `at`. Raises `LoginRefused`."""
    claims = signed_claims(token=id_token, jwks=jwks)
    check_source(claims=claims, issuer=expected.issuer, client_id=expected.client_id)
    _check_times(claims, at=at)
    _check_login(claims, expected=expected, at=at)
    _check_access_token(claims, access_token=access_token)
    return claims


def signed_claims(*, token: str, jwks: Claims) -> Claims:
    """The claims of a signed JWT, whoever it is for: algorithm, key and signature checked. Raises
    `LoginRefused`.
    """
    if len(token) > _LONGEST_TOKEN:
        raise LoginRefused(Reason.TOKEN_MALFORMED)
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as refused:
        raise LoginRefused(Reason.TOKEN_MALFORMED) from refused
    if header.get("alg") != "RS256":
        raise LoginRefused(Reason.ALGORITHM)
    if "crit" in header or str(header.get("typ", "JWT")).upper() != "JWT":
        raise LoginRefused(Reason.TOKEN_MALFORMED)
    key = _signing_key(jwks, key_id=header.get("kid"))
    try:
        payload = jwt.PyJWS().decode_complete(token, key=key, algorithms=["RS256"])["payload"]
    except (jwt.PyJWTError, ValueError, TypeError) as refused:
        raise LoginRefused(Reason.SIGNATURE) from refused
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError) as refused:
        raise LoginRefused(Reason.TOKEN_MALFORMED) from refused
    if not isinstance(claims, dict):
        raise LoginRefused(Reason.TOKEN_MALFORMED)
    return claims


def check_source(*, claims: Claims, issuer: str, client_id: str) -> None:
    """Demand that the claims come from the issuer and are for us alone. Raises `LoginRefused`."""
    if claims.get("iss") != issuer:
        raise LoginRefused(Reason.ISSUER)
    if claims.get("aud") not in (client_id, [client_id]):
        raise LoginRefused(Reason.AUDIENCE)
    if claims.get("azp", client_id) != client_id:
        raise LoginRefused(Reason.AUDIENCE)


def moment(claims: Claims, name: str) -> datetime | None:
    """The moment in a NumericDate claim (seconds since 1970, UTC); None when absent or not a sane number."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _signing_key(jwks: Claims, *, key_id: object) -> jwt.PyJWK:
    listed = jwks.get("keys")
    keys = [key for key in listed if isinstance(key, dict)] if isinstance(listed, list) else []
    fitting = [key for key in keys if key_id and isinstance(key_id, str) and key.get("kid") == key_id]
    if len(fitting) != 1:  # none, or two that claim the same name
        raise LoginRefused(Reason.KEY)
    if fitting[0].get("use", "sig") != "sig" or fitting[0].get("alg", "RS256") != "RS256":
        raise LoginRefused(Reason.KEY)
    # Only the public numbers are read: whatever else the list holds has no say in how the key is used.
    public = {name: fitting[0].get(name) for name in ("kty", "n", "e")}
    try:
        key = jwt.PyJWK(public, algorithm="RS256")
        bits = key.key.key_size
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as refused:
        raise LoginRefused(Reason.KEY) from refused
    if bits < _SMALLEST_KEY_BITS:
        raise LoginRefused(Reason.KEY)
    return key


def _check_times(claims: Claims, *, at: datetime) -> None:
    expires, issued, begins = (moment(claims, name) for name in ("exp", "iat", "nbf"))
    if expires is None or issued is None or ("nbf" in claims and begins is None):
        raise LoginRefused(Reason.TOKEN_MALFORMED)
    if at >= expires + LEEWAY or at > issued + LONGEST_USE + LEEWAY:
        raise LoginRefused(Reason.EXPIRED)
    if issued > at + LEEWAY or (begins is not None and begins > at + LEEWAY):
        raise LoginRefused(Reason.NOT_YET)


def _check_login(claims: Claims, *, expected: Expectation, at: datetime) -> None:
    subject, nonce, identified = claims.get("sub"), claims.get("nonce"), moment(claims, "auth_time")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise LoginRefused(Reason.SUBJECT)
    if not isinstance(nonce, str) or not expected.nonce or not _same(nonce, expected.nonce):
        raise LoginRefused(Reason.NONCE)
    if claims.get("acr") not in expected.acr:
        raise LoginRefused(Reason.ACR)
    if identified is None or not expected.authenticated_after - LEEWAY <= identified <= at + LEEWAY:
        raise LoginRefused(Reason.AUTH_TIME)


def _check_access_token(claims: Claims, *, access_token: str) -> None:
    if "at_hash" not in claims:  # optional in the code flow, but binding when it is there
        return
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    expected = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    if not _same(str(claims["at_hash"]), expected):
        raise LoginRefused(Reason.ACCESS_TOKEN)


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode())
