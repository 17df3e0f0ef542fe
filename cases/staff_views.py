"""Handläggning: find a case, and see it with everything that has happened and what may be done about it."""

from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.claims import claims_in
from cases.composing import events_of
from cases.debt import debt_as_known
from cases.forecast import plan_of
from cases.models import Case, JointDebtor
from cases.papers_seen import papers, report_row
from cases.plan_page import instalments_of
from cases.queries import TO_STAFF
from cases.said_first import waits_for_words
from cases.situations.seal import instead_of_name
from cases.situations.standing import standing
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.staff_acts import acts_on
from cases.states import STANDINGS, State
from cases.timeline import past_events, planned_events
from cases.views import case_facts, letter_pdf, paid_so_far, sums_of
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from letters.dispatch import copy_for_others
from letters.models import Dispatch


@staff_page()
def search(request: StaffRequest) -> HttpResponseBase:
    """Find a case by its number, its OCR number or the debtor's name from the start; one hit opens at once."""
    text = request.GET.get("q", "").strip()[:100]
    digits = text.replace(" ", "").replace("-", "")
    rows = (
        Case.objects.select_related("debtor", "reference").prefetch_related("joint_debtors").order_by("-id")
    )
    if digits.isdigit():
        found = list(rows.filter(number=digits)[:1]) or list(rows.filter(reference__ocr=digits)[:1])
    else:
        joint = JointDebtor.objects.filter(label__istartswith=text).values("case_id")
        named = Q(debtor__name__istartswith=text) | Q(pk__in=joint)
        found = list(rows.filter(named)[:50]) if text else []
    if len(found) == 1:
        return redirect("cases:staff_case", number=found[0].number)
    return TemplateResponse(request, "cases/staff_search.html", {"text": text, "rows": found})


@staff_case_page()
def case_page(request: StaffCaseRequest) -> HttpResponseBase:
    """One case: what is left and why, what happens next, what has happened, and what staff may do."""
    case, rates = request.case, current_rates()
    events = events_of(case)
    debt = debt_as_known(case=case, on=clock.today(), rates=rates)
    plan = plan_of(case=case, rates=rates)
    context = {
        "case": case,
        "creditor": Creditor.objects.get(pk=case.creditor_id),
        "claims": claims_in(case),
        "debt": debt,
        "sums": sums_of(debt, paid=paid_so_far(case), trail=reverse("cases:staff_trail", args=[case.number])),
        "plan": planned_events(plan, words=TO_STAFF),
        "past": past_events(case=case, events=events, letter_route="cases:staff_letter"),
        "facts": case_facts(case),
        "papers": [
            *papers(case=case, events=events, letter_route="cases:staff_letter"),
            report_row(case=case, route="cases:staff_case_report"),
        ],
        "instalments": instalments_of(case=case, today=clock.today()),
        "happened": standing(case),
        "waits": waits_for_words([case]).get(case.pk, ""),
        "acts": acts_on(case=case, roles=request.staff.roles),
        "is_open": STANDINGS[State(case.state)].open,
        "notice": request.session.pop("staff_notice", ""),
    }
    return TemplateResponse(request, "cases/staff_case.html", context)


@staff_case_page()
def letter(request: StaffCaseRequest, letter_number: int) -> HttpResponseBase:
    """A letter as staff may see it: the sent one, with the debtor's code blanked."""
    kept = Dispatch.objects.filter(case_number=request.case.number, letter_number=letter_number)
    row = kept.values_list("facts", "template_version").first()
    hidden = instead_of_name(request.case.number)
    if row is None:
        raise Http404(_("Brevet finns inte."))
    name = f"brev-{request.case.number}-{letter_number}.pdf"
    return letter_pdf(copy_for_others(facts=row[0], version=row[1], instead_of_name=hidden), name)
