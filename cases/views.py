"""Mina sidor: overview, one case, its letters, and a payment the creditor has had."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import drafts, queries
from cases.cards import cards_of
from cases.claims import Claims, claims_in
from cases.composing import events_of
from cases.debt import Debt, debt_as_known
from cases.decision_card import card
from cases.forecast import plan_of
from cases.holds import standing
from cases.joint import debtors_of
from cases.models import Case, Claim, Debtor, Document
from cases.papers_seen import papers, report_row
from cases.plan_page import instalments_of
from cases.questions import open_questions
from cases.quote import tariff_of
from cases.rate_words import undecided_words
from cases.said_first import waits_for_words
from cases.situations import stops
from cases.situations.rules import RULES
from cases.situations.seal import instead_of_name, names_protected
from cases.standing import standing_choice
from cases.states import MOVES, STANDINGS, Action, State
from cases.surveillance.seen import clock_row
from cases.timeline import past_events, planned_events
from cases.trail import PAID
from ekrav import clock
from ekrav.accounts.access import ADMINS, WRITERS, CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.bankfiles.ocr import format_ocr
from ekrav.ledger.models import Account
from ekrav.look.dates import full_date
from ekrav.look.parts import Act, Decision, Row, Sum
from ekrav.money import Ore
from ekrav.tenancy import tenant_scope
from letters.dispatch import copy_for_others
from letters.models import Dispatch


@creditor_page()
def overview(request: CreditorRequest) -> HttpResponseBase:
    """What needs the creditor, what happens next, where the cases are."""
    today, rates = clock.today(), current_rates()
    waiting = list(
        queries.with_everything(Case.objects.filter(queries.VIEWS["behover-dig"]()).order_by("id"))[:20]
    )
    may_write = request.membership.role in WRITERS
    states = queries.by_state(today=today, rates=rates)
    context = {
        "waiting_count": queries.counts()["behover-dig"],
        "may_write": may_write,
        "questions": open_questions().count() if may_write else 0,
        "unfinished": len(drafts.unfinished()) if may_write else 0,
        "waiting": queries.rows_of(cases=waiting, today=today, rates=rates),
        "states": states,
        "undecided": undecided_words(queries.first_undecided(states), several=True),
        "soon": [(on, queries.counted_step(action, n)) for on, action, n in queries.next_steps()],
        "has_cases": Case.objects.exists(),
        "decision": _overview_decision(request),
        "may_choose_standing": request.membership.role in ADMINS and standing_choice() is None,
        "notice": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "cases/overview.html", context)


def _overview_decision(request: CreditorRequest) -> Decision | None:
    """One card for all cases that wait for a way on; None when none does."""
    count = Case.objects.filter(state=State.AWAITING_DECISION).count()
    if not count:
        return None
    question = ngettext(
        "Hur vill du gå vidare med ett ärende?", "Hur vill du gå vidare med %(n)s ärenden?", count
    )
    return card(
        question=question % {"n": count},
        tariff=Creditor.objects.select_related("tariff").get(pk=request.membership.creditor_id).tariff,
        today=clock.today(),
        rates=current_rates(),
        acts=(
            Act(_("Visa ärendena"), f"{reverse('cases:list')}?vy=behover-dig"),
            Act(_("Välj en gång för alla"), reverse("cases:standing")),
        ),
    )


def _decision(case: Case, *, may_write: bool) -> Decision:
    """What the case asks: the way on."""
    acts = (Act(_("Välj väg"), reverse("cases:decide", args=[case.number])),) if may_write else ()
    return card(
        question=_("Hur vill du gå vidare med %(name)s?") % {"name": case.called},
        tariff=tariff_of(case=case),
        today=clock.today(),
        rates=current_rates(),
        acts=acts,
    )


@creditor_page()
def case_page(request: CreditorRequest, number: str) -> HttpResponseBase:
    """One case: what is left today and why, what happens next, everything that has happened."""
    case = find_case(number)
    rates = current_rates()
    plan, events = plan_of(case=case, rates=rates), events_of(case)
    debt = debt_as_known(case=case, on=clock.today(), rates=rates)
    may_write = request.membership.role in WRITERS
    context = {
        "case": case,
        "claims": claims_in(case),
        "debt": debt,
        "decision": _decision(case, may_write=may_write) if case.state == State.AWAITING_DECISION else None,
        "undecided": undecided_words(debt.undecided_from),
        "sums": sums_of(debt, paid=paid_so_far(case), trail=reverse("cases:trail", args=[case.number])),
        "plan": planned_events(plan),
        "next": plan[0] if plan else None,
        "instalments": instalments_of(case=case, today=clock.today()),
        "hold": standing(case=case, today=clock.today()).order_by("-until").first(),
        "stopped": [RULES[kind] for kind in stops(case)],
        "waits": waits_for_words([case]).get(case.pk, ""),
        "past": past_events(case=case, events=events),
        "facts": case_facts(case),
        "cards": cards_of(case),
        "papers": [
            *papers(case=case, events=events),
            report_row(case=case, route="cases:case_report"),
        ],
        "is_open": STANDINGS[State(case.state)].open,
        "may_write": may_write,
        "may_pause": may_write and (State(case.state), Action.PAUSE) in MOVES,
        "notice": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "cases/case.html", context)


def find_case(number: str) -> Case:
    """The case of that number in the company's scope, or 404."""
    case = queries.case_by_number(number)
    if case is None:
        raise Http404
    return case


