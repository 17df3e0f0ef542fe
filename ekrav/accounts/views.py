"""The door and what stands around it: the start page, the choice of company, help, accessibility."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from ekrav.accounts.access import PersonRequest, person_page, public_page, recognised
from ekrav.accounts.bankid.onward import own_path
from ekrav.accounts.members import enter
from ekrav.accounts.models import Membership
from ekrav.accounts.people import Standing


@public_page
def start(request: Any) -> HttpResponseBase:
    """What eKrav is, and the way in; whoever has logged in goes on to where they work."""
    if recognised(request):
        return _onward(request, request.standing)
    answer = render(request, "accounts/start.html", {"portal_url": settings.PORTAL_URL})
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _onward(request: Any, standing: Standing) -> HttpResponseBase:
    chosen = request.session.get("creditor_id")
    if chosen is not None and standing.membership_in(chosen) is None:
        del request.session["creditor_id"]  # removed from that company since
        chosen = None
    if standing.staff is not None and not standing.memberships:
        return redirect("staff:worklist")
    if not standing.memberships:
        return render(request, "accounts/nobody.html", {"portal_url": settings.PORTAL_URL})
    if chosen is None and (len(standing.memberships) > 1 or standing.staff is not None):
        return redirect("accounts:companies")
    if chosen is None:
        enter(request, membership=standing.memberships[0])
    return redirect("cases:overview")


@person_page
def companies(request: PersonRequest) -> HttpResponseBase:
    """The companies a person works in; a POST goes into one of them."""
    onward = own_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "POST":
        enter(request, membership=_membership(request.standing, request.POST.get("company", "")))
        return redirect(onward or "cases:overview")
    chosen = request.session.get("creditor_id")
    rows = [
        {
            "company": request.standing.companies[membership.creditor_id],
            "role": Membership.Role(membership.role).label,
            "chosen": membership.creditor_id == chosen,
        }
        for membership in request.standing.memberships
    ]
    return render(request, "accounts/companies.html", {"rows": rows, "next": onward})


def _membership(standing: Standing, public_id: str) -> Membership:
    """The person's membership of the company with this public id; anybody else's company does not exist."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        raise Http404 from None
    for membership in standing.memberships:
        if standing.companies[membership.creditor_id].public_id == wanted:
            return membership
    raise Http404


@public_page
def help_page(request: Any) -> HttpResponseBase:
    """How the service works, and whom to ask."""
    return render(request, "accounts/help.html", {"portal_url": settings.PORTAL_URL})


@public_page
def accessibility(request: Any) -> HttpResponseBase:
    """What is done for accessibility, and what is not yet."""
    return render(request, "accounts/accessibility.html")
