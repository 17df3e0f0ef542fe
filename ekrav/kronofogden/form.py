"""The printable form of a record: every text its template prints, and the PDF. For the worklist, and as evidence.

The forms of the two applications say everything; a later record (a reduction, a withdrawal) says its own fields.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ekrav.filings.claims import (
    Amount,
    AmountKind,
    ClaimKind,
    InterestAsked,
    InterestBasis,
    PartClaim,
    sum_of,
)
from ekrav.filings.enforcement import EnforcementApplication, EnforcementChange, Measures
from ekrav.filings.payment_order import (
    CourtRequest,
    PaymentOrderApplication,
    Reduction,
    SupplementAnswer,
    Title,
    Withdrawal,
)
from ekrav.filings.record import Record
from ekrav.kronofogden.form_parties import (
    Line,
    Section,
    agent_section,
    applicant_section,
    filled,
    respondent_sections,
)
from ekrav.kronofogden.form_words import AMOUNTS, CHANGES, CLAIMS, REASONS
from ekrav.money import Ore, format_amount
from letters.render import render_sheet
from letters.words import full_date, percent

_TEMPLATE: Final = "kronofogden/form-1.html"
_STYLE: Final = "kronofogden/form-1.css"


@dataclass(frozen=True)
class Sum:
    """A row of the table of amounts."""

    label: str
    note: str
    due: str
    amount: str


@dataclass(frozen=True)
class FormPage:
    """Every text of one form."""

    title: str
    made_on: str
    reference: str
    sender: str
    sections: tuple[Section, ...]
    sums: tuple[Sum, ...] = ()
    has_due: bool = False
    total_label: str = ""
    total: str = ""
    text_heading: str = ""
    paragraphs: tuple[str, ...] = ()


class NoForm(TypeError):
    """The record comes from the authority, and is never printed for it."""


def render_form(record: Record, *, made: date) -> bytes:
    """Return the form as PDF bytes; the same record and day give the same bytes. Raises NoForm. Outside every scope."""
    context = {"page": form_page(record, made=made)}
    return render_sheet(template=_TEMPLATE, style=_STYLE, context=context, made=made)


def form_page(record: Record, *, made: date) -> FormPage:
    """Return the texts of the record's form. Raises NoForm."""
    match record:
        case PaymentOrderApplication():
            return _application(record)
        case EnforcementApplication():
            return _enforcement(record)
        case Reduction() | Withdrawal() | SupplementAnswer() | CourtRequest() | EnforcementChange():
            return _later(record, made=made)
    raise NoForm(type(record).__name__)


def _application(asked: PaymentOrderApplication) -> FormPage:
    return FormPage(
        title="Ansökan om betalningsföreläggande",
        made_on=full_date(asked.applied_on),
        reference=asked.reference,
        sender=asked.agent.name,
        sections=(
            applicant_section("Sökande", asked.applicant),
            agent_section(asked.agent),
            *respondent_sections("Svarande", asked.respondents, joint=asked.joint),
            _wishes(asked),
        ),
        sums=(
            *(row for claim in asked.claims for row in _claim(claim)),
            Sum("Ansökningsavgift", "", "", format_amount(asked.fee)),
            Sum("Ombudets kostnad", "", "", format_amount(asked.agent_fee)),
        ),
        has_due=True,
        total_label="Begärs vid ansökan, kr",
        total=format_amount(asked.controlled),
        text_heading="Grund för kravet",
        paragraphs=tuple(asked.grounds.split("\n\n")),
    )


def _enforcement(asked: EnforcementApplication) -> FormPage:
    wants = "Löneutmätning och utmätning av alla tillgångar"
    if asked.measures is Measures.LIMITED:
        wants = "Begränsad tillgångsundersökning, utsökningsbalken 4 kap. 9 b §"
    return FormPage(
        title="Ansökan om verkställighet",
        made_on=full_date(asked.applied_on),
        reference=asked.reference,
        sender=asked.agent.name,
        sections=(
            applicant_section("Sökande", asked.applicant),
            agent_section(asked.agent),
            *respondent_sections("Svarande", asked.debtors, joint=asked.title.joint),
            _title(asked.title),
            Section("Vad som begärs", (Line("Åtgärder", wants),)),
        ),
        sums=_amounts(asked.left),
        total_label="Återstår enligt utslaget, kr",
        total=format_amount(asked.controlled),
        text_heading="Ränta efter ansökan",
        paragraphs=tuple(_interest_of_title(asked.title)),
    )


