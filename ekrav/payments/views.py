"""Handläggning, finance: the unmatched pile and the bank's files."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, StaffRole, staff_page
from ekrav.bankfiles.ocr import digits
from ekrav.look.dates import short_moment, whole_day
from ekrav.look.figures import in_fours, kronor
from ekrav.look.parts import Link, Pages, Row
from ekrav.payments import pile
from ekrav.payments.forms import NumberForm
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.unmatched import AlreadyResolved, NoSuchReference, assign, send_back
from ekrav.payments.ways.connect import may_be, transfers_of
from ekrav.payments.ways.same_money import MayBeOnItsWay
from ekrav.tenancy import agency_scope, staff_scope

FINANCE = frozenset({StaffRole.FINANCE, StaffRole.ADMINISTRATOR})
State = UnmatchedPayment.State
PAGE = 50

MAY_BE_ON_ITS_WAY = _l(
    "Ärendet har redan en betalning på samma belopp på väg med Swish eller från internetbanken. Det kan vara de här"
    " pengarna, så inget är bokfört. Vänta tills den har kommit, eller fråga banken vad posten gäller."
)

VIEWS = {"oppna": State.OPEN, "dubbla": State.HELD, "aterbetala": State.RETURNED, "placerade": State.ASSIGNED}


@require_safe
@staff_page(FINANCE)
def unmatched(request: StaffRequest) -> HttpResponseBase:
    """The pile: what waits, what is to be paid back, what was placed."""
    view = request.GET.get("vy", "oppna")
    if view not in VIEWS:
        raise Http404
    page = _page_number(request.GET.get("sida", ""))
    first = (page - 1) * PAGE
    counts = pile.counts()
    rows = pile.on_the_pile(state=VIEWS[view], first=first, count=PAGE)
    context = {
        "view": view,
        "rows": rows,
        "tabs": _tabs(view, counts),
        "pages": _pages(view, page=page, first=first, shown=len(rows), total=counts[VIEWS[view]]),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payments/unmatched.html", context)


@staff_page(FINANCE)
def payment(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One payment: what the bank told, the cases it may be for. A number that is typed is looked up, not booked."""
    waiting = waiting_payment(public_id)
    form = NumberForm(request.POST if request.method == "POST" else None)
    found: list[pile.Suggestion] = []
    if form.is_bound and form.is_valid():
        found = pile.look_up(form.cleaned_data["number"], payer=waiting.payer)
        if len(found) != 1:
            found = []
            form.add_error("number", _("Inget ärende har det numret. Kontrollera siffrorna."))
    return _payment_page(request, waiting, form=form, found=found, status=422 if form.errors else 200)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def place(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Place the payment on the case with this OCR number; on somebody else's when that is confirmed."""
    other = None if "annan" in request.POST else _somebody_elses(public_id, request.POST.get("ocr", ""))
    if other is not None:
        return render(request, "payments/place_other.html", other)
    try:
        with agency_scope():
            at = clock.now()
        placed = assign(entry=public_id, ocr=request.POST.get("ocr", ""), by=request.actor, at=at)
    except UnmatchedPayment.DoesNotExist:
        raise Http404 from None
    except NoSuchReference:
        return _not_placed(
            request, public_id, _("Inget ärende har det numret. Kontrollera siffrorna."), status=422
        )
    except MayBeOnItsWay:
        return _not_placed(request, public_id, str(MAY_BE_ON_ITS_WAY), status=409)
    except AlreadyResolved as late:
        return too_late(request, late)
    request.session["notice"] = _("%(amount)s är placerade på ärende %(number)s.") % {
        "amount": kronor(placed.amount_ore),
        "number": in_fours(placed.case_number),
    }
    return redirect("payments:unmatched")


def _somebody_elses(public_id: UUID, number: str) -> dict[str, Any] | None:
    """What to ask first when the case is of a debtor with another name than the payer's; None when it is not."""
    with staff_scope():
        waiting = waiting_payment(public_id)
        found = pile.look_up(digits(number), payer=waiting.payer) if waiting.state == State.OPEN else []
    if len(found) != 1 or not found[0].other:
        return None
    return {"waiting": waiting, "facts": facts(waiting), "suggestion": found[0]}


@staff_page(FINANCE, opens_scope=False)
def give_back(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Ask whether the payment is to go back; then decide it."""
    if request.method != "POST":
        with staff_scope():
            waiting = waiting_payment(public_id)
        if waiting.state != State.OPEN:
            return redirect("payments:payment", public_id)
        return render(request, "payments/give_back.html", {"waiting": waiting, "facts": facts(waiting)})
    try:
        with agency_scope():
            at = clock.now()
        amount = send_back(entry=public_id, by=request.actor, at=at)
    except UnmatchedPayment.DoesNotExist:
        raise Http404 from None
    except AlreadyResolved as late:
        return too_late(request, late)
    request.session["notice"] = _(
        "%(amount)s ska betalas tillbaka. Betalningen står nu under Att återbetala."
    ) % {"amount": kronor(amount)}
    return redirect("payments:unmatched")


def waiting_payment(public_id: UUID) -> pile.Waiting:
    """Return the payment. Raises Http404."""
    waiting = pile.one(public_id=public_id)
    if waiting is None:
        raise Http404
    return waiting


def _payment_page(
    request: StaffRequest,
    waiting: pile.Waiting,
    *,
    form: NumberForm,
    found: list[pile.Suggestion],
    status: int,
) -> HttpResponseBase:
    context = {
        "waiting": waiting,
        "facts": facts(waiting),
        "form": form,
        "found": found,
        "suggestions": found or waiting.suggestions,
        "moving": may_be(amount=waiting.amount_ore) if waiting.state == State.OPEN else [],
        "transfers": transfers_of(amount=waiting.amount_ore) if waiting.state == State.OPEN else [],
    }
    return TemplateResponse(request, "payments/payment.html", context, status=status)


def _not_placed(request: StaffRequest, public_id: UUID, why: str, *, status: int) -> HttpResponseBase:
    form = NumberForm({"number": request.POST.get("ocr", "")})
    if form.is_valid():
        form.add_error("number", why)
    with staff_scope():
        response = _payment_page(request, waiting_payment(public_id), form=form, found=[], status=status)
        assert isinstance(response, TemplateResponse)
        return response.render()


def too_late(request: StaffRequest, late: AlreadyResolved) -> HttpResponseBase:
    """Tell who was first, and what they decided."""
    did = {
        State.ASSIGNED: _("%(who)s placerade betalningen %(when)s. Inget mer behövs."),
        State.RETURNED: _("%(who)s bestämde %(when)s att betalningen ska återbetalas. Inget mer behövs."),
        State.PAYOUT: _("Pengarna är en utbetalning som kom tillbaka. Inget mer behövs."),
        State.HELD: _("Banken kan ha meddelat betalningen två gånger. Säg först om det är samma."),
        State.TWIN: _("%(who)s sade %(when)s att betalningen redan är räknad. Inget mer behövs."),
        State.TAKEN: _("%(who)s sade %(when)s att banken har tagit tillbaka betalningen. Inget mer behövs."),
    }
    with staff_scope():
        who = pile.name_of_staff(late.by) or _("Någon annan")
        when = short_moment(late.at, today=clock.today()) if late.at else ""
    context = {
        "what": did[State(late.state)] % {"who": who, "when": when},
        "back": Link(_("Till de oplacerade betalningarna"), reverse("payments:unmatched")),
    }
    return render(request, "errors/409.html", context, status=409)


def facts(waiting: pile.Waiting) -> list[Row]:
    """Return what the bank told of a payment, and why it waits."""
    return [
        Row(_("Bokförd hos banken"), whole_day(waiting.booked_date)),
        Row(_("Betalare"), waiting.payer or "–", note=waiting.payer_account),
        Row(_("Referens"), waiting.reference or "–"),
        Row(_("Text"), waiting.text or "–"),
        Row(_("Bankens referens"), waiting.bank_reference),
        Row(_("Varför den väntar"), waiting.reason),
    ]


def _page_number(text: str) -> int:
    """The page asked for; the first when what stands there is no number of a page."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _tabs(current: str, counts: dict[str, Any]) -> list[Link]:
    words = {
        "oppna": _("Väntar"),
        "dubbla": _("Kanske samma"),
        "aterbetala": _("Att återbetala"),
        "placerade": _("Placerade"),
    }
    url = reverse("payments:unmatched")
    return [
        Link(label=word, url=f"{url}?vy={name}", current=name == current, count=counts[VIEWS[name]])
        for name, word in words.items()
    ]


def _pages(view: str, *, page: int, first: int, shown: int, total: int) -> Pages:
    url = f"{reverse('payments:unmatched')}?vy={view}&sida="
    return Pages(
        first=first + 1 if shown else 0,
        last=first + shown,
        total=total,
        previous_url=f"{url}{page - 1}" if page > 1 else "",
        next_url=f"{url}{page + 1}" if first + shown < total else "",
    )
