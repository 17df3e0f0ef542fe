"""Who may open which page of Mitt Ärende: anyone, or whoever opened a case with its code.

Every page says in which language it is (`debtor_portal.language`), is kept in no cache, and tells nobody which page its
reader came from. The origin is told: with `no-referrer` browsers would post our own forms from "null", which the
protection against forged forms refuses. A debtor's page runs in its case's scope, template included.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language

from cases.models import JointDebtor
from debtor_portal import visit
from debtor_portal.beside import joint_debtors, still_asked
from debtor_portal.door import Opened
from ekrav.agency.models import Agency
from ekrav.tenancy import case_scope

View = Callable[..., HttpResponseBase]


class DebtorRequest(HttpRequest):
    """A request of somebody who opened a case. `joint`: those who answer for it, when they are several."""

    opened: Opened
    joint: list[JointDebtor]


def public_page(view: View) -> View:
    """Open to anyone; opens no scope around the view."""

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return kept_private(_rendered(view(request, *args, **kwargs)))

    inner.access = "public"  # type: ignore[attr-defined]
    return inner


def debtor_page(view: View) -> View:
    """Open to whoever opened a case, in that case's scope; everyone else is shown the door."""

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        at = timezone.now()
        opened = visit.current(request.session, at=at)
        if opened is None:
            return kept_private(_to_the_door(request))
        visit.note_page(request.session, at=at)
        request.opened = opened
        scope = case_scope(creditor_id=opened.creditor_id, case_id=opened.case_id, debtor_id=opened.debtor_id)
        with scope:
            request.joint = joint_debtors()
            asked = view if still_asked(request.joint) else released
            response = _rendered(asked(request, *args, **kwargs))
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return kept_private(response)

    inner.access = "debtor"  # type: ignore[attr-defined]
    return inner


def released(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """All that is shown to one of several debtors of whom nothing is asked any more."""
    return TemplateResponse(request, "debtor_portal/released.html", {"agency": Agency.objects.get()})


def kept_private(response: HttpResponseBase) -> HttpResponseBase:
    """The response with the headers of every page of the portal; a paper in another language than the page says so."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin"
    response.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
    return response


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _to_the_door(request: HttpRequest) -> HttpResponseBase:
    over = visit.has_begun(request.session)
    request.session.flush()
    return redirect("/?slut=1" if over else "/")
