"""What is asked of every request and said with every answer, whatever page it is.

A request larger than anything its page takes is refused before a byte of it is read; the bank's large files are taken
from whoever has logged in only. An address or a form with the sign NUL, which PostgreSQL cannot hold and nobody can
type, is refused as not understood. What was answered to a session is kept in no cache: neither a proxy's nor, for the
next person at the computer, the browser's.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, QueryDict

Answer = Callable[[HttpRequest], HttpResponse]


def client_address(request: HttpRequest) -> str:
    """The network address that the request came from.

    Behind a proxy of our own (`BEHIND_PROXY`) it is the last word of X-Forwarded-For, which that proxy wrote; whoever
    asks may have written those before, and without such a proxy the whole header.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


class LargestRequestMiddleware:
    """Refuse a body that says it is larger than `LARGEST_REQUEST`; one that does not say is taken as empty (WSGI).

    At the addresses of `LARGER_REQUESTS` somebody who has logged in may send as much as stands there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        # Noughts before it say nothing; so many digits that they are cut off say enough.
        length = int(said.lstrip("0")[:20] or "0") if said.isdecimal() else 0
        if length > settings.LARGEST_REQUEST and length > _largest_at(request):
            raise RequestDataTooBig
        return self.get_response(request)


def _largest_at(request: HttpRequest) -> int:
    larger: int = settings.LARGER_REQUESTS.get(request.path_info, 0)
    return larger if larger and SESSION_KEY in request.session else 0


class NoNulMiddleware:
    """Refuse an address or a form with the sign NUL. After the forgery check, which reads the form first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _refuse_nul([request.path_info, *_texts(request.GET)])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        """Look at the form once it is known to be our own."""
        if request.method == "POST":
            _refuse_nul(_texts(request.POST))


class PrivateAnswersMiddleware:
    """Let no cache keep what was answered to a session, unless the page has said something as strict itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said = response.get("Cache-Control", "")
        if request.session.accessed and "no-store" not in said and "no-cache" not in said:
            response["Cache-Control"] = "private, no-store"
        return response


def _texts(form: QueryDict) -> Iterable[str]:
    for name, values in form.lists():
        yield name
        yield from (str(value) for value in values)


def _refuse_nul(texts: Iterable[str]) -> None:
    if any("\x00" in text for text in texts):
        raise BadRequest("NUL")
