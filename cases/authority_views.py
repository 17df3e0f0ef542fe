"""Mina sidor: what the creditor decides at Kronofogden: a year of utmätning at its price, court for a disputed case."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.authority.pending import pending
from cases.checks import WORDS
from cases.circumstances import gather
from cases.creditor_case import case_or_404, locked_or_404, refused_page, refused_price, shown_in
from cases.debt import debt_as_known
from cases.decide import quote_way
from cases.decision_card import Choice, surveillance_choice
from cases.ending import ending_price
from cases.enforcement.apply import MayNotBeFiled, NotTitled, enforce, price_today
from cases.enforcement.price import KIND
from cases.enforcement.quotes import quote_year
from cases.enforcement.watch import NotTitled as NothingToWatch
from cases.enforcement.watch import watch
from cases.enforcement.years import NotAsked, accept_next_year, price_of_next_year
from cases.models import Case, Quote, Title
from cases.payment_order.court_costs import court_costs
from cases.payment_order.dispute import NotDisputed, ask_for_court
from cases.quote import Price, QuoteRefused, tariff_of
from cases.shown_price import require_shown, show
from cases.states import State
from cases.ways import Way, price_of
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.look.parts import Link, Sum


@creditor_page(WRITERS)
def enforcement(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Show what a year of utmätning costs; then apply, or go on another year, at that price."""
    if request.method != "POST":
        return _enforcement_page(request, case_or_404(number))
    case = locked_or_404(number)
    try:
        _accept_and_enforce(request, case)
    except (NotTitled, NotAsked, NothingToWatch):
        return refused_page(request, words=_("Det finns inget att besluta om i ärendet nu."), number=number)
    except MayNotBeFiled as stopped:
        words = " ".join(str(WORDS[stop]) for stop in stopped.stops)
        return refused_page(request, words=words, number=number)
    except QuoteRefused as refused:
        return refused_price(request, refused, number=number)
    request.session["notice"] = "enforcement"
    return redirect("cases:case", number=number)


def _accept_and_enforce(request: CreditorRequest, case: Case) -> None:
    """Raises `NotTitled`, `NotAsked`, `MayNotBeFiled`, `QuoteRefused`."""
    today, at, rates = clock.today(), clock.now(), current_rates()
    if request.POST.get("choice") == Way.SURVEILLANCE:
        _watch(request, case)
        return
    cost = _price(case)
    if cost is None:
        raise NotTitled(case.state)
    require_shown(token=shown_in(request), case=case, kind=KIND, price=cost, today=today)
    quote = quote_year(case=case, cost=cost, today=today, at=at)
    act = enforce if case.state == State.TITLED else accept_next_year
    act(case=case, quote_id=quote.public_id, today=today, at=at, by=request.actor, rates=rates)


def _watch(request: CreditorRequest, case: Case) -> None:
    """Surveillance instead. Raises `NothingToWatch`, `QuoteRefused`."""
    today, at, rates = clock.today(), clock.now(), current_rates()
    cost = price_of(way=Way.SURVEILLANCE, tariff=tariff_of(case=case), on=today, rates=rates)
    kind = Quote.Kind.SURVEILLANCE
    require_shown(token=shown_in(request), case=case, kind=kind, price=cost, today=today)
    quote = quote_way(case=case, way=Way.SURVEILLANCE, today=today, at=at, rates=rates)
    watch(case=case, quote_id=quote.public_id, today=today, at=at, by=request.actor, rates=rates)


def _price(case: Case) -> Price | None:
    """What the creditor can accept now; None when nothing is to be decided. Raises NoRow."""
    today, rates = clock.today(), current_rates()
    if case.state == State.TITLED:
        return price_today(gather(cases=[case], today=today, rates=rates)[0])
    application = pending(case=case) if case.state == State.ENFORCEMENT else None
    if application is None:
        return None
    return price_of_next_year(case=case, application=application, today=today, rates=rates)


def _enforcement_page(request: CreditorRequest, case: Case) -> HttpResponseBase:
    cost, today = _price(case), clock.today()
    if cost is None:
        return refused_page(
            request, words=_("Det finns inget att besluta om i ärendet nu."), number=case.number
        )
    context = {
        "case": case,
        "debt": debt_as_known(case=case, on=today, rates=current_rates()),
        "title": Title.objects.filter(case=case).first(),
        "again": case.state == State.ENFORCEMENT,
        "shown": show(case=case, kind=KIND, price=cost, today=today),
        "sums": [
            Sum(_("Kronofogdens grundavgift för ett år, ett utlägg utan moms"), cost.outlay),
            Sum(_("Du betalar"), cost.total, total=True),
        ],
        "watching": _watching(case),
        "back": Link(_("Till ärendet"), reverse("cases:case", args=[case.number])),
    }
    return TemplateResponse(request, "cases/enforcement.html", context)


def _watching(case: Case) -> Choice | None:
    """Surveillance as another way on from a title."""
    if case.state != State.TITLED:
        return None
    today, rates, tariff = clock.today(), current_rates(), tariff_of(case=case)
    cost = price_of(way=Way.SURVEILLANCE, tariff=tariff, on=today, rates=rates)
    shown = show(case=case, kind=Quote.Kind.SURVEILLANCE, price=cost, today=today)
    return surveillance_choice(shown, tariff)


@creditor_page(WRITERS)
def court(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Show what court and dropping the claim cost, and the last day; then ask for court."""
    if request.method != "POST":
        return _court_page(request, case_or_404(number))
    case = locked_or_404(number)
    try:
        ask_for_court(case=case, today=clock.today(), at=clock.now(), by=request.actor)
    except NotDisputed:
        words = _("Kravet är inte bestritt hos Kronofogden, eller så har tiden gått ut.")
        return refused_page(request, words=words, number=number)
    request.session["notice"] = "court"
    return redirect("cases:case", number=number)


def _court_page(request: CreditorRequest, case: Case) -> HttpResponseBase:
    application = pending(case=case)
    if case.state != State.ORDER_DISPUTED or application is None:
        words = _("Kravet är inte bestritt hos Kronofogden, eller så har tiden gått ut.")
        return refused_page(request, words=words, number=case.number)
    today, rates = clock.today(), current_rates()
    costs = court_costs(case=case, on=today, rates=rates)
    context = {
        "case": case,
        "court_by": application.court_by,
        "costs": [
            Sum(_("Tingsrättens tilläggsavgift"), costs.transfer),
            Sum(_("Du har betalat till Kronofogden"), costs.laid_out),
        ],
        "is_small": costs.is_small,
        "withdrawal": ending_price(case=case, today=today, rates=rates).total,
        "laid_out": costs.laid_out,
        "back": Link(_("Till ärendet"), reverse("cases:case", args=[case.number])),
    }
    return TemplateResponse(request, "cases/court.html", context)
