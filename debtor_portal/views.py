"""The pages of Mitt Ärende: the door, one case, its letters, and what anyone may read."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.claims import Claims, claims_in
from cases.debt import InvoiceLeft
from cases.models import Claim, Debtor
from cases.plan_offer import offered_plan
from cases.plan_page import next_to_pay
from cases.states import STANDINGS, State
from debtor_portal import visit
from debtor_portal.access import DebtorRequest, debtor_page, public_page
from debtor_portal.ahead import coming
from debtor_portal.asked import asked_by
from debtor_portal.authority import there
from debtor_portal.beside import others_called
from debtor_portal.case_seen import current_case
from debtor_portal.door import Locked, Opened, try_code
from debtor_portal.forms import DoorForm, NumberForm
from debtor_portal.kept import events_shown, letter_bytes, letters_in, payments_in, posted_by_hand
from debtor_portal.pay_views import open_ways
from debtor_portal.paying import paying
from debtor_portal.reckoning import reckon
from debtor_portal.said import so_far
from debtor_portal.words import jointly
from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.edge import client_address
from ekrav.identity import format_bankgiro
from ekrav.look.dates import full_date
from ekrav.look.figures import in_fours, kronor
from ekrav.look.parts import Act, Link, Row
from ekrav.look.quoted import in_swedish
from ekrav.money import Ore
from ekrav.payments.models import WITHHELD
from ekrav.payments.ways.begin import live
from ekrav.tenancy import current_scope


@public_page
def door(request: HttpRequest) -> HttpResponseBase:
    """Case number and code from the letter. Looking changes nothing; only a posted code is tried and counted."""
    if request.method != "POST":
        return _door_to_look_at(request)
    form = DoorForm(request.POST)
    answer = (
        try_code(
            number=form.cleaned_data["arende"],
            code=form.cleaned_data["kod"],
            address=client_address(request),
        )
        if form.is_valid()
        else None
    )
    if isinstance(answer, Opened):
        visit.begin(request.session, opened=answer, at=timezone.now())
        rotate_token(request)
        return redirect("portal:case")
    if answer is not None:
        form.refuse(answer)
    return _door(request, form, locked=answer if isinstance(answer, Locked) else None)


def _door_to_look_at(request: HttpRequest) -> HttpResponseBase:
    number = request.GET.get("arende", "")
    opened = visit.current(request.session, at=timezone.now())
    if opened is not None and number in {"", opened.number}:
        return redirect("portal:case")
    return _door(request, DoorForm(initial={"arende": number[:40]}), locked=None)


def _door(request: HttpRequest, form: DoorForm, *, locked: Locked | None) -> HttpResponseBase:
    status = 429 if locked else 400 if form.is_bound else 200
    context = {
        "form": form,
        "locked": locked,
        "minutes": -(-int(locked.wait.total_seconds()) // 60) if locked else 0,
        "over": "slut" in request.GET,
        "left": "ut" in request.GET,
    }
    response = TemplateResponse(request, "debtor_portal/door.html", context, status=status)
    if locked:
        response["Retry-After"] = str(int(locked.wait.total_seconds()))
    return response


@require_safe
@debtor_page
def case_page(request: DebtorRequest) -> HttpResponseBase:
    """The claim, how it is made up, how to pay it, what comes, and who we are."""
    case = current_case()
    claims, agency = claims_in(case), Agency.objects.get()
    creditor = Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id)
    events, today, rates = events_shown(case), clock.today(), current_rates()
    reckoning = reckon(
        case=case,
        claims=claims,
        creditor=creditor,
        events=events,
        joint=bool(request.joint),
        today=today,
        rates=rates,
    )
    hidden = case.reference.debtor_label == WITHHELD
    context = {
        "case": case,
        "case_number": in_fours(case.number),
        "claims": claims,
        "creditor": creditor,
        "agency": agency,
        "reckoning": reckoning,
        "about": _about(claims, creditor),
        "invoices": _invoices(reckoning.invoices) if claims.several else [],
        "letters": [] if hidden else letters_in(events),
        "payments": payments_in(events),
        "so_far": so_far(case=case, creditor=creditor),
        "leave_url": reverse("portal:leave"),
        "on_its_way": live(reference=case.reference, payer=current_scope().debtor_id),
        # A company is given no advice by its municipality; somebody else who answers for its debt may be a person.
        "advice": bool(request.joint) or case.debtor.kind != Debtor.Kind.COMPANY,
        "joint": jointly(others) if (others := others_called(request.joint)) else "",
    }
    if case.state == State.CLOSED_DISPUTED:
        return TemplateResponse(request, "debtor_portal/fell.html", context)
    if not STANDINGS[State(case.state)].open:
        ended = "paid" if case.state == State.PAID else "ended"
        return TemplateResponse(request, f"debtor_portal/{ended}.html", context)
    context |= {
        "how": Link(_("Andra sätt att betala") if open_ways() else _("Så betalar du"), "#betala"),
        "pay": Act(_("Betala"), reverse("portal:pay")) if open_ways() else None,
        "ways": _ways(),
    }
    at_authority = there(
        case=case, creditor=creditor, events=events, several=bool(request.joint), today=today
    )
    part = next_to_pay(case=case, rates=rates)
    asked = asked_by(
        case=case, due=claims.first.due_date, part=part, answer_by=at_authority.answer_by, today=today
    )
    amount = part.left if part else reckoning.to_pay
    context |= {
        "amount": amount,
        "asked": asked,
        "part": part,
        "offer": None if part else offered_plan(case=case, today=today),
        "there": at_authority,
        "paying": paying(case=case, agency=agency, amount=amount, by=asked.by, today=today),
        "plan": coming(
            case=case,
            creditor=creditor,
            last_day=asked.last_day,
            asked=part,
            by_hand=hidden or posted_by_hand(events),
            today=today,
            rates=rates,
        ),
    }
    return TemplateResponse(request, "debtor_portal/case.html", context)


def _about(claims: Claims, creditor: str) -> list[Row]:
    """From whom, and the only invoice's rows; several have rows of their own."""
    rows = [Row(_("Från"), creditor)]
    if claims.several:
        return rows
    return [*rows, Row(_("Faktura"), claims.first.invoice_number), *_about_invoice(claims.first)]


