"""A dispute's pages: the creditor answers it on Mina sidor, staff decide it in Handläggning."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.answer_dispute import Answer, NotAnAnswer, answer_dispute
from cases.claims import claims_in
from cases.creditor_case import case_or_404, locked_or_404
from cases.decide_dispute import AlreadyDecided, NotAPart, reject, uphold, uphold_partly
from cases.dispute import open_dispute, ready_to_decide
from cases.dispute_letters import paid_by_debtor
from cases.models import Case, Dispute, Notice
from cases.said_forms import AnswerDisputeForm, DecideDisputeForm
from cases.staff_access import StaffCaseRequest, staff_case_page
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, StaffRequest, creditor_page, staff_page
from ekrav.agency.rates import current_rates
from ekrav.law.rates import NoRow
from letters.facts import NotALetter

SHOWN = 200
Outcome = Dispute.Outcome
REFUSED = {
    "none": _l("Bestridandet är redan avgjort."),
    "answered": _l("Bestridandet är redan besvarat."),
    "words": _l("Berätta varför kravet stämmer."),
}


@creditor_page(WRITERS)
def answer(request: CreditorRequest, number: str) -> HttpResponseBase:
    """What the debtor says, and the creditor's answer: stands by the claim, or gives in."""
    case = locked_or_404(number) if request.method == "POST" else case_or_404(number)
    form = AnswerDisputeForm(request.POST or None, claims=claims_in(case))
    if request.method == "POST" and form.is_valid() and _answered(request, case, form):
        request.session["notice"] = "answered"
        return redirect("cases:case", number=number)
    context = {"case": case, "form": form, **_about(case)}
    return TemplateResponse(request, "cases/answer_dispute.html", context, status=400 if form.errors else 200)


def _answered(request: CreditorRequest, case: Case, form: AnswerDisputeForm) -> bool:
    given = form.cleaned_data
    said = Answer(
        stands=given["answer"] == "stands",
        words=given["words"],
        credited=given["credited"] if given["answer"] == "part" else None,
        invoice=given.get("invoice", ""),
    )
    try:
        answer_dispute(
            case=case,
            answer=said,
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except NotAnAnswer as refused:
        form.add_error(None, str(REFUSED[refused.reason]))
    except NotAPart:
        form.refuse_part()
    except NotALetter:
        form.add_error(None, str(_("Vi kan inte skriva till gäldenären just nu. Hör av dig till oss.")))
    except NoRow:
        form.add_error(None, str(_("Räntan för dagen är inte beslutad än. Försök igen om en dag eller två.")))
    else:
        return True
    return False


def _about(case: Case) -> dict[str, object]:
    """The dispute and everything the debtor has said since it was made."""
    made = open_dispute(case)
    told = Notice.objects.select_related("scan").defer("scan__content")
    said = told.filter(case=case, kind__in=(Notice.Kind.DISPUTE, Notice.Kind.MESSAGE))
    return {
        "dispute": made,
        "said": list(said.filter(pk__gte=made.notice_id or 0).order_by("id")) if made else [],
        "paid": paid_by_debtor(case),
    }


@staff_page()
def to_decide(request: StaffRequest) -> HttpResponseBase:
    """The open disputes: first those the creditor has answered, or has let its time run out on."""
    today = clock.today()
    rows = (
        Dispute.objects.filter(outcome="")
        .select_related("case", "case__debtor")
        .prefetch_related("case__joint_debtors")
        .order_by("answer_by", "id")
    )
    ready = set(ready_to_decide(today=today).values_list("pk", flat=True))
    found = sorted(rows[:SHOWN], key=lambda row: row.pk not in ready)
    context = {"rows": [(row, row.pk in ready) for row in found], "today": today}
    return TemplateResponse(request, "cases/staff_disputes.html", context)


@staff_case_page()
def decide(request: StaffCaseRequest) -> HttpResponseBase:
    """A handler decides: the claim stands, falls, or falls to a part."""
    case = request.case
    form = DecideDisputeForm(request.POST or None, claims=claims_in(case))
    if request.method == "POST" and form.is_valid() and _decided(request, form):
        request.session["staff_notice"] = str(_("Bestridandet är avgjort. Gäldenären får ett brev."))
        return redirect("cases:staff_case", number=case.number)
    about = _about(case)
    if about["dispute"] is None and not form.is_bound:
        raise Http404
    context = {"case": case, "form": form, "today": clock.today(), **about}
    return TemplateResponse(request, "cases/decide_dispute.html", context, status=400 if form.errors else 200)


def _decided(request: StaffCaseRequest, form: DecideDisputeForm) -> bool:
    now: dict[str, Any] = {
        "today": clock.today(),
        "at": clock.now(),
        "by": request.actor,
        "rates": current_rates(),
    }
    try:
        match Outcome(form.cleaned_data["outcome"]):
            case Outcome.UPHELD:
                uphold(case=request.case, **now)
            case Outcome.PARTLY:
                given = form.cleaned_data
                part = {"credited": given["credited"], "invoice": given.get("invoice", "")}
                uphold_partly(case=request.case, **part, **now)
            case Outcome.REJECTED:
                reject(case=request.case, **now)
    except AlreadyDecided:
        form.add_error(None, str(_("Någon annan har redan avgjort bestridandet.")))
    except NotAPart:
        form.refuse_part()
    except NotALetter:
        form.add_error(
            None, str(_("Brevet till gäldenären kan inte gå. Se efter namn, adress och registret."))
        )
    except NoRow:
        form.add_error(None, str(_("Räntan för dagen är inte beslutad än. Försök igen om en dag eller två.")))
    else:
        return True
    return False
