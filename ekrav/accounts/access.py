"""Who may open which page. Every view of the creditor's and staff's pages is declared with one of these.

A declaration checks the session's person afresh at each request, opens the page's scope around the view and its
template, and rolls everything back when the answer is an error (4xx, 5xx) or an exception leaves. `opens_scope=False`
is for views that parse or fetch something: they open their own scopes, after.
A page of somebody else's is a 404, never a 403: nobody learns what exists.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from ekrav.accounts import of_company
from ekrav.accounts.bankid.session import ended, note_page
from ekrav.accounts.members import enter
from ekrav.accounts.models import Creditor, Membership
from ekrav.accounts.people import Standing, standing
from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.tenancy import Scope, staff_scope, tenant_scope

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

Role = Membership.Role
StaffRole = StaffMember.Role

EVERY_ROLE = frozenset(Role)
WRITERS = frozenset({Role.ADMIN, Role.USER})
ADMINS = frozenset({Role.ADMIN})
EVERY_STAFF_ROLE = frozenset(StaffRole)


class PersonRequest(HttpRequest):
    """A request whose person is known."""

    standing: Standing


class CreditorRequest(PersonRequest):
    """A request made in a company, by one of its people."""

    membership: Membership
    company: Creditor
    actor: Actor


class StaffRequest(PersonRequest):
    """A request by one of the agency's staff."""

    staff: StaffMember
    actor: Actor


def public_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open to anyone, reads no data. May ask `recognised` where to send whoever has logged in."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def person_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open to anyone who has logged in; opens no scope."""

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not recognised(request):
            return _to_login(request)
        return view(request, *args, **kwargs)

    inner.access = "person"  # type: ignore[attr-defined]
    return inner


def creditor_page(
    roles: frozenset[Membership.Role] = EVERY_ROLE, *, opens_scope: bool = True
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open to a company's people in `roles`, in the company's scope. A form opened for another company is a 409."""

    def declare(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not recognised(request):
                return _to_login(request)
            chosen = request.session.get("creditor_id")
            if chosen is None and len(request.standing.memberships) > 1:
                return _to_choice(request)
            membership = request.standing.membership_in(chosen)
            if membership is None:
                return redirect("accounts:start")
            if membership.role not in roles:
                raise Http404
            company = request.standing.companies[membership.creditor_id]
            if not of_company.is_of(request, company=company):
                return of_company.refusal(request, standing=request.standing, company=company)
            if chosen is None:
                enter(request, membership=membership)
            request.membership = membership
            request.company = company
            request.actor = Actor(kind=AuditEvent.Actor.PERSON, id=membership.pk)
            return _answer(
                view,
                request,
                args,
                kwargs,
                scope=tenant_scope(membership.creditor_id) if opens_scope else None,
            )

        inner.access = "creditor: " + ", ".join(sorted(roles))  # type: ignore[attr-defined]
        return inner

    return declare


def staff_page(
    roles: frozenset[StaffMember.Role] = EVERY_STAFF_ROLE, *, opens_scope: bool = True
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open to the agency's staff in `roles` (an administrator has them all), in the staff scope: read only."""

    def declare(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not recognised(request):
                return _to_login(request)
            staff = request.standing.staff
            if staff is None or not (roles | {StaffRole.ADMINISTRATOR}) & {StaffRole(r) for r in staff.roles}:
                raise Http404
            request.staff = staff
            request.actor = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
            scope = staff_scope(person_id=request.standing.person.pk) if opens_scope else None
            return _answer(view, request, args, kwargs, scope=scope)

        inner.access = "staff: " + ", ".join(sorted(roles))  # type: ignore[attr-defined]
        return inner

    return declare


def recognised(request: Any) -> bool:
    """Whether somebody who is still let in has logged in; `request.standing` says who, read afresh.

    A login that has ended is forgotten; `request.ended` says why.
    """
    why = ended(request)
    if why is not None:
        request.session.flush()
        request.ended = why
    person_id = request.session.get(SESSION_KEY)
    found = standing(person_id=int(person_id)) if person_id else None
    if found is None:
        return False
    request.standing = found
    note_page(request)
    return True


def _to_login(request: HttpRequest) -> HttpResponse:
    asked = {"next": request.get_full_path() if request.method == "GET" else reverse("accounts:start")}
    why = getattr(request, "ended", None)
    return redirect(reverse("bankid:login") + "?" + urlencode(asked | ({"slut": why} if why else {})))


def _to_choice(request: HttpRequest) -> HttpResponse:
    path = request.get_full_path() if request.method == "GET" else ""
    return redirect(reverse("accounts:companies") + ("?" + urlencode({"next": path}) if path else ""))


def _answer(
    view: Callable[..., HttpResponseBase],
    request: HttpRequest,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    scope: AbstractContextManager[Scope] | None,
) -> HttpResponseBase:
    if scope is None:
        return view(request, *args, **kwargs)
    return answer_within(scope, lambda: view(request, *args, **kwargs))


def answer_within(
    scope: AbstractContextManager[Scope], view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The view's answer, rendered inside the scope; an answer that is an error leaves nothing written."""
    with scope:
        response = view()
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response
