"""A case at Kronofogden without any counterparty: the acts are driven, and what the authority says is written here.

Anna's case as in `tests.cases.endings`: it waits on 20 November 2026, the standing choice decides, the report is clean,
and the application leaves on Monday 23 November.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from cases.authority.not_taken import take_up_refusals
from cases.authority.take_up import take_up_answers
from cases.credit_report import Asked, note_report
from cases.models import Case, StandingChoice
from cases.standing import Chosen, choose_standing
from ekrav.agency.rates import current_rates
from ekrav.filings.enforcement import Closing, EnforcementClosing, EnforcementFee, EnforcementReport, Finding
from ekrav.filings.file import Direction, Filing, record_of, write
from ekrav.filings.payment_order import (
    Confirmation,
    Dispute,
    PaymentOrderApplication,
    Service,
    Title,
    Verdict,
)
from ekrav.filings.receipts import FileReceipt, Outcome, RecordReceipt
from ekrav.filings.record import Record
from ekrav.findings.models import CreditReport
from ekrav.kronofogden.make_file import make_files
from ekrav.kronofogden.models import Filer, FilingFile, Outgoing
from ekrav.kronofogden.take_in import take_in
from ekrav.money import Ore, kronor
from ekrav.registers.credit import Purpose
from ekrav.tenancy import agency_scope, tenant_scope
from tests.cases.endings import CECILIA, DEMANDED, REMINDED, WAITING
from tests.cases.test_process import play
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today

APPLIED: Final = date(2026, 11, 23)
MADE: Final = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def known_to_kronofogden() -> None:
    """The agency has its codes."""
    with agency_scope():
        Filer.objects.update(code="EKRA", agent_code="4711")


def chose_orders(creditor: int, *, up_to: int, watching: int | None = None) -> None:
    """Åre Bygg accepts Kronofogden's costs up to so many öre a case, and surveillance up to so many a year."""
    at, _today = right_now()
    chosen = Chosen(
        payment_order_up_to=Ore(up_to),
        surveillance_yearly=None if watching is None else Ore(watching),
        otherwise=StandingChoice.Otherwise.ASK,
        final_notice=False,
    )
    with tenant_scope(creditor):
        choose_standing(creditor_id=creditor, chosen=chosen, at=at, by=CECILIA)


def reported(case: Case, *, key: str = "1", of: int | None = None, **said: Any) -> CreditReport:
    """A report is there for the case, as if a bureau had been asked; a clean one unless it is `said` otherwise.

    `of`: which of several debtors, when it is not the first.
    """
    at, today = right_now()
    facts: dict[str, Any] = {
        "remarks": 0,
        "remarks_ore": 0,
        "debt_cases": 0,
        "debt_ore": 0,
        "debt_relief": False,
        "bankruptcy": False,
        "reconstruction": False,
    }
    with tenant_scope(case.creditor_id):
        report = CreditReport.objects.create(
            key=f"{case.number} order {key}",
            subject_key=b"\x01" * 33,
            kind="person",
            purpose="payment_order",
            bureau_id="UC1",
            taken_at=at,
            taken_on=today,
            copied_on=today,
            **(facts | said),
        )
    asked = Asked(
        creditor_id=case.creditor_id,
        case_id=case.pk,
        key=report.key,
        number="",
        purpose=Purpose(report.purpose),
        debtor=of,
    )
    note_report(asked=asked, report=report, today=today, at=at)
    return report


def applied(creditor: int, *, up_to: int = 30_000, watching: int | None = None, agreed: str = "") -> Case:
    """Anna's case, whose application has just left; at an `agreed` rate of interest, or the law's."""
    known_to_kronofogden()
    chose_orders(creditor, up_to=up_to, watching=watching)
    claim = replace(TEN_THOUSAND, agreed_rate=Decimal(agreed) if agreed else None)
    case = a_case(creditor, claim=claim)
    for day in (REMINDED, DEMANDED, WAITING):
        play(day)
    reported(case)
    play(APPLIED)
    return case


