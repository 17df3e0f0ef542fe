"""What goes wrong, in the debtor's frame and plain words, with a way on. A broken page asks for nothing it may lack."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from debtor_portal.access import kept_private

_log = logging.getLogger(__name__)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, "400", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, "403", status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not this case's."""
    return _page(request, "404", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the session and the database."""
    context = {"language_url": getattr(request, "language_url", "")}
    response = HttpResponse(render_to_string("debtor_portal/error_500.html", context), status=500)
    kept_private(response)
    return response


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was too old or came from elsewhere (CSRF): nothing was done."""
    _log.info("form refused", extra={"why": reason})
    return _page(request, "403", status=403)


def _page(request: HttpRequest, name: str, *, status: int) -> HttpResponse:
    response = render(request, f"debtor_portal/error_{name}.html", status=status)
    kept_private(response)
    return response
