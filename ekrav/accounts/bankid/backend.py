"""The identity provider's side of a login: mozilla-django-oidc's backend with the checks it leaves out.

Its own way in matches people on e-mail, reads them from userinfo and checks neither `iss`, `aud`, `acr` nor
`auth_time`. None of that is left: `authenticate` lets nobody in, and `identify` is called by the callback
alone.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import absolutify

from ekrav.accounts.bankid.attempt import Attempt
from ekrav.accounts.bankid.claims import CLAIM_MAPS
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.bankid.reading import identity_from
from ekrav.accounts.bankid.refusal import LoginRefused, Reason
from ekrav.accounts.bankid.token import Claims, Expectation, check_source, signed_claims, verified_claims
from ekrav.accounts.bankid.wire import ask

LOGIN_MAX_AGE = timedelta(minutes=15)
"""How old an identification at the provider may be when it is used to log in."""

_LONGEST_ACCESS_TOKEN = 8192


class BankIdBackend(OIDCAuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Turns the code of a callback into a verified BankID identity. Opens no database scope: it waits on
    HTTP.
    """

    def identify(self, request: HttpRequest, *, attempt: Attempt, code: str, at: datetime) -> BankIdIdentity:
        """Who logged in, by everything the identity provider says and signs. Raises `LoginRefused`."""
        tokens = self.get_token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": attempt.code_verifier,
                "redirect_uri": absolutify(
                    request, reverse(self.get_settings("OIDC_AUTHENTICATION_CALLBACK_URL"))
                ),
            }
        )
        jwks = self._ask_json(self.OIDC_OP_JWKS_ENDPOINT)
        # An ordinary login may rest on an identification some minutes old; a fresh one comes after its start.
        earliest = attempt.started - (timedelta() if attempt.again else LOGIN_MAX_AGE)
        expected = Expectation(
            issuer=self.get_settings("BANKID_ISSUER"),
            client_id=self.OIDC_RP_CLIENT_ID,
            nonce=attempt.nonce,
            acr=tuple(self.get_settings("BANKID_ACR")),
            authenticated_after=earliest,
        )
        claims = verified_claims(
            id_token=tokens["id_token"],
            jwks=jwks,
            access_token=tokens["access_token"],
            expected=expected,
            at=at,
        )
        userinfo = self._userinfo(tokens["access_token"], jwks=jwks)
        claim_map = CLAIM_MAPS[self.get_settings("BANKID_CLAIM_MAP")]
        return identity_from(claims=claims, userinfo=userinfo, claim_map=claim_map, at=at)

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> AbstractBaseUser | None:
        """Nobody: the callback view is the only way in, and no form or other backend leads past it."""
        return None

    def filter_users_by_claims(self, claims: Claims) -> Any:
        """Nobody: people are known by issuer and the keyed hash of their number, never by what a claim
        says.
        """
        return self.UserModel.objects.none()

    def verify_claims(self, claims: Claims) -> bool:
        """Never enough: see `identify`."""
        return False

    def get_token(self, payload: dict[str, str]) -> dict[str, str]:
        """Change the code for tokens; the secret travels in the header (client_secret_basic, RFC 6749
        2.3.1).
        """
        answer = ask(
            self.OIDC_OP_TOKEN_ENDPOINT,
            timeout=self.get_settings("OIDC_TIMEOUT"),
            form=payload,
            basic=(quote_plus(self.OIDC_RP_CLIENT_ID), quote_plus(self.OIDC_RP_CLIENT_SECRET)),
        )
        if answer.status != 200:
            raise LoginRefused(Reason.CODE_REFUSED)
        said = answer.json()
        id_token, access_token = said.get("id_token"), said.get("access_token")
        if not isinstance(id_token, str) or not _is_bearer(access_token):
            raise LoginRefused(Reason.ANSWER_UNREADABLE)
        return {"id_token": id_token, "access_token": str(access_token)}

    def _userinfo(self, access_token: str, *, jwks: Claims) -> Claims:
        answer = ask(
            self.OIDC_OP_USER_ENDPOINT, timeout=self.get_settings("OIDC_TIMEOUT"), bearer=access_token
        )
        if answer.status != 200:
            raise LoginRefused(Reason.ANSWER_UNREADABLE)
        if answer.media_type != "application/jwt":
            return answer.json()
        claims = signed_claims(token=answer.body.decode("ascii", "replace"), jwks=jwks)
        check_source(
            claims=claims, issuer=self.get_settings("BANKID_ISSUER"), client_id=self.OIDC_RP_CLIENT_ID
        )
        return claims

    def _ask_json(self, url: str) -> dict[str, Any]:
        answer = ask(url, timeout=self.get_settings("OIDC_TIMEOUT"))
        if answer.status != 200:
            raise LoginRefused(Reason.ANSWER_UNREADABLE)
        return answer.json()


def _is_bearer(token: object) -> bool:
    """Whether the text may stand in an Authorization header (RFC 6750: visible ASCII)."""
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_ACCESS_TOKEN:
        return False
    return token.isascii() and token.isprintable()