def asked_of(case: Case, kind: str = "PaymentOrderApplication") -> Record:
    """What was laid out."""
    with tenant_scope(case.creditor_id):
        row = Outgoing.objects.get(reference__startswith=case.number, kind=kind)
        return record_of(bytes(row.content))


def confirmed(reference: str, record_id: str = "K-1") -> Confirmation:
    """Registered the day after."""
    return Confirmation(
        id=record_id, reference=reference, case_number="01-1-26", registered_on=date(2026, 11, 24)
    )


def served(reference: str, record_id: str = "D-1") -> Service:
    """Anna has it."""
    return Service(
        id=record_id,
        reference=reference,
        respondent="199505092388",
        served_on=date(2026, 11, 30),
        answer_by=date(2026, 12, 10),
    )


def disputed(reference: str, record_id: str = "B-1") -> Dispute:
    """Anna objects."""
    return Dispute(
        id=record_id,
        reference=reference,
        respondent="199505092388",
        disputed_on=date(2026, 12, 2),
        told_on=date(2026, 12, 2),
        words="Nej.",
        ask_court_by=date(2026, 12, 30),
    )


def verdict(asked: PaymentOrderApplication, record_id: str = "U-1") -> Verdict:
    """A title on all that was asked for."""
    title = Title(
        case_number="01-1-26",
        decided_on=date(2026, 12, 14),
        claims=asked.claims,
        costs=Ore(asked.fee + asked.agent_fee),
        against=tuple(one.number for one in asked.respondents),
    )
    return Verdict(id=record_id, reference=asked.reference, title=title, reopen_by=date(2027, 1, 14))


def enforcement_story(reference: str) -> list[Record]:
    """Registered, the fee, nothing to take, closed."""
    return [
        Confirmation(id="VK-1", reference=reference, case_number="U-1-26", registered_on=date(2026, 12, 16)),
        EnforcementFee(
            id="VA-1", reference=reference, year=1, falls_on=date(2026, 12, 16), amount=kronor("600.00")
        ),
        EnforcementReport(
            id="VR-1", reference=reference, reported_on=date(2026, 12, 21), finding=Finding.NO_ASSETS
        ),
        EnforcementClosing(
            id="VS-1",
            reference=reference,
            closed_on=date(2026, 12, 22),
            closing=Closing.NO_ASSETS,
            left=kronor("11000.00"),
        ),
    ]


def said_again(record: Record) -> Record:
    """The same said once more, under another name."""
    return replace(record, id=f"{record.id}-igen")


def file_of(number: int, records: Sequence[Record]) -> bytes:
    """A file of theirs."""
    return write(
        Filing(filer="EKRA", direction=Direction.IN, number=number, made_at=MADE, records=tuple(records))
    )


def tell(number: int, *records: Record) -> None:
    """A file of theirs comes, and is taken up."""
    at, _today = right_now()
    take_in(content=file_of(number, records), name="svar.xml", at=at)
    take_up()


def take_up() -> int:
    """Take up what waits."""
    at, _today = right_now()
    return take_up_answers(at=at, rates=current_rates())


def titled(creditor: int, *, up_to: int = 30_000, watching: int | None = None, agreed: str = "") -> Case:
    """Anna's case with its title, on 14 December 2026."""
    case = applied(creditor, up_to=up_to, watching=watching, agreed=agreed)
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    set_today(date(2026, 12, 14))
    tell(1, confirmed(asked.reference), served(asked.reference), verdict(asked))
    return case


def refuse(case: Case) -> int:
    """The application has left in a file, and the authority's receipt refuses it; how many refusals were taken up."""
    at, today = right_now()
    make_files(at=at)
    with agency_scope():
        FilingFile.objects.update(state="handed_over", handed_over_at=at)
    said = RecordReceipt(id=asked_of(case).id, outcome=Outcome.REFUSED, reason="Numret stämmer inte.")
    tell(1, FileReceipt(id="KV-1", reference="fil 1", number=1, outcome=Outcome.APPROVED, records=(said,)))
    return take_up_refusals(today=today, at=at)
