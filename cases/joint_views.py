"""Who answers for a case: the creditor and staff see them, add one, and let one go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.add_debtor import WHEN, NotAdded, add_debtor
from cases.creditor_case import case_or_404, locked_or_404
from cases.joint import answering, debtors_of
from cases.joint_form import MISSING, NOT_JOINT, check_debtor, debtor_fields, debtor_of
from cases.models import Case, Debtor, JointDebtor
from cases.register import NotJoint
from cases.release import NotReleased, Why, release
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.states import AT_AUTHORITY, STANDINGS, State
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.look.dates import full_date
from ekrav.look.parts import Words

REFUSED: Final[Mapping[str, Words]] = {
    "closed": _l("Ärendet är avslutat. Ingenting ändras mer."),
    "authority": _l("Något pågår hos Kronofogden. Ändra när det är över."),
    "last": _l("Ingen skulle vara kvar att kräva. Återkalla eller skriv av ärendet i stället."),
    "gone": _l("Gäldenären krävs inte längre. Läs sidan igen."),
    "added": _l("Ingen kan läggas till i ärendets läge."),
}


class AddForm(forms.Form):
    """Somebody more who answers for the claim."""

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields |= debtor_fields()
        for name, words in MISSING.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = str(words)

    def clean(self) -> dict[str, Any]:
        """All of it, and a number that can be."""
        said = super().clean() or {}
        check_debtor(said, today=self.today, refuse=lambda field, words: self.add_error(field, str(words)))
        return said


class ReleaseForm(forms.Form):
    """Whom nothing more is asked of, and why."""

    whom = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_l("Varför?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj varför.")},
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One debtor on the page. `form`: by which it is released; `now`: what is asked of it."""

    debtor: Debtor
    now: str
    form: ReleaseForm | None


@creditor_page(WRITERS)
def debtors(request: CreditorRequest, number: str) -> HttpResponseBase:
    """The creditor's page of those who answer for a case."""
    case = locked_or_404(number) if request.method == "POST" else case_or_404(number)
    return _page(
        request,
        case,
        template="cases/joint_debtors.html",
        done=lambda: redirect("cases:debtors_of_case", number=number),
        notice=str(request.session.pop("joint_notice", "")),
    )


@staff_case_page()
def staff_debtors(request: StaffCaseRequest) -> HttpResponseBase:
    """Staff's page of those who answer for a case."""
    number = request.case.number
    return _page(
        request,
        request.case,
        template="cases/staff_joint_debtors.html",
        done=lambda: redirect("cases:staff_debtors_of_case", number=number),
        notice=str(request.session.pop("joint_notice", "")),
    )


def _page(
    request: Any, case: Case, *, template: str, done: Callable[[], HttpResponseBase], notice: str
) -> HttpResponseBase:
    """Show them; add or release when that is posted, by whoever the request's actor is."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    add = AddForm(request.POST if act == "add" else None, today=clock.today())
    letting = ReleaseForm(request.POST) if act == "release" else None
    refused: Words = ""
    if act == "add" and add.is_valid():
        refused = _add(request, case, add)
    elif letting is not None and letting.is_valid():
        refused = _release(request, case, letting)
    if act in ("add", "release") and not refused and not add.errors and not (letting and letting.errors):
        return done()
    context = {
        "case": case,
        "rows": _rows(case, letting),
        "add": add if case.state in WHEN else None,
        "bound": [form for form in (add, letting) if form is not None and form.is_bound],
        "refused": refused,
        "notice": notice,
    }
    status = 409 if refused else 400 if act else 200
    return TemplateResponse(request, template, context, status=status)


def _add(request: Any, case: Case, form: AddForm) -> Words:
    """Add one; why not, in words, or nothing."""
    today = clock.today()
    try:
        add_debtor(
            case=case,
            debtor=debtor_of(form.cleaned_data, today=today),
            today=today,
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except NotAdded:
        return REFUSED["added"]
    except NotJoint as refused:
        return NOT_JOINT[refused.reason]
    request.session["joint_notice"] = str(_("Tillagd. Var och en får ett eget krav innan något annat görs."))
    return ""


def _release(request: Any, case: Case, form: ReleaseForm) -> Words:
    """Let one go; why not, in words, or nothing."""
    wanted = form.cleaned_data["whom"]
    debtor = next((each for each in answering(case) if each.pk == wanted), None)
    if debtor is None:
        return REFUSED["gone"]
    try:
        release(
            case=case,
            debtor=debtor,
            why=Why(form.cleaned_data["why"]),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except NotReleased as refused:
        return REFUSED[refused.reason]
    request.session["joint_notice"] = str(_("Gäldenären krävs inte längre. De andra krävs på hela skulden."))
    return ""


def _rows(case: Case, letting: ReleaseForm | None) -> list[Shown]:
    asked = [each.pk for each in answering(case)]
    released = {
        row.debtor_id: row for row in JointDebtor.objects.filter(case=case, released_on__isnull=False)
    }
    may = len(asked) > 1 and STANDINGS[State(case.state)].open and case.state not in AT_AUTHORITY
    rows = []
    for debtor in debtors_of(case):
        row = released.get(debtor.pk)
        now = _("Krävs på hela skulden.")
        if row is not None and row.released_on is not None:
            words = {"day": full_date(row.released_on), "why": str(Why(row.why).label)}
            now = _("Krävs inte sedan %(day)s: %(why)s.") % words
        form = _form_of(debtor, letting) if may and row is None else None
        rows.append(Shown(debtor=debtor, now=now, form=form))
    return rows


def _form_of(debtor: Debtor, letting: ReleaseForm | None) -> ReleaseForm:
    if letting is not None and letting.data.get("whom") == str(debtor.pk):
        return letting
    return ReleaseForm(initial={"whom": debtor.pk}, auto_id=f"id_%s_{debtor.pk}")