def _later(record: Record, *, made: date) -> FormPage:
    title, lines, amounts, text = _said(record)
    return FormPage(
        title=title,
        made_on=full_date(made),
        reference=record.reference,
        sender="",
        sections=(Section("Målet", (Line("Vår referens", record.reference), *lines)),),
        sums=_amounts(amounts),
        total_label="Minskas med, kr" if amounts else "",
        total=format_amount(sum_of(amounts)) if amounts else "",
        text_heading="Svar" if text else "",
        paragraphs=tuple(text.split("\n\n")) if text else (),
    )


def _said(record: Record) -> tuple[str, tuple[Line, ...], tuple[Amount, ...], str]:
    match record:
        case Reduction():
            stops = record.interest_stops_on_capital
            end = (Line("Ränta begärs till och med", full_date(stops)),) if stops else ()
            return "Nedsättning", (Line("Betalt", full_date(record.reduced_on)), *end), record.amounts, ""
        case Withdrawal():
            day, why = (
                Line("Återkallas", full_date(record.withdrawn_on)),
                Line("Skäl", REASONS[record.reason]),
            )
            return "Återkallelse", (day, why), (), ""
        case CourtRequest():
            asked = Line("Begärs", full_date(record.requested_on))
            return "Begäran om överlämnande till tingsrätt", (asked,), (), ""
        case EnforcementChange():
            until = (Line("Till och med", full_date(record.until)),) if record.until else ()
            lines = (
                Line("Ändring", CHANGES[record.change]),
                Line("Från", full_date(record.changed_on)),
                *until,
            )
            return "Ändring i pågående verkställighet", lines, record.amounts, ""
        case SupplementAnswer():
            grounds = f"\n\nGrunden ska lyda:\n\n{record.grounds}" if record.grounds else ""
            return "Komplettering", (), (), record.answer + grounds
    raise NoForm(type(record).__name__)


def _wishes(asked: PaymentOrderApplication) -> Section:
    wants = "Ja, när utslag har meddelats" if asked.enforcement_wanted else "Nej"
    lines = [
        Line("Verkställighet", wants),
        Line("Löpande skuldebrev", "Ja" if asked.promissory_note else ""),
        Line("Ursprunglig borgenär", asked.original_creditor),
    ]
    return Section("Vad som begärs", filled(lines))


def _title(title: Title) -> Section:
    lines = (Line("Utslag", title.case_number), Line("Dag", full_date(title.decided_on)))
    return Section("Exekutionstitel", lines)


def _claim(claim: PartClaim) -> Iterable[Sum]:
    """The part claim, and its interest in a row of its own: the column adds up to the total."""
    yield Sum(CLAIMS[claim.kind], claim.label, claim.due_on.isoformat(), format_amount(claim.amount))
    if claim.interest is not None:
        yield Sum("Upplupen ränta", _interest(claim.interest), "", format_amount(claim.interest.accrued))


def _interest(asked: InterestAsked) -> str:
    after = "därefter till dess betalning sker" if asked.until_paid else "ingen ränta därefter"
    return f"{_rate(asked)} på kapitalet, {asked.starts} till {asked.through}, {after}"


def _rate(asked: InterestAsked) -> str:
    if asked.basis is InterestBasis.LATE or asked.rate is None:
        return "Enligt 6 § räntelagen"
    return f"Enligt avtal {percent(asked.rate)} om året"


def _interest_of_title(title: Title) -> Iterable[str]:
    for claim in title.claims:
        if claim.interest is not None and claim.interest.until_paid and claim.kind is ClaimKind.CAPITAL:
            yield f"{claim.label}: {_rate(claim.interest).lower()} på kapitalet till dess betalning sker."
    if title.costs:
        yield f"Kostnaderna i utslaget: enligt 6 § räntelagen från {title.decided_on} till dess betalning sker."


def _amounts(amounts: tuple[Amount, ...]) -> tuple[Sum, ...]:
    return tuple(
        Sum(AMOUNTS[AmountKind(one.kind)], "", "", format_amount(Ore(one.amount))) for one in amounts
    )
