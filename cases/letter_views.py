"""Handläggning: letters that came back, were refused by the print house or go by hand, and the way on for each."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import held_up
from cases.address import Address
from cases.by_hand import UNSENT, NotThatDay, note_sent_by_hand
from cases.forms import AddressForm, PostedForm, ToldForm
from cases.situations.address import Withheld, new_address
from cases.staff_access import StaffCaseRequest, debtor_asked, staff_case_page
from cases.states import STANDINGS, State
from cases.stopped_letters import letters_by_hand, refused_jobs, returned_letters, undrawn_letters
from cases.untold import How, note_told, untold_of
from cases.untold import untold as untold_letters
from cases.views import letter_pdf
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.failing import failing
from ekrav.agency.rates import current_rates
from ekrav.look.paging import page_of
from ekrav.tenancy import agency_scope
from letters.models import Dispatch
from letters.print_jobs import NotRefused, try_again


@require_safe
@staff_page()
def stopped(request: StaffRequest) -> HttpResponseBase:
    """The letters that wait for a person."""
    context = {
        "returned": returned_letters(),
        "by_hand": letters_by_hand(),
        "jobs": refused_jobs(),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "cases/stopped_letters.html", context)


@require_safe
@staff_page()
def held(request: StaffRequest) -> HttpResponseBase:
    """The letters and applications that cannot be made, and the steps and the work that fail."""
    at, today = clock.now(), clock.today()
    pages = page_of(request, total=held_up.how_many_held(today=today), size=held_up.PAGE)
    context = {
        "held": held_up.held(today=today, first=max(0, pages.first - 1)),
        "failed": held_up.failed(today=today),
        "undrawn": undrawn_letters(at=at),
        "untold": untold_letters(),
        "failing": failing(),
        "pages": pages,
    }
    return TemplateResponse(request, "cases/held_up.html", context)


@staff_case_page()
def untold(request: StaffCaseRequest, event_id: int) -> HttpResponseBase:
    """What a letter that could not be made was to tell: a person tells it, and says how."""
    case, letter = request.case, untold_of(case=request.case, event_id=event_id)
    if letter is None:
        raise Http404
    form = ToldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        noted = note_told(
            case=case,
            letter=letter,
            how=How(form.cleaned_data["how"]),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
        )
        words = _("Det är antecknat att gäldenären vet.") if noted else _("Det är redan antecknat.")
        request.session["staff_notice"] = str(words)
        return redirect("cases:staff_case", number=case.number)
    context = {"case": case, "form": form, "letter": letter}
    status = 400 if form.errors else 200
    return TemplateResponse(request, "cases/untold.html", context, status=status)


@staff_case_page()
def by_hand(request: StaffCaseRequest, letter_number: int) -> HttpResponseBase:
    """A letter that a person posts: to be read, put in its envelope, and said when it was posted."""
    case, dispatch, today = request.case, _by_hand(request, letter_number), clock.today()
    form = PostedForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            noted = note_sent_by_hand(
                case=case,
                dispatch=dispatch,
                on=form.cleaned_data["on"],
                today=today,
                at=clock.now(),
                by=request.actor,
            )
        except NotThatDay:
            form.refuse()
        else:
            words = _("Brevet är antecknat som postat.") if noted else _("Det är redan antecknat.")
            request.session["staff_notice"] = str(words)
            return redirect("cases:staff_case", number=case.number)
    context = {"case": case, "form": form, "dispatch": dispatch, "waits": dispatch.state in UNSENT}
    status = 400 if form.errors else 200
    return TemplateResponse(request, "cases/by_hand.html", context, status=status)


@require_safe
@staff_case_page()
def by_hand_pdf(request: StaffCaseRequest, letter_number: int) -> HttpResponseBase:
    """The letter as it is to be posted, with its code: whoever posts it stands where the print house does."""
    dispatch = _by_hand(request, letter_number)
    if dispatch.state != Dispatch.State.RENDERED or dispatch.pdf is None:
        raise Http404
    return letter_pdf(bytes(dispatch.pdf), f"brev-{request.case.number}-{letter_number}.pdf")


def _by_hand(request: StaffCaseRequest, letter_number: int) -> Dispatch:
    letters = Dispatch.objects.filter(case_number=request.case.number, by_hand=True)
    found = letters.filter(letter_number=letter_number).first()
    if found is None:
        raise Http404
    return found


@require_POST
@staff_page(opens_scope=False)
def print_again(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Let the letters of a refused print job go in another."""
    with agency_scope():
        at = clock.now()
    try:
        letters = try_again(job=public_id, by=request.actor, at=at)
    except NotRefused:
        raise Http404 from None
    request.session["notice"] = _(
        "%(n)s brev lämnas till tryckeriet igen. Har dagen för ett brev gått skrivs det om med ny dag."
    ) % {"n": letters}
    return redirect("cases:stopped_letters")


@staff_case_page()
def address(request: StaffCaseRequest) -> HttpResponseBase:
    """Correct the debtor's address; what came back is then written again."""
    case, debtor = request.case, debtor_asked(request)
    held = {name: getattr(debtor, name) for name in AddressForm.base_fields}
    form = AddressForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid() and STANDINGS[State(case.state)].open:
        try:
            written = new_address(
                case=case,
                debtor=debtor,
                address=Address(**form.cleaned_data),
                today=clock.today(),
                at=clock.now(),
                by=request.actor,
                rates=current_rates(),
            )
        except Withheld:
            form.add_error(None, _("Adressen får inte sparas. Breven går genom Skatteverket."))
        else:
            request.session["staff_notice"] = (
                _("Adressen är rättad. Brev som kom i retur skrivs igen.")
                if written
                else _(
                    "Adressen är rättad. Brevet kan inte skrivas igen i ärendets läge och står kvar i kön."
                )
            )
            return redirect("cases:staff_case", number=case.number)
    context = {"form": form, "case": case, "debtor": debtor, "is_open": STANDINGS[State(case.state)].open}
    status = 400 if request.method == "POST" else 200
    return TemplateResponse(request, "cases/address.html", context, status=status)
