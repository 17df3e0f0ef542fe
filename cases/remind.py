"""Remind: the written reminder, and its fee when one was agreed at the latest when the debt arose (1981:739 2 §)."""

from datetime import date, datetime

from cases.checks import Stop
from cases.dispatching import Following, Letter, send
from cases.models import Case, CaseEvent
from cases.move import Next
from cases.states import Action
from ekrav.law.costs import demand_fee, reminder_fee
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates
from ekrav.ledger.models import Account
from ekrav.money import Ore
from letters.catalogue import Consequence, LetterKind
from letters.facts import LetterFacts


def fee(case: Case, today: date, rates: Rates) -> Ore:
    """What this reminder costs the debtor."""
    claim = case.claims.get()
    return reminder_fee(
        sent=today,
        due=claim.due_date,
        agreed_when_debt_arose=claim.reminder_fee_agreed,
        creditor_charged_one=claim.own_reminder_on is not None,
        rates=rates,
    )


def _after(pay_by: date, rates: Rates) -> Following:
    earliest = next_step_on(pay_by=pay_by, rates=rates)
    return Following(
        step=Next(action=Action.DEMAND, on=earliest),
        consequence=Consequence.DEMAND,
        cost=demand_fee(sent=earliest, due=pay_by, rates=rates),
    )


def _no_faults(facts: LetterFacts, today: date, rates: Rates) -> bool:
    return False


LETTER = Letter(
    kind=LetterKind.REMINDER,
    action=Action.REMIND,
    event=CaseEvent.Kind.REMINDED,
    fee_account=Account.CLAIM_REMINDER,
    fee=fee,
    after=_after,
    faults=_no_faults,
)


def remind(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | tuple[Stop, ...]:
    """Send the reminder today, or hold it with the reasons. See `dispatching.send`."""
    return send(letter=LETTER, case=case, today=today, at=at, rates=rates)
