"""The pages where a debtor tells us something. What is sent stops letters at once, and is then taken up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.messages import EnoughWaits, enough_waits, say
from cases.models import Case, Notice
from cases.papers_in import MOST_A_DAY, EnoughPapers
from cases.states import AT_AUTHORITY, STANDINGS, State
from debtor_portal.access import DebtorRequest, debtor_page
from debtor_portal.authority import place_of
from debtor_portal.case_seen import current_case
from debtor_portal.said import reference, so_far
from debtor_portal.say_forms import CannotForm, DisputeForm, NoLettersForm, PaidForm, SayForm, WriteForm
from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.look.parts import Words


@dataclass(frozen=True, kw_only=True)
class Saying:
    """One page: its question, what is promised, its form."""

    title: Words
    lead: Words
    form: type[SayForm]
    ended_too: bool = False


DISPUTE: Final = Saying(
    title=_("Varför stämmer inte kravet?"),
    lead=_("Vi pausar ärendet så fort du har skickat. En människa läser och svarar."),
    form=DisputeForm,
)
PAID: Final = Saying(
    title=_("Berätta om din betalning"),
    lead=_("Vi pausar ärendet så fort du har skickat, och frågar företaget om pengarna har kommit."),
    form=PaidForm,
)
CANNOT: Final = Saying(
    title=_("Kan du inte betala allt nu?"),
    lead=_("Säg vad som går. Vi pausar ärendet tills du har fått svar. Räntan fortsätter under tiden."),
    form=CannotForm,
)
NO_LETTERS: Final = Saying(
    title=_("Vill du inte ha fler brev?"),
    lead=_(
        "Du kan begära att kravet prövas av Kronofogden eller domstol, eller läggs ned. Inga brev går innan du har"
        " fått svar. Räntan fortsätter under tiden."
    ),
    form=NoLettersForm,
)
WRITE: Final = Saying(
    title=_("Skriv till oss"),
    lead=_("En människa läser och svarar. Ett meddelande pausar inte ärendet."),
    form=WriteForm,
    ended_too=True,
)


ENOUGH_PAPERS: Final = _(
    "Vi har fått %(most)d filer från dig i dag, och fler tar vi inte emot samma dag."
    " Skicka filen i morgon, eller skicka utan fil."
)


def _page(saying: Saying) -> Callable[..., HttpResponseBase]:
    @debtor_page
    def view(request: DebtorRequest) -> HttpResponseBase:
        case = current_case()
        posted = request.method == "POST"
        form = saying.form(
            request.POST if posted else None, request.FILES if posted else None, today=clock.today()
        )
        ended = not saying.ended_too and not STANDINGS[State(case.state)].open
        full = enough_waits(case=case)
        if form.is_bound and form.is_valid() and not (ended or full):
            try:
                say(case=case, said=form.said(), today=clock.today(), at=clock.now(), paper=form.handed_in)
                return redirect("portal:said")
            except EnoughWaits:
                full = True
            except EnoughPapers:
                form.add_error("paper", ENOUGH_PAPERS % {"most": MOST_A_DAY})
        context = {"form": form, "saying": saying, "ended": ended, "full": full, "case": case}
        refused = form.is_bound
        return TemplateResponse(request, "debtor_portal/say.html", context, status=400 if refused else 200)

    return view


dispute = _page(DISPUTE)
paid = _page(PAID)
cannot = _page(CANNOT)
no_letters = _page(NO_LETTERS)
write = _page(WRITE)


@require_safe
@debtor_page
def received(request: DebtorRequest) -> HttpResponseBase:
    """What was last said, that it has come, and by when it is answered. Still there when it is opened again."""
    case: Case = current_case()
    creditor = str(Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id))
    last = Notice.objects.filter(case=case, channel=Notice.Channel.PORTAL).order_by("-id").first()
    if last is None:
        return redirect("portal:case")
    context = {
        "last": last,
        "reference": reference(last),
        "so_far": so_far(case=case, creditor=creditor),
        "creditor": creditor,
        "pending": place_of(case) in AT_AUTHORITY,
    }
    return TemplateResponse(request, "debtor_portal/received.html", context)
