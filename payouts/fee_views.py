"""Handläggning, finance: the agency's fees on their way out of the client funds, read and approved by two."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.bankfiles.bank_profile import PROFILES
from ekrav.look.parts import Link, Words
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope, staff_scope
from payouts.approve_fees import approve_fees, words_for
from payouts.content import fingerprint, read_hash
from payouts.fee_models import FeeTransfer
from payouts.forms import GiveUpFeesForm, ReasonForm
from payouts.refusal import ApprovalRefused
from payouts.staff_views import FINANCE
from payouts.unsent import NotStandingStill
from payouts.unsent_fees import give_up_fees, may_be_given_up, may_be_sent_again, send_fees_again
from payouts.withdraw import NotWithdrawn
from payouts.withdraw_fees import refuse_fees
from payouts.words import sentence

SHOWN = 60
STILL = gettext_lazy("Uttaget står inte stilla längre. Någon annan kan ha hunnit före.")
State = FeeTransfer.State


@require_safe
@staff_page(FINANCE)
def fees(request: StaffRequest) -> HttpResponseBase:
    """Every withdrawal, the newest first."""
    context = {
        "transfers": FeeTransfer.objects.defer("file").order_by("-period_end", "-id")[:SHOWN],
        "has_account": bool(Agency.objects.get().own_bankgiro),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/fees.html", context)


@require_safe
@staff_page(FINANCE)
def fee_page(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One withdrawal: how much of whose book, and the button."""
    transfer = _transfer(public_id)
    words = list(words_for(transfer).select_related("staff").order_by("id"))
    shares = list(transfer.shares.order_by("creditor_id"))
    names = dict(
        Creditor.objects.filter(pk__in=[row.creditor_id for row in shares]).values_list("pk", "name")
    ) | {AGENCY_TENANT_ID: _("Byråns egen bok: det som satts in")}
    context = {
        "transfer": transfer,
        "rows": [(names.get(share.creditor_id, ""), share) for share in shares],
        "words": words,
        "approves": transfer.state == State.DRAFT
        and all(word.staff_id != request.staff.pk for word in words),
        "fingerprint": fingerprint(bytes(transfer.content_hash)),
        "content": bytes(transfer.content_hash).hex(),
        "has_fresh_bankid": fresh_bankid(request) is not None,
        "again_url": _again_url(public_id),
        "sends_again": may_be_sent_again(transfer),
        "gives_up": may_be_given_up(transfer, today=clock.today()),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/fee.html", context)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def approve_fee(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Give one's word for the content that was on the page; without fresh BankID, that first."""
    identified = fresh_bankid(request)
    if identified is None:
        return redirect(_again_url(public_id))
    transfer, at = _transfer_now(public_id)
    try:
        approved = approve_fees(
            transfer_id=transfer.pk,
            staff=request.staff,
            content_hash=read_hash(request.POST.get("content", "")),
            bankid_at=at - (timezone.now() - identified),
            at=at,
            profile=PROFILES[settings.BANK_PROFILE],
        )
    except ApprovalRefused as refused:
        return _refused(request, public_id, sentence(refused, today=clock.civil_date(at)))
    if approved.state == State.DRAFT:
        request.session["notice"] = _("Ditt godkännande är sparat. En annan person behöver också godkänna.")
    else:
        request.session["notice"] = _("Godkänt av två. Filen är gjord och går till banken nu.")
    return redirect("payouts:fee", public_id)


@staff_page(FINANCE, opens_scope=False)
def refuse_fee(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Ask why the draft is refused; then withdraw it."""
    transfer, at = _transfer_now(public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        with staff_scope():
            context = {"transfer": transfer, "form": form}
            return render(request, "payouts/fee_refuse.html", context, status=422 if form.is_bound else 200)
    try:
        refuse_fees(transfer_id=transfer.pk, staff=request.staff, reason=form.cleaned_data["reason"], at=at)
    except NotWithdrawn:
        return _refused(request, public_id, _("Uttaget är inte längre ett utkast och kan inte avvisas."))
    request.session["notice"] = _("Utkastet är återkallat. Ett nytt görs inom någon minut.")
    return redirect("payouts:fees")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def send_fee_again(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Let the file that the bank did not take go to it anew."""
    transfer, at = _transfer_now(public_id)
    try:
        send_fees_again(transfer_id=transfer.pk, staff=request.staff, at=at)
    except NotStandingStill:
        return _refused(request, public_id, STILL)
    request.session["notice"] = _("Filen går till banken igen inom någon minut.")
    return redirect("payouts:fee", public_id)


@staff_page(FINANCE, opens_scope=False)
def give_up_fee(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Ask how one knows that the bank does not pay; then let the fees lie there as before."""
    transfer, at = _transfer_now(public_id)
    form = GiveUpFeesForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        with staff_scope():
            context = {"transfer": transfer, "form": form}
            return render(request, "payouts/fee_give_up.html", context, status=422 if form.is_bound else 200)
    reason = form.cleaned_data["reason"]
    try:
        give_up_fees(transfer_id=transfer.pk, staff=request.staff, reason=reason, at=at)
    except NotStandingStill:
        return _refused(request, public_id, STILL)
    request.session["notice"] = _("Uttaget är taget tillbaka. Avgifterna är med i nästa utkast.")
    return redirect("payouts:fees")


def _transfer(public_id: UUID) -> FeeTransfer:
    found = FeeTransfer.objects.defer("file").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _transfer_now(public_id: UUID) -> tuple[FeeTransfer, datetime]:
    with agency_scope():
        return _transfer(public_id), clock.now()


def _again_url(public_id: UUID) -> str:
    onward = reverse("payouts:fee", args=[public_id])
    return f"{reverse('bankid:again')}?{urlencode({'next': onward})}"


def _refused(request: StaffRequest, public_id: UUID, what: Words) -> HttpResponseBase:
    back = Link(_("Till uttaget"), reverse("payouts:fee", args=[public_id]))
    with staff_scope():
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)
