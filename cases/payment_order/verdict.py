"""Verdict (utslag): nobody objected in time. The order is a title, which the debtor may have reopened for a month."""

from datetime import date, datetime
from typing import Final

from cases.authority.pending import end_application
from cases.book import NOT_GRANTED
from cases.enforcement.ask import after_title, ask_of_title
from cases.give_up import give_up_parts
from cases.models import Application, Case, CaseEvent, Title
from cases.move import Facts, Next, move, set_place, write_event
from cases.situations.standing import stops
from cases.states import AT_ORDER, Action, State
from ekrav.audit.record import MACHINE
from ekrav.clock import civil_date
from ekrav.filings.claims import ClaimKind
from ekrav.filings.payment_order import Title as Granted
from ekrav.filings.payment_order import Verdict
from ekrav.law.allocation import Component
from ekrav.law.rates import Rates
from ekrav.ledger.book import balances
from ekrav.ledger.models import Account
from ekrav.money import Ore

Kind = CaseEvent.Kind
# Where a case may stand when a title comes: there is nothing in it that the title does not go before.
BEFORE_TITLE: Final = (*AT_ORDER, State.COURT, State.AWAITING_DECISION, State.DECIDED)


def give_title(
    *, case: Case, application: Application, answer: Verdict, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Keep the title and move the case to it; None for an order that is over, or a case that has its title.

    One that we took back all the same, too late, has its title too: the case goes on from it, or comes back to it. What
    a court has judged in a case that it was handed is entered as the authority's would be. Raises NoRow.
    """
    granted = answer.title
    if not _is_awaited(case=case, application=application, on=granted.decided_on):
        return None
    if Title.objects.filter(case=case).exists():
        return None
    title = Title.objects.create(
        case=case,
        application=application,
        number=granted.case_number[:40],
        decided_on=granted.decided_on,
        reopen_by=answer.reopen_by,
        capital_ore=_sum(granted, ClaimKind.CAPITAL),
        interest_ore=_interest(granted),
        collecting_ore=_sum(granted, ClaimKind.REMINDER, ClaimKind.COLLECTING, ClaimKind.LATE_PAYMENT),
        costs_ore=granted.costs,
    )
    facts: Facts = {
        "application": application.pk,
        "title": title.pk,
        "title_ore": title.total_ore,
        "reopen_by": answer.reopen_by.isoformat(),
    }
    if State(case.state) not in BEFORE_TITLE:
        if case.resumes in BEFORE_TITLE:
            set_place(case=case, place=State.TITLED)
        return write_event(case=case, kind=Kind.TITLED, on=granted.decided_on, at=at, by=MACHINE, facts=facts)
    _give_up_not_granted(case=case, granted=granted)
    return move(
        case=case,
        action=Action.VERDICT,
        kind=Kind.TITLED,
        on=granted.decided_on,
        at=at,
        by=MACHINE,
        next_step=_after(case=case, title=title, at=at, rates=rates),
        facts=facts,
    )


def _after(*, case: Case, title: Title, at: datetime, rates: Rates) -> Next | None:
    """What follows, or the creditor is asked; nothing while something stops the case, which a handler lets go on."""
    if stops(case):
        return None
    step = after_title(case=case, today=civil_date(at), at=at, rates=rates)
    if step is None or step.action is Action.ASK_AGAIN:
        ask_of_title(case=case, title=title, at=at)
    return step


def _is_awaited(*, case: Case, application: Application, on: date) -> bool:
    """The order ends by it; or it was handed to a court, whose judgment this is."""
    if application.ending == Application.Ending.TRANSFERRED:
        return State.COURT in (case.state, case.resumes)
    return end_application(case=case, application=application, ending=Application.Ending.VERDICT, on=on)


def _sum(granted: Granted, *kinds: ClaimKind) -> int:
    return sum(claim.amount for claim in granted.claims if claim.kind in kinds)


def _interest(granted: Granted) -> int:
    accrued = sum(claim.interest.accrued for claim in granted.claims if claim.interest)
    return accrued + _sum(granted, ClaimKind.INTEREST)


def _give_up_not_granted(*, case: Case, granted: Granted) -> None:
    """Costs of the proceedings that were not granted are owed no more: the agent's first, then the fee."""
    owed = balances(subledger=case.subledger)
    outlay, agent = owed.get(Account.CLAIM_OUTLAY, 0), owed.get(Account.CLAIM_AGENT, 0)
    too_much = max(0, outlay + agent - granted.costs)
    of_agent = min(agent, too_much)
    give_up_parts(
        case=case,
        parts={Component.AGENT: Ore(of_agent), Component.OUTLAY: Ore(too_much - of_agent)},
        key=f"not granted {granted.case_number}",
        kind=NOT_GRANTED,
        on=granted.decided_on,
    )
