"""Handläggning: who the debtor is. The invoice's name beside the register's, and what staff make of them."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from cases.checks import names_differ
from cases.debtor_forms import AnswerForm, CorrectionForm
from cases.debtor_queue import debtors_to_judge
from cases.models import Debtor
from cases.staff_access import StaffCaseRequest, debtor_asked, staff_case_page
from cases.states import STANDINGS, State
from cases.who_owes import DebtorRefused, accept_name, answer_by_hand, correct_debtor
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.look.parts import Row

REFUSED = {
    "closed": _l("Ärendet är avslutat. Uppgifterna ändras inte mer."),
    "changed": _l("Uppgifterna har ändrats sedan du öppnade sidan. Läs dem igen."),
    "sealed": _l("Namn och nummer är skyddade och ändras inte här."),
    "answered": _l("Registret har redan svarat. Läs svaret."),
}


@require_safe
@staff_page()
def debtors(request: StaffRequest) -> HttpResponseBase:
    """The cases that wait until somebody has judged who the debtor is."""
    return TemplateResponse(request, "cases/staff_debtors.html", {"rows": debtors_to_judge()})


@staff_case_page()
def debtor(request: StaffCaseRequest) -> HttpResponseBase:
    """The invoice's name beside the register's; a form with the right name or number is for what was wrong."""
    form = CorrectionForm(request.POST if request.method == "POST" else None, debtor=debtor_asked(request))
    if not form.is_valid():
        return _page(request, correction=form)
    said = form.cleaned_data
    return _done(
        request,
        lambda: correct_debtor(
            case=request.case,
            debtor=debtor_asked(request),
            name=said["name"],
            number=said["number"],
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
        ),
        _("Uppgifterna är rättade. Registret frågas på nytt innan nästa brev."),
    )


@require_POST
@staff_case_page()
def same_name(request: StaffCaseRequest) -> HttpResponseBase:
    """ "Samma person": the two names are one's."""
    try:
        seen = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return _page(request, refused=str(REFUSED["changed"]))
    return _done(
        request,
        lambda: accept_name(
            case=request.case,
            debtor=debtor_asked(request),
            seen=seen,
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
        ),
        _("Namnen är godtagna som samma persons."),
    )


@require_POST
@staff_case_page()
def register_answer(request: StaffCaseRequest) -> HttpResponseBase:
    """What the register says, found by hand."""
    form = AnswerForm(request.POST, debtor=debtor_asked(request))
    if not form.is_valid():
        return _page(request, answer=form)
    return _done(
        request,
        lambda: answer_by_hand(
            case=request.case,
            debtor=debtor_asked(request),
            answer=form.answer(),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
        ),
        _("Registrets svar är antecknat."),
    )


def _done(request: StaffCaseRequest, act: Callable[[], object], words: str) -> HttpResponseBase:
    try:
        act()
    except DebtorRefused as refused:
        return _page(request, refused=str(REFUSED[refused.reason]))
    request.session["staff_notice"] = words
    return redirect("cases:staff_case", number=request.case.number)


def _page(
    request: StaffCaseRequest,
    *,
    correction: CorrectionForm | None = None,
    answer: AnswerForm | None = None,
    refused: str = "",
) -> HttpResponseBase:
    debtor = debtor_asked(request)
    bound = [form for form in (correction, answer) if form is not None and form.is_bound]
    context = {
        "case": request.case,
        "debtor": debtor,
        "rows": register_rows(debtor),
        "differs": names_differ(debtor),
        "seen": debtor.looked_up_at.isoformat() if debtor.looked_up_at else "",
        "correction": correction or CorrectionForm(None, debtor=debtor),
        "answer": (answer or AnswerForm(None, debtor=debtor)) if debtor.waits_for_register else None,
        "bound": bound,
        "is_open": STANDINGS[State(request.case.state)].open,
        "refused": refused,
        "whose": f"?vem={debtor.pk}",
    }
    status = 409 if refused else 422 if bound else 200
    return TemplateResponse(request, "cases/staff_debtor.html", context, status=status)


def register_rows(debtor: Debtor) -> list[Row]:
    """What the invoice and the register say, as rows."""
    number = _("Personnr") if debtor.kind == Debtor.Kind.PERSON else _("Organisationsnr")
    if debtor.looked_up_at is not None:
        word = str(Debtor.RegisterWord(debtor.register_word).label)
    else:
        word = _("Har inte svarat ännu") if debtor.number_cipher else _("Frågas inte utan nummer")
    return [
        Row(_("Namn på fakturan"), debtor.name),
        Row(number, debtor.number_masked or "–"),
        Row(_("Namn i registret"), debtor.register_name or "–"),
        Row(_("Registret"), word),
    ]
