"""Handläggning: creditors that wait for confirmation, the agency's own record and its staff."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts.access import StaffRequest, StaffRole, staff_page
from ekrav.accounts.bankgiro import open_changes
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.accounts.forms import posted
from ekrav.accounts.fresh import ask_bankid_for, typed
from ekrav.accounts.held import held_creditors, signer_of
from ekrav.accounts.models import Creditor
from ekrav.accounts.people import person_key
from ekrav.accounts.sign_up import confirm
from ekrav.accounts.staff_forms import AgencyForm, AppointForm, ConfirmForm
from ekrav.agency.appoint import appoint
from ekrav.agency.models import Agency, StaffMember
from ekrav.audit.record import record
from ekrav.identity import format_bankgiro
from ekrav.look.parts import Link
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope

ADMINISTRATORS = frozenset({StaffRole.ADMINISTRATOR})


@staff_page()
def creditors(request: StaffRequest) -> HttpResponseBase:
    """The creditors for whom nothing leaves yet, and the changed bankgiros to judge."""
    rows = [
        {"creditor": creditor, "signer": signer_of(creditor)}
        for creditor in held_creditors().order_by("signed_up_at")
    ]
    changes = [
        {"change": change, "company": Creditor.objects.get(pk=change.creditor_id)}
        for change in open_changes().order_by("asked_at")
    ]
    context = {"rows": rows, "changes": changes, "notice": request.session.pop("staff_notice", None)}
    return TemplateResponse(request, "accounts/staff_creditors.html", context)


@staff_page(opens_scope=False)
def creditor(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One held creditor: what it said, and what staff have made sure of."""
    with staff_scope(person_id=request.standing.person.pk):
        found = held_creditors().filter(public_id=public_id).first()
        if found is None:
            raise Http404
        signer = signer_of(found)
    if request.standing.membership_in(found.pk) is not None:
        return _own_company(request)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with tenant_scope(found.pk):
            locked = Creditor.objects.select_for_update().get(pk=found.pk)
            confirm(creditor=locked, **form.cleaned_data, by=request.actor, at=clock.now())
        request.session["staff_notice"] = {"company": locked.name, "held": locked.is_held}
        return redirect("staff:creditors")
    context = {
        "creditor": found,
        "bankgiro": format_bankgiro(found.bankgiro),
        "signer": signer,
        "form": form,
    }
    return _rendered(TemplateResponse(request, "accounts/staff_creditor.html", context, status=_status(form)))


def _own_company(request: StaffRequest) -> HttpResponseBase:
    """Whoever works in a company is not the one who makes sure of it, nor of where its money goes."""
    context = {
        "what": _("Du arbetar själv i företaget. En kollega behöver kontrollera det."),
        "back": Link(_("Till borgenärerna"), reverse("staff:creditors")),
    }
    return render(request, "errors/409.html", context, status=409)


@staff_page(ADMINISTRATORS, opens_scope=False)
def agency(request: StaffRequest) -> HttpResponseBase:
    """The agency's record, and what it still lacks; changing it asks for fresh BankID."""
    with agency_scope():
        missing, said = _words(Agency.objects.get().missing()), typed(request)
        form = AgencyForm(posted(request), instance=Agency.objects.select_for_update().get(), initial=said)
        if form.is_valid():
            if fresh_bankid(request) is None:
                return ask_bankid_for(request, form)
            saved = form.save()
            changed = ", ".join(form.changed_data)
            record(act="change agency", on=saved, by=request.actor, at=clock.now(), facts={"fields": changed})
            request.session["agency_saved"] = True
            return redirect("staff:agency")
        form.mark_needed()
        context = {
            "form": form,
            "missing": missing,
            "saved": request.session.pop("agency_saved", False),
            "identified": bool(said),
            "asks_bankid": fresh_bankid(request) is None,
        }
        return _rendered(
            TemplateResponse(request, "accounts/staff_agency.html", context, status=_status(form))
        )


def _words(fields: list[str]) -> list[str]:
    return [str(AgencyForm.base_fields[field.removesuffix("_id")].label) for field in fields]


@staff_page(ADMINISTRATORS, opens_scope=False)
def staff(request: StaffRequest) -> HttpResponseBase:
    """Who works at the agency; appointing one more, or giving somebody other roles, asks for fresh BankID."""
    said = typed(request)
    form = AppointForm(posted(request), initial=said)
    if form.is_valid() and not _gives_up_itself(request, form):
        if fresh_bankid(request) is None:
            return ask_bankid_for(request, form, but=["person_number"])
        with agency_scope():
            appointed = appoint(
                number=form.cleaned_data["person_number"],
                roles=[StaffRole(role) for role in form.cleaned_data["roles"]],
                name=form.cleaned_data["name"],
                at=clock.now(),
            )
            facts: dict[str, str | int | bool | None] = {"roles": ", ".join(appointed.roles)}
            record(act="appoint", on=appointed, by=request.actor, at=clock.now(), facts=facts)
        request.session["staff_notice"] = appointed.name
        return redirect("staff:staff")
    with staff_scope(person_id=request.standing.person.pk):
        people = list(StaffMember.objects.filter(active=True).order_by("name", "id"))
    context = {
        "form": form,
        "people": [{"member": p, "roles": [StaffRole(r).label for r in p.roles]} for p in people],
        "notice": request.session.pop("staff_notice", ""),
        "identified": bool(said),
        "asks_bankid": fresh_bankid(request) is None,
    }
    return _rendered(TemplateResponse(request, "accounts/staff_staff.html", context, status=_status(form)))


def _gives_up_itself(request: StaffRequest, form: AppointForm) -> bool:
    """Whoever appoints stays an administrator: so there is always one."""
    own = bytes(request.staff.person_key) == person_key(person_number=form.cleaned_data["person_number"])
    if own and StaffRole.ADMINISTRATOR not in form.cleaned_data["roles"]:
        form.add_error("roles", _("Du kan inte ta ifrån dig själv administratörsrollen. Be en kollega."))
        return True
    return False


def _rendered(answer: TemplateResponse) -> HttpResponseBase:
    """Render now, while the scope that the form's questions need is open."""
    return answer.render()


def _status(form: Any) -> int:
    return 400 if form.errors else 200
