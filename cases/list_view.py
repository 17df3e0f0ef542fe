"""The list of cases on Mina sidor."""

from dataclasses import dataclass

from django.http import Http404, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases import queries
from cases.models import Case
from cases.rate_words import undecided_words
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.look.dates import long_day
from ekrav.look.parts import Link, Pages


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What a list without cases says: what is true, and what comes next."""

    title: str
    text: str
    link: Link | None = None


@creditor_page()
def case_list(request: CreditorRequest) -> HttpResponseBase:
    """The cases, by view, search and page; all three stand in the address."""
    view = request.GET.get("vy", "pagar")
    if view not in queries.VIEWS:
        raise Http404
    text = request.GET.get("q", "")
    wanted = queries.found(view="alla" if text else view, text=text)
    total = wanted.count()
    page = _page_number(request.GET.get("sida", ""), total=total)
    first = (page - 1) * queries.PAGE
    cases = list(queries.with_everything(wanted)[first : first + queries.PAGE])
    rows = queries.rows_of(cases=cases, today=clock.today(), rates=current_rates())
    context = {
        "rows": rows,
        "undecided": undecided_words(queries.first_undecided(row.debt for row in rows), several=True),
        "tabs": _tabs(view if not text else ""),
        "text": text,
        "total": total,
        "pages": _pages(page=page, first=first, shown=len(cases), total=total, query={"vy": view, "q": text}),
        "may_write": request.membership.role in WRITERS,
        "empty": None if cases else _empty(view=view, text=text),
    }
    return TemplateResponse(request, "cases/list.html", context)


def _tabs(current: str) -> list[Link]:
    words = {
        "behover-dig": _("Behöver dig"),
        "pagar": _("Pågår"),
        "avslutade": _("Avslutade"),
        "alla": _("Alla"),
    }
    counts = queries.counts()
    url = reverse("cases:list")
    return [
        Link(label=word, url=f"{url}?vy={name}", current=name == current, count=counts[name])
        for name, word in words.items()
    ]


def _page_number(text: str, *, total: int) -> int:
    """The page asked for, or the nearest there is."""
    asked = int(text) if text.isascii() and text.isdecimal() else 1
    return min(max(1, asked), max(1, -(-total // queries.PAGE)))


def _empty(*, view: str, text: str) -> Empty:
    everything = Link(_("Visa alla ärenden"), f"{reverse('cases:list')}?vy=alla")
    if text:
        words = _("Pröva en del av namnet, eller början på ett nummer.")
        return Empty(title=_("Inga ärenden matchar"), text=words, link=everything)
    if not Case.objects.exists():
        words = _("Ladda upp en obetald faktura så tar vi hand om resten.")
        return Empty(title=_("Här finns inga ärenden än"), text=words)
    if view == "behover-dig":
        return Empty(title=_("Inga ärenden behöver dig just nu"), text=_next_words(), link=everything)
    titles = {"pagar": _("Inga ärenden pågår"), "avslutade": _("Inga ärenden är avslutade än")}
    return Empty(title=titles.get(view, _("Här finns inga ärenden")), text=_next_words(), link=everything)


def _next_words() -> str:
    coming = queries.next_steps(1)
    if not coming:
        return _("Inget mer är planerat.")
    on, action, count = coming[0]
    words = {"day": long_day(on, today=clock.today()), "step": queries.counted_step(action, count)}
    return _("Nästa händelse: %(day)s, %(step)s.") % words


def _pages(*, page: int, first: int, shown: int, total: int, query: dict[str, str]) -> Pages:
    url = f"{reverse('cases:list')}?{urlencode(query)}&sida="
    return Pages(
        first=first + 1 if shown else 0,
        last=first + shown,
        total=total,
        previous_url=f"{url}{page - 1}" if page > 1 else "",
        next_url=f"{url}{page + 1}" if first + shown < total else "",
    )
