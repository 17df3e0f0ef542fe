"""The pages of the login: start, callback, fresh BankID, log out. Nothing here opens a database scope of
its own.

Starting is a POST, so that no link scanner fills the session table; the callback is a GET because OpenID
Connect says so, and changes nothing without a state that this very browser was given.
"""

import logging
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from mozilla_django_oidc.utils import absolutify
from mozilla_django_oidc.utils import import_from_settings as setting
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
    OIDCLogoutView,
)

from ekrav.accounts import people
from ekrav.accounts.access import recognised
from ekrav.accounts.bankid.attempt import Attempt, annotate, take
from ekrav.accounts.bankid.backend import BankIdBackend
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.bankid.onward import own_path
from ekrav.accounts.bankid.refusal import LoginRefused, Reason
from ekrav.accounts.bankid.session import begin, is_same, person_in, renew
from ekrav.accounts.bankid.words import WORDS

LOGGER = logging.getLogger(__name__)

R = TypeVar("R", bound=HttpResponseBase)

_LONGEST_CODE = 2048


class LoginView(OIDCAuthenticationRequestView):  # type: ignore[misc]  # the library has no types
    """The login page, and its button: on to the identity provider. `next` says where to afterwards."""

    http_method_names = ["get", "post"]
    template = "accounts/login.html"
    again = False

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the page; whoever is logged in already goes on."""
        onward = own_path(request.GET.get("next", ""))
        # Asked of the database and not of the session: somebody removed would be sent back and forth for ever.
        if not self.again and recognised(request):
            return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))
        context = {"next": onward, "portal_url": settings.PORTAL_URL, "ended": request.GET.get("slut")}
        return _uncached(render(request, self.template, context))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Start an attempt and send the browser to the identity provider."""
        response: HttpResponseRedirect = super().get(request)
        state = parse_qs(urlsplit(response.url).query)["state"][0]
        annotate(request, state=state, onward=own_path(request.POST.get("next", "")), again=self.again)
        return _uncached(response)

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        """What is asked of the provider beyond the library's own: how strong, how fresh, in which language.

        Always `prompt=login`: who has logged out here must not be let in again by the provider's memory.
        """
        asked = {"acr_values": " ".join(setting("BANKID_ACR")), "prompt": "login", "ui_locales": "sv"}
        return asked | {"max_age": "0"} if self.again else asked


class AgainView(LoginView):
    """A fresh BankID by somebody already logged in, before an act that asks `session.fresh_bankid`."""

    template = "accounts/login_again.html"
    again = True


class CallbackView(OIDCAuthenticationCallbackView):  # type: ignore[misc]  # the library has no types
    """Where the identity provider sends the browser back."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Let the person in, or say why not."""
        at = datetime.now(UTC)
        try:
            attempt = take(request, state=request.GET.get("state", ""), at=at)
        except LoginRefused as refused:
            return _refusal(request, refused.reason)
        try:
            _let_in(request, attempt=attempt, at=at)
        except LoginRefused as refused:
            return _refusal(request, refused.reason, attempt=attempt)
        return _uncached(redirect(own_path(attempt.onward) or resolve_url(settings.LOGIN_REDIRECT_URL)))


class LogoutView(OIDCLogoutView):  # type: ignore[misc]  # the library has no types
    """Ends the session here and, where the provider offers it, there. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Forget the session on the server, then tell the provider (RP-Initiated Logout 1.0)."""
        was_in = person_in(request) is not None
        request.session.flush()
        goodbye = resolve_url("bankid:goodbye")
        if not was_in or not setting("BANKID_END_SESSION_ENDPOINT"):
            return _uncached(redirect(goodbye))
        # No id_token_hint: it would mean keeping a token with the person number in it.
        query = {
            "client_id": setting("OIDC_RP_CLIENT_ID"),
            "post_logout_redirect_uri": absolutify(request, goodbye),
        }
        return _uncached(redirect(f"{setting('BANKID_END_SESSION_ENDPOINT')}?{urlencode(query)}"))


def goodbye_page(request: HttpRequest) -> HttpResponseBase:
    """Says that nobody is logged in any more."""
    return _uncached(render(request, "accounts/login_goodbye.html"))


def _let_in(request: HttpRequest, *, attempt: Attempt, at: datetime) -> None:
    """Judge the callback and write the session. Raises `LoginRefused`."""
    identity = BankIdBackend().identify(request, attempt=attempt, code=_code(request), at=at)
    if attempt.again:
        _confirm(request, identity=identity, at=at)
    else:
        begin(request, person_id=_recognised(identity, at=at), identity=identity, at=at)
    LOGGER.info("bankid login", extra={"again": attempt.again, "acr": identity.acr})


def _code(request: HttpRequest) -> str:
    """The code of the callback. The provider may say who it is (RFC 9207) and why there is none."""
    if request.GET.get("iss", setting("BANKID_ISSUER")) != setting("BANKID_ISSUER"):
        raise LoginRefused(Reason.ISSUER_MIXED)
    error = request.GET.get("error")
    if error:
        raise LoginRefused(Reason.CANCELLED if error == "access_denied" else Reason.PROVIDER_ERROR)
    code = request.GET.get("code", "")
    if not 0 < len(code) <= _LONGEST_CODE:
        raise LoginRefused(Reason.CODE_MISSING)
    return code


def _confirm(request: HttpRequest, *, identity: BankIdIdentity, at: datetime) -> None:
    logged_in = person_in(request)
    if logged_in is None:
        raise LoginRefused(Reason.NOT_LOGGED_IN)
    if not is_same(request, identity=identity) or _recognised(identity, at=at) != logged_in:
        raise LoginRefused(Reason.SOMEBODY_ELSE)
    renew(request, identity=identity)


def _recognised(identity: BankIdIdentity, *, at: datetime) -> int:
    try:
        return int(people.recognise(identity=identity, at=at).pk)
    except people.NotWelcome as refused:
        raise LoginRefused(Reason.NOT_WELCOME) from refused


def _refusal(request: HttpRequest, reason: Reason, *, attempt: Attempt | None = None) -> HttpResponse:
    LOGGER.warning("bankid refused", extra={"reason": reason.value})
    again = attempt is not None and attempt.again and reason is not Reason.NOT_LOGGED_IN
    context: dict[str, Any] = {
        "words": WORDS[reason],
        "code": reason.value,
        "way_on": reverse("bankid:again" if again else "bankid:login"),
        "next": own_path(attempt.onward) if attempt is not None else "",
    }
    unavailable = reason in {Reason.UNREACHABLE, Reason.PROVIDER_ERROR}
    status = HTTPStatus.SERVICE_UNAVAILABLE if unavailable else HTTPStatus.FORBIDDEN
    return _uncached(render(request, "accounts/login_refused.html", context, status=status))


def _uncached(response: R) -> R:
    add_never_cache_headers(response)
    # The callback's address carries a code. Not "no-referrer": browsers then post with `Origin: null`, and the
    # button on the page would be refused as forged.
    response["Referrer-Policy"] = "strict-origin"
    return response
