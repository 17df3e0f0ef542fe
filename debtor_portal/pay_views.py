"""Paying in Mitt Ärende: begin, wait, receipt. What is asked of the provider, the agency's own work asks."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.claims import claims_in
from cases.models import Case
from cases.plan_page import next_to_pay
from cases.states import STANDINGS, State
from debtor_portal.access import DebtorRequest, debtor_page
from debtor_portal.case_seen import current_case
from debtor_portal.kept import events_shown
from debtor_portal.pay_form import PayForm
from debtor_portal.paying import paying
from debtor_portal.payment_seen import Payable, seen
from debtor_portal.reckoning import reckon
from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.look.parts import Link
from ekrav.money import Ore
from ekrav.payments.ways.begin import NotAnAmountToPay, begin, latest, live, regret
from ekrav.payments.ways.states import State as PaymentState
from ekrav.payments.ways.states import Way
from ekrav.tenancy import current_scope

_WORDS: Final = {
    Way.SWISH: gettext_lazy("Betala med Swish"),
    Way.CARD: gettext_lazy("Betala med kort"),
    Way.BANK: gettext_lazy("Betala från internetbanken"),
}
REFRESH: Final = "2"
"""Seconds until the page asks again by itself, while the provider is being asked and there is nothing to read yet."""


@debtor_page
def pay(request: DebtorRequest) -> HttpResponseBase:
    """How much and which way. A posted form begins the payment; who has one on its way is shown that one."""
    case, ways = current_case(), open_ways()
    if not ways:
        raise Http404
    if live(reference=case.reference, payer=current_scope().debtor_id):
        return redirect("portal:payment")
    if not STANDINGS[State(case.state)].open:
        return redirect("portal:case")
    payable = _payable(case)
    form = PayForm(request.POST or None, owed=payable.owed, suggested=payable.suggested, ways=ways)
    if form.is_valid():
        try:
            begin(
                reference=case.reference,
                way=Way(form.cleaned_data["way"]),
                amount=form.cleaned_data["amount"],
                owed=payable.owed,
                at=clock.now(),
                payer=current_scope().debtor_id,
            )
        except NotAnAmountToPay:
            form.add_error("amount", _("Det beloppet går inte att betala. Ladda om sidan och försök igen."))
        else:
            return redirect("portal:payment")
    context = {
        "form": form,
        "ways": [(way.value, _WORDS[way]) for way in ways],
        "back": Link(_("Till skulden"), reverse("portal:case")),
        "paying": payable.by_bankgiro,
    }
    return TemplateResponse(request, "debtor_portal/pay.html", context, status=400 if form.errors else 200)


@debtor_page
def payment(request: DebtorRequest) -> HttpResponseBase:
    """The payment that was begun last: what to do now, how it ended, or its receipt. Posted: it is regretted."""
    case = current_case()
    row = latest(reference=case.reference, payer=current_scope().debtor_id)
    if row is None:
        return redirect("portal:case")
    if request.method == "POST":
        regret(reference=case.reference, at=clock.now(), payer=current_scope().debtor_id)
        return redirect("portal:payment")
    creditor = str(Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id))
    shown = seen(row, creditor=creditor)
    left = _payable(case).owed if row.state == PaymentState.PAID and shown.applied else None
    context = {"case": case, "shown": shown, "creditor": creditor, "left": left}
    response = TemplateResponse(request, "debtor_portal/payment.html", context)
    if shown.asks_again:
        response["Refresh"] = REFRESH
    return response


def open_ways() -> tuple[Way, ...]:
    """The ways that are open, in the order they are shown."""
    return tuple(Way(way) for way in settings.WAYS.ways)


def _payable(case: Case) -> Payable:
    """What can be paid on the case today."""
    claims, agency, today = claims_in(case), Agency.objects.get(), clock.today()
    creditor = str(Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id))
    rates = current_rates()
    reckoning = reckon(
        case=case, claims=claims, creditor=creditor, events=events_shown(case), today=today, rates=rates
    )
    part = next_to_pay(case=case, rates=rates)
    suggested = Ore(min(part.left, reckoning.to_pay)) if part else reckoning.to_pay
    by = part.on if part else case.pay_by
    by_bankgiro = (
        paying(case=case, agency=agency, amount=suggested, by=by, today=today) if suggested > 0 else None
    )
    return Payable(owed=reckoning.to_pay, suggested=suggested, by_bankgiro=by_bankgiro)
