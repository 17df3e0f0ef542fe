"""Mina sidor: "Registrera betalning". What would be left of the debt is asked about, with its price, before anything is
registered."""

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.claims import claims_in
from cases.creditor_case import case_or_404, locked_or_404, price_sums, refused_page, refused_price
from cases.debt import debt_as_known
from cases.direct_payment import (
    QUOTED,
    Foreseen,
    NotADirectPayment,
    Reported,
    Rest,
    foresee,
    register_direct_payment,
)
from cases.forms import DirectPaymentForm
from cases.models import Case, DirectPayment
from cases.quote import QuoteRefused, offer
from cases.rate_words import undecided_words
from cases.shown_price import require_shown, show
from cases.states import STANDINGS, State
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.law.rates import NoRow
from ekrav.look.parts import Link

OTHER_CASE = _l(
    "Formuläret är redan använt för ett annat ärende. Inget har hänt. Öppna Registrera betalning igen från det här"
    " ärendet."
)


@creditor_page(WRITERS)
def register_payment(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Whole or part; when something would be left, what becomes of it; the answer says what is left."""
    case = locked_or_404(number) if request.method == "POST" else case_or_404(number)
    form = DirectPaymentForm(request.POST or None, today=clock.today(), claims=claims_in(case))
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, case, form)
        except NotADirectPayment as refused:
            if refused.reason == "other_case":
                return refused_page(request, words=OTHER_CASE, number=number)
            form.refuse(refused.reason)
        except NoRow:
            form.refuse("rate_not_decided")
        except QuoteRefused as refused:
            return refused_price(request, refused, number=number)
    return _page(request, case, form, status=400 if form.is_bound and form.errors else 200)


def _answer(request: CreditorRequest, case: Case, form: DirectPaymentForm) -> HttpResponseBase:
    """Register what is said in full; else ask what becomes of what is left, by the price that was shown."""
    said, today, at, rates = form.cleaned_data, clock.today(), clock.now(), current_rates()
    rest = Rest(said["rest"]) if said["rest"] else Rest.CLAIMED
    reported = Reported(
        key=said["key"],
        amount=said["amount"],
        paid_on=said["paid_on"],
        invoice=said.get("invoice", ""),
        rest=rest,
    )
    if not DirectPayment.objects.filter(key=reported.key).exists():
        foreseen = foresee(case=case, reported=reported, today=today, at=at, rates=rates)
        if foreseen.left and not said["rest"]:
            return _ask(request, case, form, foreseen)
        if foreseen.left and rest in QUOTED:
            reported = replace(reported, quote_id=_accepted(case, rest, said[rest.value], foreseen))
    register_direct_payment(case=case, reported=reported, today=today, at=at, by=request.actor, rates=rates)
    case.refresh_from_db(fields=["state"])
    ended = {State.PAID: "paid", State.WITHDRAWN: "withdrawn"}
    request.session["notice"] = ended.get(State(case.state), "part")
    return redirect("cases:case", number=case.number)


def _accepted(case: Case, rest: Rest, token: str, foreseen: Foreseen) -> uuid.UUID:
    """The price that was shown for ending the case this way, kept as a quote. Raises `QuoteRefused`."""
    today, kind = clock.today(), QUOTED[rest]
    require_shown(token=token, case=case, kind=kind, price=foreseen.cost, today=today)
    return offer(case=case, kind=kind, price=foreseen.cost, today=today, at=clock.now()).public_id


def _ask(
    request: CreditorRequest, case: Case, form: DirectPaymentForm, foreseen: Foreseen
) -> HttpResponseBase:
    shown = {
        rest: show(case=case, kind=kind, price=foreseen.cost, today=clock.today())
        for rest, kind in QUOTED.items()
    }
    form.ask_rest()
    more: dict[str, Any] = {
        "left": foreseen.left,
        "cost": foreseen.cost.total,
        "sums": price_sums(foreseen.cost),
        "waived": shown[Rest.WAIVED].token,
        "withdrawn": shown[Rest.WITHDRAWN].token,
        "valid_until": shown[Rest.WAIVED].valid_until,
    }
    return _page(request, case, form, status=400 if form.errors else 200, **more)


def _page(
    request: CreditorRequest, case: Case, form: DirectPaymentForm, *, status: int = 200, **more: Any
) -> HttpResponseBase:
    debt = debt_as_known(case=case, on=clock.today(), rates=current_rates())
    context = {
        "form": form,
        "case": case,
        "debt": debt,
        "undecided": undecided_words(debt.undecided_from),
        "is_open": STANDINGS[State(case.state)].open,
        "back": Link(_("Till ärendet"), reverse("cases:case", args=[case.number])),
        **more,
    }
    return TemplateResponse(request, "cases/register_payment.html", context, status=status)
