"""The company and its people: details, agreement, who works here, inviting and removing."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts import invite as invitations
from ekrav.accounts.access import ADMINS, CreditorRequest, creditor_page
from ekrav.accounts.bankgiro import open_changes
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.accounts.forms import ROLE_WORDS, InviteForm, RoleForm, posted
from ekrav.accounts.fresh import ask_bankid, ask_bankid_for, typed
from ekrav.accounts.members import LastAdministrator, change_role
from ekrav.accounts.models import AcceptedAgreement, Creditor, Invitation, Membership
from ekrav.accounts.paper import pdf_answer
from ekrav.identity import format_bankgiro, is_sole_trader, mask_organisation_number
from ekrav.look.parts import Row
from ekrav.registers.company import LEGAL_FORM_WORDS, LegalForm

Role = Membership.Role


@creditor_page()
def company(request: CreditorRequest) -> HttpResponseBase:
    """What we know of the company."""
    creditor = Creditor.objects.get(pk=request.membership.creditor_id)
    accepted = AcceptedAgreement.objects.select_related("accepted_by", "agreement").order_by("-id").first()
    context = {
        "creditor": creditor,
        "details": _details(creditor),
        "payouts": [
            Row(_("Bankgiro"), format_bankgiro(creditor.bankgiro), change_url=_may(request, "bankgiro")),
            Row(_("Utbetalning"), Creditor.Rhythm(creditor.rhythm).label, change_url=_may(request, "rhythm")),
            Row(
                _("Avräkningsnotor till"),
                creditor.notes_email,
                change_url=_may(request, "notes_email"),
            ),
        ],
        "change": open_changes().first(),
        "is_admin": request.membership.role in ADMINS,
        "accepted": accepted,
        "accepted_on": timezone.localdate(accepted.accepted_at) if accepted else None,
        "people": Membership.objects.filter(active=True).count(),
    }
    return TemplateResponse(request, "accounts/company.html", context)


def _may(request: CreditorRequest, page: str) -> str:
    """Where an administrator changes it."""
    return reverse(f"accounts:{page}") if request.membership.role in ADMINS else ""


def _details(creditor: Creditor) -> list[Row]:
    form = creditor.legal_form
    vat = creditor.vat_number
    if vat and is_sole_trader(creditor.organisation_number):
        vat = f"SE {mask_organisation_number(creditor.organisation_number)} 01"
    return [
        Row(_("Namn"), creditor.name),
        Row(_("Organisationsnummer"), mask_organisation_number(creditor.organisation_number)),
        Row(_("Företagsform"), LEGAL_FORM_WORDS[LegalForm(form)] if form in set(LegalForm) else form),
        Row(_("Adress"), f"{creditor.street}, {creditor.postcode} {creditor.city}"),
        Row(_("Moms"), vat or _("Inte registrerat för moms")),
        Row(_("F-skatt"), _("Godkänt") if creditor.f_skatt else _("Inte godkänt")),
    ]


@creditor_page()
def accepted_agreement(request: CreditorRequest) -> HttpResponseBase:
    """The agreement as it was accepted, to the byte."""
    accepted = AcceptedAgreement.objects.order_by("-id").first()
    if accepted is None:
        raise Http404
    return pdf_answer(bytes(accepted.pdf), name=_("avtal.pdf"))


@creditor_page()
def users(request: CreditorRequest) -> HttpResponseBase:
    """Who works in the company, and who is invited."""
    at = clock.now()
    members = Membership.objects.filter(active=True).order_by("name", "id")
    invited = invitations.open_invitations().order_by("-expires_at")
    context = {
        "members": [{"member": member, "role": ROLE_WORDS[Role(member.role)]} for member in members],
        "invited": [
            {
                "invitation": row,
                "role": ROLE_WORDS[Role(row.role)],
                "until": timezone.localdate(row.expires_at),
                "too_old": row.expires_at <= at,
            }
            for row in invited
        ],
        "is_admin": request.membership.role in ADMINS,
        "notice": request.session.pop("users_notice", None),
    }
    return TemplateResponse(request, "accounts/users.html", context)


@creditor_page(ADMINS)
def invite(request: CreditorRequest) -> HttpResponseBase:
    """Invite a colleague by e-mail; an administrator is invited with fresh BankID only."""
    said = typed(request)
    form = InviteForm(posted(request), initial={"role": Role.USER, **said})
    if form.is_valid():
        if _already_invited(form.cleaned_data["email"]).exists():
            form.add_error("email", _("Den adressen är redan inbjuden. Skicka inbjudan igen i stället."))
        elif _asks_bankid(request, form.cleaned_data["role"]):
            return ask_bankid_for(request, form)
        else:
            _send(request, email=form.cleaned_data["email"], role=Role(form.cleaned_data["role"]))
            return _to_users(request, "invited", form.cleaned_data["email"])
    context = {"form": form, "identified": bool(said)}
    return TemplateResponse(request, "accounts/invite.html", context, status=_status(form))


def _asks_bankid(request: CreditorRequest, role: str) -> bool:
    """Whoever lets somebody do everything in the company's name shows first that it is really them."""
    return Role(role) in ADMINS and fresh_bankid(request) is None


