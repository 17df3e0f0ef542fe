"""The forecast of one case: what happens next and what it costs, and why a date is not the one that was foretold."""

from django.http import Http404, HttpResponseBase
from django.template.response import TemplateResponse

from cases import queries
from cases.composing import events_of
from cases.forecast import plan_of
from cases.forecast_page import scenario_named, show
from cases.foretold import foretold_in, parted
from cases.models import Case
from cases.parted_words import sentence
from cases.scenarios import forecast_of
from cases.states import STANDINGS, State
from ekrav import clock
from ekrav.accounts.access import CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates


@creditor_page()
def forecast(request: CreditorRequest, number: str) -> HttpResponseBase:
    """What happens next with the case in each scenario, and where it parted from what was foretold."""
    case = queries.case_by_number(number)
    if case is None:
        raise Http404
    shown = None
    if STANDINGS[State(case.state)].open:
        foretold = forecast_of(case=case, today=clock.today(), rates=current_rates())
        shown = show(forecast=foretold, scenario=scenario_named(request.GET.get("om", "")))
    context = {"case": case, "forecast": shown, "moved": moved_dates(case)}
    return TemplateResponse(request, "cases/forecast.html", context)


def moved_dates(case: Case) -> list[str]:
    """A sentence for each step that did not come on the day that was foretold at registration."""
    events = events_of(case)[::-1]
    foretold = foretold_in(events[0].facts)
    ahead = plan_of(case=case, rates=current_rates())
    return [sentence(each) for each in parted(foretold=foretold, events=events, ahead=ahead)]
