"""Handläggning: what debtors have let us know, the oldest first; staff register what they hear and take it up."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases.messages import Heard, Said, receive, take_up
from cases.models import Notice
from cases.questions import overdue_claims
from cases.reply_times import reply_by
from cases.said_forms import HearForm
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.staff_acts import answers_to
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.rates import current_rates

SHOWN = 200


@staff_page()
def waiting(request: StaffRequest) -> HttpResponseBase:
    """Every notice that nobody has taken up, the oldest first, and creditors that leave a debtor without an answer."""
    rows = (
        Notice.objects.filter(handled_at=None)
        .select_related("case", "case__debtor")
        .prefetch_related("case__joint_debtors")
    )
    found = list(rows.order_by("received_at", "id")[:SHOWN])
    today = clock.today()
    context = {
        "rows": [(notice, _due(notice)) for notice in found],
        "overdue": list(overdue_claims(today=today)[:SHOWN]),
        "today": today,
    }
    return TemplateResponse(request, "cases/staff_notices.html", context)


def _due(notice: Notice) -> object:
    return reply_by(kind=Notice.Kind(notice.kind), received=notice.received_on)


@staff_case_page()
def hear(request: StaffCaseRequest) -> HttpResponseBase:
    """Register what the debtor has said; what follows from it follows at once."""
    case, today = request.case, clock.today()
    posted = request.method == "POST"
    form = HearForm(
        request.POST if posted else None, request.FILES if posted else None, case=case, today=today
    )
    if posted and form.is_valid():
        receive(
            case=case,
            said=_said(form),
            heard=Heard(
                channel=form.cleaned_data["channel"],
                on=form.cleaned_data["on"],
                paper=form.cleaned_data["scan"],
                debtor=int(form.cleaned_data.get("who") or 0) or None,
            ),
            today=today,
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
        request.session["staff_notice"] = str(_("Det är registrerat, och ärendet har fått det som följer."))
        return redirect("cases:staff_case", number=case.number)
    context = {"form": form, "case": case}
    return TemplateResponse(request, "cases/hear.html", context, status=400 if form.errors else 200)


def _said(form: HearForm) -> Said:
    given = form.cleaned_data
    return Said(
        key=given["key"],
        kind=Notice.Kind(given["kind"]),
        text=given["text"],
        ground=given["ground"],
        amount=given["amount"],
    )


@staff_case_page()
def notice(request: StaffCaseRequest, public_id: str) -> HttpResponseBase:
    """One thing the debtor has said; posting takes it up."""
    found = _of_case(request, public_id)
    if request.method == "POST":
        done = take_up(
            case=request.case,
            notice=found,
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
        words = _("Det är omhändertaget.") if done else _("Någon annan har redan tagit hand om det.")
        request.session["staff_notice"] = str(words)
        return redirect("cases:staff_case", number=request.case.number)
    context = {
        "case": request.case,
        "said": found,
        "by": _due(found),
        "acts": answers_to(case=request.case, roles=request.staff.roles),
    }
    return TemplateResponse(request, "cases/staff_notice.html", context)


@staff_case_page()
def scan(request: StaffCaseRequest, public_id: str) -> HttpResponseBase:
    """The scanned paper, to the byte, never shown in our own origin as a page."""
    kept = _of_case(request, public_id).scan
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    response["Content-Disposition"] = f'attachment; filename="underlag-{kept.public_id}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _of_case(request: StaffCaseRequest, public_id: str) -> Notice:
    found = Notice.objects.filter(case=request.case, public_id=public_id).select_related("scan").first()
    if found is None:
        raise Http404
    return found
