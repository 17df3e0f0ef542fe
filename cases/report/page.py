"""What a case's report says, row by row, read in its creditor's scope: nothing is looked up when it is drawn.

It is Swedish whoever asks for it: so is the court it is shown to. It names nobody but the parties, a debtor who is
protected not at all, and it holds nothing that people have written. Numbers of persons stand masked.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import override

from cases.charged_interest import interest_traces
from cases.circumstances import gather
from cases.claims import Claims, claims_in
from cases.composing import events_of
from cases.debt import Debt, debt_as_known
from cases.joint import debtors_of, rows_of
from cases.last_day import limitation_of
from cases.models import Case, CaseEvent, Claim, Debtor
from cases.report.evidence import letter_rows, payment_rows, quote_rows
from cases.report.reckoning import Part, parts_of, total_of
from cases.report.statutes import BY_AUTHORITY, STATUTES
from cases.states import STANDINGS, State
from cases.timeline import effect_of, names_of, said_of, what_of, whom_of
from cases.trail import money_trails
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.models import AuditEvent
from ekrav.bankfiles.ocr import format_ocr
from ekrav.identity import format_organisation_number, is_sole_trader, mask_organisation_number
from ekrav.law.rates import NoRow, Rates
from ekrav.look.figures import in_fours
from ekrav.money import Ore, format_amount
from letters.interest import interest_facts_of_each
from letters.words import full_date, percent

Rows = list[dict[str, str]]
Pairs = list[tuple[str, str]]

ENDED: Final = {
    State.PAID: "Skulden är betald",
    State.WITHDRAWN: "Ärendet är återkallat",
    State.WRITTEN_OFF: "Resten är avskriven",
    State.CLOSED_DISPUTED: "Bestridandet godtogs",
}
BY: Final = {
    AuditEvent.Actor.PERSON: "Borgenären",
    AuditEvent.Actor.STAFF: "Handläggare",
    AuditEvent.Actor.DEBTOR: "Gäldenären",
    AuditEvent.Actor.MACHINE: "Byrån, automatiskt",
}
ENDINGS: Final = frozenset(
    {
        CaseEvent.Kind.CLOSED,
        CaseEvent.Kind.WITHDRAWN,
        CaseEvent.Kind.WRITTEN_OFF,
        CaseEvent.Kind.DISPUTE_UPHELD,
    }
)


def report_page(*, case: Case, today: date, rates: Rates, letter_route: str) -> dict[str, Any]:
    """Everything that the report prints of the case as it stands on `today`. Raises `law.rates.NoRow`."""
    with override("sv"):
        debt = debt_as_known(case=case, on=today, rates=rates)
        events = events_of(case)[::-1]
        claims, parts = claims_in(case), parts_of(case=case, debt=debt)
        creditor, agency = Creditor.objects.get(pk=case.creditor_id), Agency.objects.get()
        total, names = total_of(parts), names_of(debtors_of(case))
        return {
            "agency": agency,
            "agency_number": format_organisation_number(agency.organisation_number),
            "made_on": full_date(today),
            "number": in_fours(case.number),
            "heading": _heading(case),
            "is_open": STANDINGS[State(case.state)].open,
            "ending": _ending(events),
            "left": format_amount(debt.total),
            "paid": format_amount(total.paid),
            "references": _references(case),
            "creditor": _creditor(creditor),
            "debtors": _debtors(case),
            "claims": [_claim(claim) for claim in claims],
            "several": claims.several,
            "limitation": _limitation(case, today=today, rates=rates),
            "events": [_event(event, names=names) for event in events],
            "letters": letter_rows(case=case, letter_route=letter_route),
            "payments": payment_rows(events),
            "interest": _interest(case, claims, debt, rates=rates),
            "quotes": quote_rows(case=case),
            "parts": [_part(part) for part in parts],
            "total": _part(total),
            "proof": _proof(total),
            "money": [(str(trail.label), format_amount(trail.total)) for trail in money_trails(case=case)],
        }


def _heading(case: Case) -> str:
    state = State(case.state)
    if case.closed_on is None:
        return f"Ärendet pågår: {state.label}"
    return f"{ENDED[state]}, {full_date(case.closed_on)}"


def _ending(events: Sequence[CaseEvent]) -> str:
    """How it ended, by the last event that ended it; empty while it goes on."""
    last = next((event for event in reversed(events) if event.kind in ENDINGS), None)
    return f"{what_of(last)}. {said_of(last)}".strip() if last else ""


def _references(case: Case) -> Pairs:
    rows = [
        ("Ärende", in_fours(case.number)),
        ("OCR-nummer", format_ocr(case.reference.ocr)),
        ("Registrerat", full_date(case.registered_on)),
    ]
    return [*rows, ("Avslutat", full_date(case.closed_on))] if case.closed_on else rows


def _creditor(creditor: Creditor) -> list[str]:
    return [
        creditor.name,
        _number(creditor.organisation_number),
        creditor.street,
        f"{creditor.postcode} {creditor.city}",
    ]


def _debtors(case: Case) -> list[list[str]]:
    """Everybody who answers or has answered, and since when one is not asked any more."""
    released = {row.debtor_id: row.released_on for row in rows_of([case])[case.pk]}
    return [_debtor(debtor, released=released.get(debtor.pk)) for debtor in debtors_of(case)]


def _debtor(debtor: Debtor, *, released: date | None) -> list[str]:
    """Of whoever is protected nothing but that: the row itself holds no more."""
    place = (debtor.care_of, debtor.street, f"{debtor.postcode} {debtor.city}".strip())
    since = f"Krävs inte sedan {full_date(released)}" if released else ""
    return [line for line in (debtor.name, debtor.number_masked, *place, since) if line]


def _number(organisation_number: str) -> str:
    """A sole trader's is a person's number."""
    if is_sole_trader(organisation_number):
        return mask_organisation_number(organisation_number)
    return format_organisation_number(organisation_number)


def _claim(claim: Claim) -> Pairs:
    rate = (
        "Räntelagen 6 §: referensräntan och åtta procentenheter"
        if claim.agreed_rate is None
        else f"Avtalad, {percent(int(claim.agreed_rate * 100))} om året"
    )
    return [
        ("Faktura", claim.invoice_number),
        ("Avser", f"{Claim.Kind(claim.kind).label}, {claim.description}"),
        ("Fakturadatum", full_date(claim.invoice_date)),
        ("Skickad", full_date(claim.sent_on)),
        ("Levererat", full_date(claim.delivered_on)),
        ("Förföll", full_date(claim.due_date) + (", avtalat i förväg" if claim.due_agreed else "")),
        ("Ränta", rate),
        (
            "Avgift för påminnelse",
            "Avtalad när skulden uppkom" if claim.reminder_fee_agreed else "Inte avtalad",
        ),
        ("Belopp när ärendet registrerades", f"{format_amount(Ore(claim.capital_ore))} kr"),
    ]


def _limitation(case: Case, *, today: date, rates: Rates) -> str:
    """The last day to claim, of an open case; empty of one that has ended or whose rows are not known."""
    if case.closed_on is not None:
        return ""
    try:
        last = limitation_of(gather(cases=[case], today=today, rates=rates)[0]).last_day
    except NoRow:
        return ""
    return full_date(last) if last else "Ingen dag så länge målet pågår"


def _event(event: CaseEvent, *, names: Mapping[str, str]) -> dict[str, str]:
    kind, effect = CaseEvent.Kind(event.kind), effect_of(event)
    return {
        "day": full_date(event.on),
        "what": what_of(event),
        "said": f"{said_of(event)} {whom_of(event, names=names)}".strip(),
        "statute": STATUTES[kind],
        "by": "Kronofogden" if kind in BY_AUTHORITY else BY[AuditEvent.Actor(event.by_kind)],
        "letter": f"Brev {event.dispatch.letter_number}" if event.dispatch else "",
        "effect": format_amount(effect) if effect else "",
    }


def _interest(case: Case, claims: Claims, debt: Debt, *, rates: Rates) -> Rows:
    """How the interest came about, as it was posted and as it has run since; to the last day whose rate is decided."""
    through = min(debt.interest_through, case.closed_on or debt.interest_through)
    traces = interest_traces(case=case, on=through, rates=rates)
    if not STANDINGS[State(case.state)].interest_runs:
        traces = traces[:-1]
    return [
        {
            "period": f"{full_date(row.first)} – {full_date(row.last)}",
            "invoice": claim.invoice_number if claims.several else "",
            "days": str((row.last - row.first).days + 1),
            "capital": format_amount(row.base),
            "rate": percent(row.rate),
            "amount": format_amount(row.amount),
        }
        for posted in traces
        for claim, rows in zip(claims, interest_facts_of_each(posted), strict=True)
        for row in rows
    ]


def _part(part: Part) -> dict[str, str]:
    return {
        "name": part.name,
        "claimed": format_amount(part.claimed),
        "paid": format_amount(part.paid),
        "given_up": format_amount(part.given_up),
        "left": format_amount(part.left),
    }


def _proof(total: Part) -> str:
    return (
        f"{format_amount(total.claimed)} krävt − {format_amount(total.paid)} betalt −"
        f" {format_amount(total.given_up)} eftergivet = {format_amount(total.left)} kronor kvar."
    )
