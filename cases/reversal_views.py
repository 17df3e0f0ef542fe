"""Handläggning, finance: payments that the bank has taken back, each connected with what it was, or that never came."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from cases.reverse_payment import never_came, reverse_parts, reverse_payment
from ekrav import clock
from ekrav.accounts.access import StaffRequest, StaffRole, staff_page
from ekrav.agency.rates import current_rates
from ekrav.law.rates import NoRow
from ekrav.look.dates import full_date
from ekrav.look.figures import kronor
from ekrav.look.parts import Link, Row
from ekrav.money import Ore
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import BankEntry, Instruction, Payment, UnmatchedPayment
from ekrav.payments.take_back import NotTakenBack, candidates, on_the_pile, take_from_pile
from ekrav.payments.take_back_parts import parts_of, several
from ekrav.payments.unmatched import AlreadyResolved
from ekrav.payments.views import too_late
from ekrav.payments.ways.fall import NotFallen
from ekrav.tenancy import routing_scope, staff_scope

MOVING: Final = "payments:moving"
FINANCE = frozenset({StaffRole.FINANCE, StaffRole.ADMINISTRATOR})
WORDS = {
    "taken": _l("Återföringen eller betalningen är redan bokförd. Inget mer behövs."),
    "amount": _l("Beloppen är inte lika. Inget är bokfört."),
    "before": _l("Återföringen är bokförd före betalningen. Inget är bokfört."),
    "way": _l(
        "Betalningen har inte kommit till banken, eller kom med kort. Kort tas tillbaka från byråns eget konto."
        " Inget är bokfört."
    ),
    "rate_not_decided": _l(
        "Räntan till i dag är inte beslutad än. Vänta tills den är inlagd. Inget är bokfört."
    ),
    "not_applied": _l("Betalningen är inte avräknad än. Vänta en stund och pröva igen."),
    "arrived": _l("Pengarna har kommit till banken. Inget är ändrat."),
    "early": _l("Det är för tidigt: pengarna kan fortfarande komma. Inget är ändrat."),
    "fell": _l("Någon annan har redan sagt att pengarna aldrig kom. Inget mer behövs."),
}


class ChosenForm(forms.Form):
    """Which payment it is."""

    payment = forms.IntegerField(min_value=1)


class ChosenPartsForm(forms.Form):
    """Which of the payments of several parts it is, by its first entry at the bank."""

    parts = forms.IntegerField(min_value=1)


class ChosenWaitingForm(forms.Form):
    """Which of the payments on the pile it is."""

    waiting = forms.UUIDField()


class NeverCameForm(forms.Form):
    """Why a payment is taken for one that never came."""

    reason = forms.CharField(
        label=_l("Hur du vet att pengarna aldrig kom"),
        help_text=_l("Till exempel vem du talade med hos banken och betaltjänsten, och när."),
        max_length=150,
        error_messages={"required": _l("Skriv hur du vet det.")},
    )


@require_safe
@staff_page(FINANCE)
def reversals(request: StaffRequest) -> HttpResponseBase:
    """What the bank has taken back and nobody has seen to."""
    context = {"rows": list(debits_taken_back()), "notice": request.session.pop("staff_notice", "")}
    return TemplateResponse(request, "cases/staff_reversals.html", context)


@require_safe
@staff_page(FINANCE)
def reversal(request: StaffRequest, entry: int) -> HttpResponseBase:
    """One of them, with the payments it may be."""
    taken = debits_taken_back().filter(pk=entry).first()
    if taken is None:
        raise Http404
    context = {
        "taken": taken,
        "facts": _facts(taken),
        "candidates": candidates(taken=taken),
        "several": several(taken=taken),
        "waiting": on_the_pile(taken=taken),
    }
    return TemplateResponse(request, "cases/staff_reversal.html", context)


@staff_page(FINANCE, opens_scope=False)
def reverse_one(request: StaffRequest, entry: int) -> HttpResponseBase:
    """Take the payment back."""
    form = ChosenForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        raise Http404
    with routing_scope():
        payment_id = form.cleaned_data["payment"]
        creditor_id = Payment.objects.filter(pk=payment_id).values_list("creditor_id", flat=True).first()
        at, today, rates = clock.now(), clock.today(), current_rates()
    if creditor_id is None or request.standing.membership_in(creditor_id) is not None:
        raise Http404
    try:
        event = reverse_payment(
            debit_id=entry,
            creditor_id=creditor_id,
            payment_id=payment_id,
            today=today,
            at=at,
            by=request.actor,
            rates=rates,
        )
    except NotTakenBack as refused:
        return _refused(request, refused.reason)
    except NoRow:
        return _refused(request, "rate_not_decided")
    words = _("%(sum)s är återförda. Ärendet är ändrat efter det.")
    request.session["staff_notice"] = words % {"sum": kronor(Ore(event.amount_ore or 0))}
    return redirect("cases:reversals")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def reverse_several(request: StaffRequest, entry: int) -> HttpResponseBase:
    """Take back a payment of several parts, all of it."""
    form = ChosenPartsForm(request.POST)
    if not form.is_valid():
        raise Http404
    first = form.cleaned_data["parts"]
    try:
        with staff_scope(person_id=request.standing.person.pk):
            at, today, rates = clock.now(), clock.today(), current_rates()
            parts = parts_of(entry_id=first, taken=BankEntry.objects.get(pk=entry))
        if any(request.standing.membership_in(creditor) is not None for creditor in parts.creditors):
            raise Http404
        events = reverse_parts(
            debit_id=entry, entry_id=first, today=today, at=at, by=request.actor, rates=rates
        )
    except BankEntry.DoesNotExist:
        raise Http404 from None
    except AlreadyResolved as late:
        return too_late(request, late)
    except NotTakenBack as refused:
        return _refused(request, refused.reason)
    except NoRow:
        return _refused(request, "rate_not_decided")
    words = {"sum": kronor(Ore(sum(event.amount_ore or 0 for event in events)))}
    request.session["staff_notice"] = _("%(sum)s är återförda. Ärendena är ändrade efter det.") % words
    return redirect("cases:reversals")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def reverse_waiting(request: StaffRequest, entry: int) -> HttpResponseBase:
    """Take back money that nobody has placed."""
    form = ChosenWaitingForm(request.POST)
    if not form.is_valid():
        raise Http404
    with routing_scope():
        at = clock.now()
    try:
        ore = take_from_pile(debit_id=entry, entry=form.cleaned_data["waiting"], by=request.actor, at=at)
    except UnmatchedPayment.DoesNotExist:
        raise Http404 from None
    except AlreadyResolved as late:
        return too_late(request, late)
    except NotTakenBack as refused:
        return _refused(request, refused.reason)
    request.session["staff_notice"] = _("%(sum)s är återförda. De väntar inte längre.") % {"sum": kronor(ore)}
    return redirect("cases:reversals")


@staff_page(FINANCE, opens_scope=False)
def never_came_page(request: StaffRequest, instruction: UUID) -> HttpResponseBase:
    """Ask how somebody knows that a payment never came to the bank; then let it count no more."""
    with staff_scope(person_id=request.standing.person.pk):
        row = Instruction.objects.select_related("reference").filter(instruction_id=instruction).first()
        at, today, rates = clock.now(), clock.today(), current_rates()
    if row is None or request.standing.membership_in(row.creditor_id) is not None:
        raise Http404
    form = NeverCameForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        with staff_scope(person_id=request.standing.person.pk):
            context = {"row": row, "form": form, "way": row.get_way_display()}
            return render(request, "cases/never_came.html", context, status=422 if form.is_bound else 200)
    reason = form.cleaned_data["reason"]
    try:
        never_came(
            creditor_id=row.creditor_id, instruction_id=row.pk, reason=reason, today=today, at=at,
            by=request.actor, rates=rates,
        )  # fmt: skip
    except NotFallen as refused:
        return _refused(request, refused.reason, back=MOVING)
    except Payment.DoesNotExist:
        return _refused(request, "way", back=MOVING)
    except NoRow:
        return _refused(request, "rate_not_decided", back=MOVING)
    words = _("%(sum)s räknas inte längre. Ärendet är ändrat efter det.")
    request.session["notice"] = words % {"sum": kronor(Ore(row.amount_ore))}
    return redirect("payments:moving")


def _refused(request: StaffRequest, reason: str, *, back: str = "cases:reversals") -> HttpResponseBase:
    words = _("Till betalningar på väg") if back == MOVING else _("Till återföringarna")
    context = {"what": WORDS[reason], "back": Link(words, reverse(back))}
    return render(request, "errors/409.html", context, status=409)


def _facts(taken: BankEntry) -> list[Row]:
    return [
        Row(_("Bokförd hos banken"), full_date(taken.booked_date)),
        Row(_("Belopp"), kronor(Ore(taken.amount_ore))),
        Row(_("Referens"), taken.reference or "–"),
        Row(_("Bankens referens"), taken.bank_reference),
    ]
