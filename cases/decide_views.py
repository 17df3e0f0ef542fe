"""Mina sidor: choose the way on for one case that waits, at a price that is accepted by choosing."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases.creditor_case import case_or_404, locked_or_404, quote_id_in, refused_page, refused_price
from cases.debt import debt_as_known
from cases.decide import NotWaiting, choose, quotes_for
from cases.decision_card import choices
from cases.ending import ending_price
from cases.models import Case
from cases.quote import QuoteRefused, tariff_of
from cases.states import State
from cases.ways import Way
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates


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
            quote_id=quote_id_in(request),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except NotWaiting:
        return _not_waiting(request, number)
    except QuoteRefused as refused:
        return refused_price(request, refused, number=number)
    request.session["notice"] = "waits" if way is Way.WAIT else "decided"
    return redirect("cases:case", number=number)


def _page(request: CreditorRequest, case: Case, *, status: int) -> HttpResponseBase:
    if case.state != State.AWAITING_DECISION:
        return _not_waiting(request, case.number)
    today, rates = clock.today(), current_rates()
    quotes = quotes_for(case=case, today=today, at=clock.now(), rates=rates)
    tariff = tariff_of(case=case)
    context = {
        "case": case,
        "debt": debt_as_known(case=case, on=today, rates=rates),
        "choices": choices(quotes=quotes, tariff=tariff, today=today, rates=rates),
        "valid_until": min(quote.valid_until for quote in quotes.values()),
        "withdrawal": ending_price(case=case, today=today, rates=rates).total,
    }
    return TemplateResponse(request, "cases/decide.html", context, status=status)


def _not_waiting(request: HttpRequest, number: str) -> HttpResponseBase:
    words = _("Ärendet väntar inte på något beslut. Inget mer behövs.")
    return refused_page(request, words=words, number=number)