def sums_of(debt: Debt, *, paid: Ore, trail: str = "") -> list[Sum]:
    """A debt's parts, as the pages show them. `trail`: the page where each leads to its entries."""
    parts = [
        (_("Kapital"), debt.capital, Account.CLAIM_CAPITAL),
        (_("Ränta till %(day)s") % {"day": _last_interest_day(debt)}, debt.interest, Account.CLAIM_INTEREST),
        (_("Påminnelse"), debt.reminder, Account.CLAIM_REMINDER),
        (_("Inkassokrav"), debt.demand, Account.CLAIM_DEMAND),
        *([(_("Amorteringsplan"), debt.plan, Account.CLAIM_PLAN)] if debt.plan else []),
        *(
            [(_("Förseningsersättning"), debt.late_payment, Account.CLAIM_LATE_PAYMENT)]
            if debt.late_payment
            else []
        ),
        *([(_("Kronofogdens avgift"), debt.outlay, Account.CLAIM_OUTLAY)] if debt.outlay else []),
        *([(_("Ombud hos Kronofogden"), debt.agent, Account.CLAIM_AGENT)] if debt.agent else []),
        (_("Betalt"), paid, PAID),
    ]
    return [Sum(label, ore, url=f"{trail}#{code}" if trail else "") for label, ore, code in parts]


def _last_interest_day(debt: Debt) -> str:
    return full_date(debt.interest_through) if debt.undecided_from else _("i dag")


def paid_so_far(case: Case) -> Ore:
    """Everything that has been paid on the case, whichever way, and that the bank has not taken back."""
    signs = {"paid": 1, "direct_payment": 1, "reversed": -1}
    events = case.events.filter(kind__in=signs)
    return Ore(sum(signs[event.kind] * (event.amount_ore or 0) for event in events))


def _debtor_facts(debtor: Debtor) -> list[Row]:
    number = _("Personnr") if debtor.kind == Debtor.Kind.PERSON else _("Organisationsnr")
    lines = (debtor.care_of, debtor.street, f"{debtor.postcode} {debtor.city}")
    return [
        Row(_("Namn"), debtor.name),
        Row(number, debtor.number_masked or "–"),
        Row(_("Adress"), format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines if line))),
    ]


def case_facts(case: Case) -> list[Row]:
    """The debtor and the claim, as rows."""
    return [
        *(row for debtor in debtors_of(case) for row in _debtor_facts(debtor)),
        Row(_("OCR"), format_ocr(case.reference.ocr)),
        *_invoice_facts(claims_in(case)),
        *clock_row(case=case, today=clock.today(), rates=current_rates()),
    ]


def _invoice_facts(claims: Claims) -> list[Row]:
    """The only invoice's rows; several stand in a table of their own."""
    if claims.several:
        return []
    claim = claims.first
    return [
        Row(_("Faktura"), claim.invoice_number),
        Row(_("Avser"), f"{Claim.Kind(claim.kind).label}, {claim.description}"),
        Row(_("Förföll"), full_date(claim.due_date)),
    ]


@creditor_page(opens_scope=False)
def letter(request: CreditorRequest, number: str, letter_number: int) -> HttpResponseBase:
    """A letter as the creditor may see it: the sent one, with the debtor's code blanked."""
    with tenant_scope(request.membership.creditor_id):
        kept = Dispatch.objects.filter(case_number=number, letter_number=letter_number)
        row = kept.values_list("facts", "template_version").first()
        hidden = instead_of_name(number)
    if row is None:
        raise Http404
    copy = copy_for_others(facts=row[0], version=row[1], instead_of_name=hidden)
    return letter_pdf(copy, f"brev-{number}-{letter_number}.pdf")


@creditor_page()
def document(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """An uploaded file, to the byte, never shown in our own origin as a page."""
    found = Document.objects.filter(public_id=public_id).first()
    if found is None or names_protected(found):
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="underlag-{found.public_id}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def letter_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser and kept in no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
