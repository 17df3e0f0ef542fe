"""Credit reports are taken at a decision, once, and about nobody when there is none to take: what stands in the way."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.credit_report import Asked, _to_ask, note_report, take_reports
from cases.models import Case, CaseEvent, Debtor
from cases.move import write_event
from cases.register import join
from cases.respite import Reason, give_respite
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.money import Ore
from ekrav.registers.credit import CreditRecord, Purpose, SubjectKind, SubjectUnknown
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA, WAITING, annas_case, are_bygg_on, log, opened, state
from tests.cases.test_process import play
from tests.cast import ANNA_OWES, TEN_THOUSAND, a_case, right_now, set_today, staff, take_as_found
from tests.debtor_portal.given import BO_OWES
from tests.kronofogden_acts.quick import chose_orders, known_to_kronofogden, titled
from tests.kronofogden_acts.test_title import next_step
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db


@dataclass
class Bureau:
    """One that knows everybody, or nobody; what it was asked."""

    knows: bool = True
    asked: list[Purpose] = field(default_factory=list)
    insolvent: bool = False

    def report(self, *, key: str, number: str, purpose: Purpose, asked_by: str) -> CreditRecord:
        """A clean one."""
        self.asked.append(purpose)
        if not self.knows:
            raise SubjectUnknown("404")
        return CreditRecord(
            report_id=f"R{len(self.asked)}",
            number=number,
            kind=SubjectKind.PERSON,
            remarks=0,
            remarks_ore=Ore(0),
            debt_cases=0,
            debt=Ore(0),
            debt_relief=self.insolvent,
            bankruptcy=False,
            reconstruction=False,
            income=None,
            copied_on=right_now()[1],
        )

    def takes(self) -> int:
        """The task runs."""
        at, today = right_now()
        return take_reports(bureau=self, today=today, at=at, rates=current_rates())


def decided() -> Case:
    """Anna's case on 20 November 2026: its creditor's standing choice is Kronofogden."""
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=90_000)
    return annas_case(creditor, through=WAITING)


def test_whom_the_bureau_does_not_know_it_is_asked_about_once_and_a_handler_sees_it(settings: Any) -> None:
    settings.CREDIT_URL = "http://bureau.example"
    case = decided()
    bureau = Bureau(knows=False)
    assert [bureau.takes() for _ in range(3)] == [0, 0, 0]
    assert (len(bureau.asked), log(case)[-1]) == (1, "report_unknown")
    # What the bureau cannot tell, she may find elsewhere and type in.
    staff(ASTRID)
    page = logged_in(ASTRID).get(f"/handlaggning/arenden/{case.number}/kreditupplysning/")
    assert "Rapportens nummer" in text_of(page)
    # Looked up anew, as when staff have corrected the number, it is asked again.
    at, today = right_now()
    with opened(case) as mine:
        write_event(case=mine, kind=CaseEvent.Kind.LOOKED_UP, on=today, at=at, by=CECILIA)
    assert (bureau.takes(), len(bureau.asked)) == (0, 2)


def test_of_two_each_is_asked_about_once_though_it_is_cut_short_between_taking_and_noting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, bureau = decided(), Bureau()
    at, today = right_now()
    with opened(case) as mine:
        join(case=mine, debtors=[BO_OWES], on=today)
        take_as_found(Debtor.objects.get(name="Bo Nilsson"), at=at)
    noted: list[int] = []

    def cut_short(*, asked: Asked, **words: Any) -> bool:
        noted.append(1)
        if len(noted) == 2:
            raise RuntimeError("killed")
        return note_report(asked=asked, **words)

    monkeypatch.setattr("cases.credit_report.note_report", cut_short)
    with pytest.raises(RuntimeError, match="killed"):
        bureau.takes()
    monkeypatch.undo()
    assert bureau.takes() == 1
    assert (len(bureau.asked), log(case)[-2:]) == (2, ["reported", "reported"])


def test_nobody_is_asked_about_while_the_debtor_has_respite() -> None:
    case, bureau = decided(), Bureau()
    at, today = right_now()
    with opened(case) as mine:
        give_respite(
            case=mine,
            reason=Reason.ASKED,
            until=date(2026, 12, 18),
            today=today,
            at=at,
            by=CECILIA,
            rates=current_rates(),
        )
    assert (bureau.takes(), bureau.asked) == (0, [])
    set_today(date(2026, 12, 19))
    assert bureau.takes() == 1


def test_who_has_no_number_is_not_sent_the_way_of_a_report_that_can_never_come() -> None:
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=90_000, watching=1_875)
    case = a_case(creditor, debtor=replace(ANNA_OWES, number=""))
    for day in (date(2026, 10, 13), date(2026, 11, 2), WAITING):
        play(day)
    # Nobody to apply against: the second of its ways, or the question.
    assert (state(case), next_step(case)[0]) in [
        (State.SURVEILLANCE, Action.SURVEILLANCE_LETTER),
        (State.DECIDED, Action.SURVEIL),
    ]


def test_enforcement_by_a_standing_choice_rests_on_a_report_of_its_own_decision() -> None:
    case = titled(are_bygg_on(), up_to=90_000)
    # The order's report, of 20 November, is older than a month.
    play(date(2026, 12, 28))
    assert (state(case), log(case)[-1]) == (State.TITLED, "held")
    bureau = Bureau()
    assert (bureau.takes(), bureau.asked) == (1, [Purpose.ENFORCEMENT])
    play(date(2026, 12, 29))
    assert state(case) == State.ENFORCEMENT


def test_a_report_of_insolvency_asks_the_creditor_about_its_title() -> None:
    case = titled(are_bygg_on(), up_to=90_000)
    set_today(date(2026, 12, 28))
    assert Bureau(insolvent=True).takes() == 1
    play(date(2026, 12, 28))
    assert (state(case), log(case)[-1], next_step(case)[0]) == (State.TITLED, "asked_again", Action.ASK_AGAIN)


def test_a_hundred_decisions_cost_no_more_questions_than_one() -> None:
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=90_000)
    counts = []
    for number in range(4):
        a_case(creditor, claim=TEN_THOUSAND, invoice_number=f"N{number}")
        if number in (0, 3):
            with tenant_scope(creditor):
                Case.objects.update(next_action=Action.APPLY_ORDER, next_date=date(2026, 10, 13))
            with CaptureQueriesContext(connection) as queries:
                assert len(list(_to_ask(today=right_now()[1], rates=current_rates()))) == number + 1
            counts.append(len(queries))
    assert counts[0] == counts[1]
