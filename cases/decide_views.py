"""Mina sidor: choose the way on for one case that waits, at a price that is accepted by choosing."""

import uuid
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.circumstances import gather
from cases.creditor_case import case_or_404, locked_or_404, refused_page, refused_price, shown_in
from cases.debt import debt_as_known
from cases.decide import NotOffered, NotWaiting, choose, offered, quote_way
from cases.decision_card import choices
from cases.decision_facts import decision_facts
from cases.ending import ending_price
from cases.models import Case
from cases.quote import QuoteRefused, tariff_of
from cases.shown_price import require_shown, show
from cases.states import State
from cases.ways import KIND, Way, price_of
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates

NOT_OFFERED: Final = {
    Way.SURVEILLANCE: _l("Gäldenären vill inte ha fler brev. Välj Kronofogden, eller skriv av resten."),
    Way.PAYMENT_ORDER: _l(
        "Kronofogden behöver gäldenärens personnummer eller organisationsnummer. Hör av dig till oss om du har det."
    ),
}


@creditor_page(WRITERS)
def decide(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Show the ways on with their prices; then take the one that was chosen."""
    if request.method != "POST" or request.POST.get("choice") not in Way.values:
        return _page(request, case_or_404(number), status=400 if request.method == "POST" else 200)
    case, way = locked_or_404(number), Way(request.POST["choice"])
    try:
        choose(
            case=case,
            choice=way,
            quote_id=_accepted(request, case, way),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except NotWaiting:
        return _not_waiting(request, number)
    except NotOffered as refused:
        return refused_page(request, words=str(NOT_OFFERED[refused.way]), number=number)
    except QuoteRefused as refused:
        return refused_price(request, refused, number=number)
    request.session["notice"] = "waits" if way is Way.WAIT else "decided"
    return redirect("cases:case", number=number)


def _accepted(request: CreditorRequest, case: Case, way: Way) -> uuid.UUID | None:
    """The price that was shown for the way, kept as a quote; None when it has none.

    Raises `NotWaiting`, `QuoteRefused`.
    """
    if case.state != State.AWAITING_DECISION:
        raise NotWaiting(case.state)
    if way not in KIND:
        return None
    today, rates = clock.today(), current_rates()
    cost = price_of(way=way, tariff=tariff_of(case=case), on=today, rates=rates)
    require_shown(token=shown_in(request), case=case, kind=KIND[way], price=cost, today=today)
    return quote_way(case=case, way=way, today=today, at=clock.now(), rates=rates).public_id


def _page(request: CreditorRequest, case: Case, *, status: int) -> HttpResponseBase:
    if case.state != State.AWAITING_DECISION:
        return _not_waiting(request, case.number)
    today, rates = clock.today(), current_rates()
    tariff = tariff_of(case=case)
    shown = {
        way: show(
            case=case,
            kind=kind,
            price=price_of(way=way, tariff=tariff, on=today, rates=rates),
            today=today,
        )
        for way, kind in KIND.items()
    }
    context = {
        "case": case,
        "debt": debt_as_known(case=case, on=today, rates=rates),
        "facts": decision_facts(gather(cases=[case], today=today, rates=rates)[0]),
        "choices": choices(shown=shown, tariff=tariff, offered=offered(case), today=today, rates=rates),
        "valid_until": shown[Way.PAYMENT_ORDER].valid_until,
        "withdrawal": ending_price(case=case, today=today, rates=rates).total,
    }
    return TemplateResponse(request, "cases/decide.html", context, status=status)


def _not_waiting(request: HttpRequest, number: str) -> HttpResponseBase:
    words = _("Ärendet väntar inte på något beslut. Inget mer behövs.")
    return refused_page(request, words=words, number=number)
