"""Mina sidor: the material for bookkeeping: notes of a period, annual statements, accounts, how notes are mailed."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import ADMINS, WRITERS, CreditorRequest, creditor_page
from ekrav.accounts.forms import posted
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.record import record
from ekrav.tenancy import tenant_scope
from payouts.chart import CREDITORS, accounts, choose
from payouts.files import download
from payouts.models import NoteDelivery
from payouts.note import agency_facts, creditor_facts
from payouts.note_forms import AccountsForm, DeliveryForm, PeriodForm
from payouts.notes import as_csv, as_sie, notes_between, notes_of_year, sums_of, years_with_notes
from payouts.year import Year, year_csv, year_of, year_pdf


@require_safe
@creditor_page()
def bookkeeping(request: CreditorRequest) -> HttpResponseBase:
    """Everything a bookkeeper comes for."""
    today = clock.today()
    initial = {"fran": today.replace(day=1), "till": today}
    return _page(request, PeriodForm(initial=initial))


@require_safe
@creditor_page()
def period_file(request: CreditorRequest, ending: str) -> HttpResponseBase:
    """The notes of a period as one CSV or SIE file."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=400)
    first, last = form.days
    facts = list(notes_between(first, last).values_list("facts", flat=True))
    if not facts:
        form.add_error("till", _("Ingen nota är utfärdad de dagarna. Välj en längre period."))
        return _page(request, form, status=400)
    name = f"avrakningsnotor-{first:%Y%m%d}-{last:%Y%m%d}.{ending}"
    if ending == "csv":
        return download(as_csv(facts), name=name)
    creditor = Creditor.objects.get(pk=request.company.pk)
    return download(as_sie(facts, creditor=creditor, today=clock.today()), name=name)


@require_safe
@creditor_page(opens_scope=False)
def year_file(request: CreditorRequest, year: int, ending: str) -> HttpResponseBase:
    """The annual statement as PDF or CSV."""
    with tenant_scope(request.company.pk):
        found = _year(year)
        if found is None:
            raise Http404
        creditor = Creditor.objects.get(pk=request.company.pk)
        parties = {"agency": agency_facts(Agency.objects.get()), "creditor": creditor_facts(creditor)}
        today = clock.today()
    content = year_csv(found) if ending == "csv" else year_pdf(found, parties=parties, made_on=today)
    return download(content, name=f"arsbesked-{year}.{ending}")


@creditor_page()
def accounts_page(request: CreditorRequest) -> HttpResponseBase:
    """The accounts that SIE files and suggestions are made with; those who may write change them."""
    now = accounts(CREDITORS)
    may_write = request.membership.role in WRITERS
    if request.method == "POST" and not may_write:
        raise Http404
    form = AccountsForm(
        posted(request), initial={p.value: number for p, number in now.items()}, chart=CREDITORS
    )
    if form.is_valid():
        choose(CREDITORS, form.chosen)
        record(act="accounts_chosen", on=None, by=request.actor, at=clock.now(), object_kind="creditor")
        request.session["notice"] = _("Kontona är sparade. De gäller filer som hämtas från och med nu.")
        return redirect("payouts:bookkeeping")
    context = {"form": form, "may_write": may_write}
    return TemplateResponse(request, "payouts/accounts.html", context, status=400 if form.errors else 200)


@creditor_page(ADMINS)
def delivery(request: CreditorRequest) -> HttpResponseBase:
    """How notes are mailed: an administrator's choice."""
    form = DeliveryForm(posted(request), initial={"attached": "pdf" if _attached() else "link"})
    if form.is_valid():
        attached = form.cleaned_data["attached"]
        NoteDelivery.objects.update_or_create(defaults={"attached": attached})
        facts = {"attached": attached}
        record(
            act="delivery_chosen",
            on=None,
            by=request.actor,
            at=clock.now(),
            object_kind="creditor",
            facts=facts,
        )
        request.session["notice"] = _("Valet är sparat. Det gäller från nästa nota.")
        return redirect("payouts:bookkeeping")
    return TemplateResponse(
        request, "payouts/delivery.html", {"form": form}, status=400 if form.errors else 200
    )


def _attached() -> bool:
    return NoteDelivery.objects.filter(attached=True).exists()


def _year(year: int) -> Year | None:
    if not 2000 <= year < 3000:
        return None
    found = sums_of(notes_of_year(year))
    return year_of(year, found) if found else None


def _page(request: CreditorRequest, form: PeriodForm, *, status: int = 200) -> HttpResponseBase:
    context: dict[str, Any] = {
        "form": form,
        "years": [year for year in (_year(each) for each in years_with_notes()) if year],
        "attached": _attached(),
        "address": Creditor.objects.values_list("notes_email", flat=True).get(pk=request.company.pk),
        "is_admin": request.membership.role in ADMINS,
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/bookkeeping.html", context, status=status)
