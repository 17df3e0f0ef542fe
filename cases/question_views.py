""" "Har du fått betalt?": answered on Mina sidor, or with one click from the mail. Looking changes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.ask_paid import LinkTooOld, company_of_link
from cases.claims import claims_in
from cases.models import Case, Question
from cases.questions import THE_LINK, answer_no, open_questions
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, answer_within, creditor_page, public_page
from ekrav.audit.record import Actor
from ekrav.look.parts import Link
from ekrav.tenancy import tenant_scope

SHOWN = 200


@creditor_page(WRITERS)
def questions(request: CreditorRequest) -> HttpResponseBase:
    """Every question that waits for an answer."""
    rows = list(open_questions()[:SHOWN])
    # Whoever is asked of a payment that the debtor tells of is not asked before the next step as well.
    told_of = {row.case_id for row in rows if row.notice_id}
    context = {
        "rows": [row for row in rows if row.notice_id or row.case_id not in told_of],
        "notice": request.session.pop("notice", ""),
        "everything": Link(label=_("Visa alla ärenden"), url=f"{reverse('cases:list')}?vy=alla"),
    }
    return TemplateResponse(request, "cases/questions.html", context)


@require_POST
@creditor_page(WRITERS)
def not_paid(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """ "No, not paid". Answering again changes nothing."""
    _say_no(public_id, by=request.actor)
    request.session["notice"] = "not_paid"
    return redirect("cases:questions")


@public_page
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The mailed link: the company's open questions without a name in them; "no" is recorded, "yes" asks for BankID."""
    try:
        creditor_id = company_of_link(token)
    except LinkTooOld:
        return _private(TemplateResponse(request, "cases/link_too_old.html", status=404).render())
    return _private(answer_within(tenant_scope(creditor_id), lambda: _link(request, token)))


def _link(request: HttpRequest, token: str) -> HttpResponseBase:
    if request.method == "POST":
        _say_no(request.POST.get("question", ""), by=THE_LINK)
        return redirect("cases:paid_link", token=token)
    rows = open_questions().prefetch_related("case__claims")[:SHOWN]
    context = {"rows": [(row, claims_in(row.case)) for row in rows], "token": token}
    return TemplateResponse(request, "cases/paid_link.html", context)


def _say_no(public_id: str, *, by: Actor) -> None:
    question = _by_public_id(public_id)
    question.case = Case.objects.select_for_update().get(pk=question.case_id)
    answer_no(question=question, today=clock.today(), at=clock.now(), by=by)


def _by_public_id(public_id: Any) -> Question:
    try:
        return Question.objects.get(public_id=public_id)
    except (Question.DoesNotExist, ValidationError) as unknown:
        raise Http404 from unknown


def _private(response: Any) -> HttpResponseBase:
    """A page whose address opens something: in no cache, and told to no other site."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response  # type: ignore[no-any-return]
