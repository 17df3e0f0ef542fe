"""Handläggning, finance: money sent back the way it came, by two people; and what becomes of a payment in doubt."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.look.dates import full_date
from ekrav.look.figures import kronor, listed
from ekrav.look.parts import Link
from ekrav.money import Ore
from ekrav.payments.cover import FundsShort
from ekrav.payments.models import Instruction, UnmatchedPayment
from ekrav.payments.proof import ProofFails
from ekrav.payments.twins import NotHeld, say_own, say_same
from ekrav.payments.unmatched import AlreadyResolved
from ekrav.payments.views import FINANCE, too_late
from ekrav.payments.ways.arrive import ArrivedMeanwhile
from ekrav.payments.ways.connect import NotInDoubt, NotThat, connect, connect_transfer, give_up
from ekrav.payments.ways.note import Gone
from ekrav.payments.ways.parts import NotAsShown, NotOwed, bear_part, take_part
from ekrav.payments.ways.refund import (
    NotApproved,
    NotRefundable,
    approve_refund,
    refund,
    refundable,
    refuse_refund,
)
from ekrav.payments.ways.states import Way
from ekrav.tenancy import agency_scope, staff_scope

NOT_APPROVED = {
    "same": _l("Du föreslog återbetalningen själv. En annan person behöver också godkänna."),
    "gone": _l("Någon annan har redan svarat på förslaget. Inget mer behövs."),
    "spent": _l(
        "Mer har gått tillbaka i ärendet än betalaren hade att få. Inget är skickat. Ta bort förslaget."
    ),
}


class GiveUpForm(forms.Form):
    """Why a payment in doubt is taken for never made."""

    reason = forms.CharField(
        label=_l("Hur du vet att betalningen inte blev av"),
        help_text=_l("Till exempel vem du talade med hos banken eller betaltjänsten, och när."),
        max_length=150,
        error_messages={"required": _l("Skriv hur du vet det.")},
    )


@staff_page(FINANCE, opens_scope=False)
def send_back(request: StaffRequest, instruction: UUID) -> HttpResponseBase:
    """Ask whether what was paid too much goes back by Swish or to the card; then give the first word."""
    paid = _instruction(instruction)
    try:
        most = refundable(creditor_id=paid.creditor_id, instruction_id=paid.pk)
        if request.method == "POST":
            refund(
                creditor_id=paid.creditor_id, instruction_id=paid.pk, amount=most, by=request.actor, at=_now()
            )
            words = _("%(sum)s väntar på att en annan person godkänner.")
            request.session["notice"] = words % {"sum": kronor(most)}
            return redirect("payments:moving")
    except NotRefundable:
        return _refused(request, _("Inget kan gå tillbaka samma väg. Någon annan kan ha hunnit före."))
    context = {"paid": paid, "most": most, "way": Way(paid.way).label}
    with staff_scope(person_id=request.standing.person.pk):
        return render(request, "payments/send_back.html", context)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def approve(request: StaffRequest, instruction: UUID) -> HttpResponseBase:
    """Give the second word, or say no; without fresh BankID, that first."""
    row = _instruction(instruction)
    act = refuse_refund if "nej" in request.POST else approve_refund
    if act is approve_refund and fresh_bankid(request) is None:
        return redirect(f"{reverse('bankid:again')}?next={reverse('payments:moving')}")
    try:
        ore = act(creditor_id=row.creditor_id, refund_id=row.pk, by=request.actor, at=_now())
    except NotApproved as refused:
        return _refused(request, str(NOT_APPROVED[refused.reason]))
    except FundsShort as fails:
        words = _(
            "Det fattas %(sum)s på klientmedelskontot. Inget går tillbaka förrän byrån har satt in det."
            " Titta under Klientmedel."
        )
        return _refused(request, words % {"sum": kronor(fails.short)})
    except ProofFails as fails:
        words = _(
            "Klientmedlen stämmer inte med banken: %(sum)s skiljer %(day)s. Inget går tillbaka förrän de gör det."
            " Titta under Klientmedel."
        )
        differs = kronor(Ore(abs(fails.proof.difference_ore)))
        return _refused(request, words % {"sum": differs, "day": full_date(fails.proof.day)})
    words = (
        _("%(sum)s går tillbaka nu.") if act is approve_refund else _("%(sum)s går inte tillbaka samma väg.")
    )
    request.session["notice"] = words % {"sum": kronor(ore)}
    return redirect("payments:moving")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def bear(request: StaffRequest, instruction: UUID) -> HttpResponseBase:
    """The agency bears the part of a card payment that has gone back."""
    return _part(request, instruction, bear_part, _("Byrån står för %(sum)s."))


@require_POST
@staff_page(FINANCE, opens_scope=False)
def take(request: StaffRequest, instruction: UUID) -> HttpResponseBase:
    """The part of a card payment that has gone back is taken from what was to go back."""
    return _part(request, instruction, take_part, _("%(sum)s är draget från det som ska tillbaka."))


def _part(
    request: StaffRequest, instruction: UUID, act: Callable[..., Gone | None], done: str
) -> HttpResponseBase:
    row = _instruction(instruction)
    shown = request.POST.get("gone", "")
    try:
        gone = act(
            creditor_id=row.creditor_id, instruction_id=row.pk, shown=shown, by=request.actor, at=_now()
        )
    except NotOwed:
        return _refused(request, _("Så mycket har betalaren inte att få tillbaka. Inget är antecknat."))
    except NotAsShown as other:
        words = _("Nu har %(sum)s gått tillbaka, inte det som sidan visade. Inget är antecknat. Titta igen.")
        return _refused(request, words % {"sum": _told(other.gone)})
    if gone is None:
        return _refused(request, _("Det är redan avgjort, eller så har inget av betalningen gått tillbaka."))
    request.session["notice"] = done % {"sum": _told(gone)}
    return redirect("payments:moving")


@staff_page(FINANCE, opens_scope=False)
def never_made(request: StaffRequest, instruction: UUID) -> HttpResponseBase:
    """Ask how somebody knows that a payment in doubt was not made; then end it."""
    row = _instruction(instruction)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        with staff_scope(person_id=request.standing.person.pk):
            context = {"row": row, "form": form, "way": Way(row.way).label}
            return render(request, "payments/never_made.html", context, status=422 if form.is_bound else 200)
    try:
        give_up(instruction_id=instruction, reason=form.cleaned_data["reason"], by=request.actor, at=_now())
    except NotInDoubt:
        return _refused(request, _("Det är redan känt hur betalningen slutade."))
    request.session["notice"] = _("Betalningen räknas som aldrig gjord.")
    return redirect("payments:moving")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def is_moving(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Let money on the pile be the arrival of a payment on its way."""
    try:
        ore = connect(entry=public_id, instruction_id=_uuid(request), by=request.actor, at=_now())
    except UnmatchedPayment.DoesNotExist:
        raise Http404 from None
    except AlreadyResolved as late:
        return too_late(request, late)
    except (NotThat, ArrivedMeanwhile):
        return _refused(
            request, _("Det är inte samma betalning, eller så har den redan kommit. Inget är bokfört.")
        )
    request.session["notice"] = _("%(sum)s var betalningen på väg. Den räknas en gång.") % {
        "sum": kronor(ore)
    }
    return redirect("payments:unmatched")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def is_transfer(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Let money on the pile be the arrival of a transfer of the agency's own."""
    named = request.POST.get("overforing", "")
    number = int(named) if named.isascii() and named.isdigit() and len(named) < 19 else 0
    try:
        ore = connect_transfer(entry=public_id, transfer_id=number, by=request.actor, at=_now())
    except UnmatchedPayment.DoesNotExist:
        raise Http404 from None
    except AlreadyResolved as late:
        return too_late(request, late)
    except NotThat:
        return _refused(
            request, _("Det är inte den överföringen, eller så har den redan kommit. Inget är bokfört.")
        )
    request.session["notice"] = _("%(sum)s var byråns egen överföring.") % {"sum": kronor(ore)}
    return redirect("payments:unmatched")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def is_twin(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Say whether money that two formats may have told of is the same."""
    same = "samma" in request.POST
    try:
        (say_same if same else say_own)(entry=public_id, by=request.actor, at=_now())
    except NotHeld:
        return _refused(request, _("Någon har redan sagt vad betalningen är. Inget mer behövs."))
    if same:
        request.session["notice"] = _("Betalningen räknas en gång.")
        return redirect("payments:unmatched")
    return redirect("payments:payment", public_id)


def _instruction(instruction: UUID) -> Instruction:
    with staff_scope():
        row = Instruction.objects.select_related("reference").filter(instruction_id=instruction).first()
    if row is None:
        raise Http404
    return row


def _uuid(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("betalning", ""))
    except ValueError:
        raise Http404 from None


def _now() -> datetime:
    with agency_scope():
        return clock.now()


def _told(gone: Gone) -> str:
    others = [_("%(amount)s i valutans minsta enhet") % {"amount": other} for other in gone.others]
    return listed([*([kronor(gone.ore)] if gone.ore else []), *others])


def _refused(request: StaffRequest, what: str) -> HttpResponseBase:
    back = Link(_("Till betalningar på väg"), reverse("payments:moving"))
    with staff_scope():
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)