def _already_invited(email: str) -> QuerySet[Invitation]:
    return invitations.open_invitations().filter(email__iexact=email)


def _send(request: CreditorRequest, *, email: str, role: Membership.Role) -> None:
    invitations.invite(
        email=email, role=role, inviter=request.membership, company=request.company.name, at=clock.now()
    )


@creditor_page(ADMINS)
def resend(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """Send an invitation anew: the old link dies, only its hash was kept."""
    invitation = _invitation(request, public_id)
    if _asks_bankid(request, invitation.role):
        return ask_bankid(request, onward=reverse("accounts:users"))
    invitations.withdraw(invitation=invitation, by=request.actor, at=clock.now())
    _send(request, email=invitation.email, role=Role(invitation.role))
    return _to_users(request, "invited", invitation.email)


@creditor_page(ADMINS)
def withdraw(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    invitation = _invitation(request, public_id)
    invitations.withdraw(invitation=invitation, by=request.actor, at=clock.now())
    return _to_users(request, "withdrawn", invitation.email)


def _invitation(request: CreditorRequest, public_id: UUID) -> Invitation:
    if request.method != "POST":
        raise Http404
    found = invitations.open_invitations().select_for_update().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@creditor_page(ADMINS)
def member(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """A colleague: what they may do, and removing them. Making an administrator asks for fresh BankID."""
    found = _member(public_id)
    form = RoleForm(posted(request), initial={"role": found.role, **typed(request)})
    refused = False
    if form.is_valid():
        if found.role not in ADMINS and _asks_bankid(request, form.cleaned_data["role"]):
            return ask_bankid_for(request, form)
        try:
            change_role(member=found, role=Role(form.cleaned_data["role"]), by=request.actor, at=clock.now())
        except LastAdministrator:
            refused = True
        else:
            return _to_users(request, "changed", found.name)
    return _member_page(request, found, form=form, refused=refused)


@creditor_page(ADMINS)
def remove(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """Shut a colleague out, from the next request on."""
    if request.method != "POST":
        raise Http404
    found = _member(public_id)
    try:
        invitations.remove(member=found, by=request.actor, at=clock.now())
    except LastAdministrator:
        return _member_page(request, found, form=RoleForm(initial={"role": found.role}), refused=True)
    return _to_users(request, "removed", found.name)


def _member_page(
    request: CreditorRequest, found: Membership, *, form: RoleForm, refused: bool
) -> HttpResponseBase:
    context = {
        "form": form,
        "member": found,
        "refused": refused,
        "is_self": found.pk == request.membership.pk,
    }
    return TemplateResponse(
        request, "accounts/member.html", context, status=409 if refused else _status(form)
    )


def _member(public_id: UUID) -> Membership:
    found = Membership.objects.filter(public_id=public_id, active=True).first()
    if found is None:
        raise Http404
    return found


def _to_users(request: CreditorRequest, what: str, who: str) -> HttpResponseBase:
    request.session["users_notice"] = {"what": what, "who": who}
    return redirect("accounts:users")


def _status(form: Any) -> int:
    return 400 if form.errors else 200
