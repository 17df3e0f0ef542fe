"""Handläggning, finance: the agency's fees and output VAT of a period, as a page, CSV and SIE, on its own accounts."""

from calendar import monthrange

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.forms import posted
from ekrav.agency.models import Agency
from ekrav.audit.record import record
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope, staff_scope
from payouts.chart import AGENCYS, Accounts, accounts, choose
from payouts.files import download
from payouts.models import BookkeepingAccount
from payouts.note_forms import AccountsForm, PeriodForm
from payouts.staff_views import FINANCE
from payouts.vat_report import vat_csv, vat_report, vat_sie


@require_safe
@staff_page(FINANCE)
def vat_page(request: StaffRequest) -> HttpResponseBase:
    """The period that is asked for; the present month when none is."""
    form = PeriodForm(request.GET if "fran" in request.GET else _this_month())
    report = None
    if form.is_valid():
        first, last = form.days
        report = vat_report(first=first, last=last)
    context = {
        "form": form,
        "report": report,
        "rows": list(zip(report.notes, report.creditors, strict=True)) if report else [],
        "base_kronor": _whole(report.total.fee) if report else None,
        "vat_kronor": _whole(report.total.vat) if report else None,
        "query": request.GET.urlencode() if "fran" in request.GET else "",
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/vat.html", context, status=400 if form.errors else 200)


@require_safe
@staff_page(FINANCE)
def vat_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """The period as CSV or SIE."""
    form = PeriodForm(request.GET if "fran" in request.GET else _this_month())
    if not form.is_valid():
        return TemplateResponse(request, "payouts/vat.html", {"form": form}, status=400)
    first, last = form.days
    report = vat_report(first=first, last=last)
    name = f"moms-{first:%Y%m%d}-{last:%Y%m%d}.{ending}"
    if ending == "csv":
        return download(vat_csv(report), name=name)
    sie = vat_sie(report, agency=Agency.objects.get(), accounts=_accounts(), made_on=clock.today())
    return download(sie, name=name)


@staff_page(FINANCE, opens_scope=False)
def accounts_page(request: StaffRequest) -> HttpResponseBase:
    """The accounts of the agency's own books."""
    with agency_scope():
        now = accounts(AGENCYS)
    initial = {purpose.value: number for purpose, number in now.items()}
    form = AccountsForm(posted(request), initial=initial, chart=AGENCYS)
    if form.is_valid():
        with agency_scope():
            choose(AGENCYS, form.chosen)
            record(act="accounts_chosen", on=None, by=request.actor, at=clock.now(), object_kind="agency")
        request.session["notice"] = _("Kontona är sparade.")
        return redirect("payouts:vat")
    with staff_scope():
        status = 400 if form.errors else 200
        return render(request, "payouts/vat_accounts.html", {"form": form}, status=status)


def _accounts() -> Accounts:
    """The agency's accounts, as staff read them: among all tenants' rows its own."""
    rows = BookkeepingAccount.objects.filter(creditor_id=AGENCY_TENANT_ID)
    chosen = dict(rows.values_list("purpose", "number"))
    return {purpose: chosen.get(purpose, default.number) for purpose, default in AGENCYS.items()}


def _this_month() -> dict[str, str]:
    today = clock.today()
    last = monthrange(today.year, today.month)[1]
    return {"fran": f"{today:%Y-%m}-01", "till": f"{today:%Y-%m}-{last:02}"}


def _whole(ore: int) -> int:
    """Whole kronor, as a VAT return takes them: the öre fall away."""
    return ore // 100 if ore >= 0 else -(-ore // 100)