def _invoices(invoices: Sequence[InvoiceLeft]) -> list[tuple[str, list[Row]]]:
    """Each of several invoices, with what it was for and what is left of it."""
    return [
        (
            _("Faktura %s") % invoice.claim.invoice_number,
            [
                *_about_invoice(invoice.claim),
                Row(_("Belopp"), kronor(Ore(invoice.claim.capital_ore))),
                Row(_("Kvar"), kronor(invoice.capital)),
            ],
        )
        for invoice in invoices
    ]


def _about_invoice(claim: Claim) -> list[Row]:
    return [
        Row(_("Avser"), format_html("{}: {}", claim.get_kind_display(), in_swedish(claim.description))),
        Row(_("Fakturadatum"), full_date(claim.invoice_date)),
        Row(_("Levererat"), full_date(claim.delivered_on)),
        Row(_("Skulle ha betalats"), full_date(claim.due_date)),
    ]


def _ways() -> list[Row]:
    return [
        Row(
            _("Jag kan inte betala allt nu"),
            "",
            reverse("portal:cannot"),
            _("Be att få betala senare eller i delar"),
        ),
        Row(
            _("Kravet stämmer inte"),
            "",
            reverse("portal:dispute"),
            _("Säg vad som är fel, så pausar vi ärendet"),
        ),
        Row(
            _("Jag har redan betalat"),
            "",
            reverse("portal:paid"),
            _("Berätta när och hur, så kontrollerar vi"),
        ),
    ]


@require_safe
@debtor_page
def letter(request: DebtorRequest, letter_number: int) -> HttpResponseBase:
    """A letter as it was sent, for its addressee; 404 when this case has no such letter."""
    content = letter_bytes(letter_number=letter_number)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="brev-{letter_number}.pdf"'
    response["Content-Language"] = "sv"
    return response


@public_page
def leave(request: HttpRequest) -> HttpResponseBase:
    """Log out, when posted; the cookie is taken away."""
    if request.method != "POST":
        return redirect("portal:door")
    request.session.flush()
    return redirect("/?ut=1")


@require_safe
@public_page
def genuine(request: HttpRequest) -> HttpResponseBase:
    """ "Är brevet äkta?": the number leads to the door, where only our own letter's code opens a case.

    Says nothing of which numbers exist.
    """
    form = NumberForm(request.GET if "arende" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("/?" + urlencode({"arende": form.cleaned_data["arende"]}))
    status = 400 if form.is_bound else 200
    agency = Agency.objects.get()
    bankgiro = format_bankgiro(agency.client_funds_bankgiro) if agency.client_funds_bankgiro else ""
    context = {"form": form, "bankgiro": bankgiro}
    return TemplateResponse(request, "debtor_portal/genuine.html", context, status=status)


@require_safe
@public_page
def personal_data(request: HttpRequest) -> HttpResponseBase:
    """How personal data is used."""
    return TemplateResponse(request, "debtor_portal/personal_data.html")
