"""The agency's own unpaid costs: what a creditor pays who lets its debtor off.

Only what has left is billed. A letter that waits, or whose print job is only being handed over, may never leave: when
it does all the same, it is at the agency's cost.
"""

from typing import Final

from cases.book import ACCOUNT_OF
from cases.charged_fees import FEE_OF, standing_fees
from cases.letters_sent import LEFT
from cases.models import Case
from cases.quote import tariff_of
from ekrav.law.allocation import Component
from ekrav.law.rates import Rates
from ekrav.ledger.book import balances
from ekrav.ledger.models import Account
from ekrav.money import Ore

LETTER_COSTS: Final = (Component.REMINDER, Component.DEMAND, Component.PLAN)
HIGHEST_FEE: Final = {
    Component.REMINDER: "fee.reminder.max",
    Component.DEMAND: "fee.demand.max",
    Component.PLAN: "fee.plan.max",
}


def unpaid_costs(*, case: Case, rates: Rates) -> Ore:
    """The agency's costs that the debtor has not paid, for the letters that have left.

    Where the late payment compensation (450 kr) is the agency's, it counts only for the letters that have left and no
    higher than their fees would have been: withdrawing from a company costs no more than from a person. Raises `NoRow`.
    """
    owed = balances(subledger=case.subledger)
    unsent = _unsent(case)
    letters = sum(max(0, owed.get(ACCOUNT_OF[part], 0) - unsent[part]) for part in LETTER_COSTS)
    # Of the agent's cost at Kronofogden the creditor owes what the tariff says, when the debtor never pays it.
    letters += min(owed.get(Account.CLAIM_AGENT, 0), tariff_of(case=case).agent_fee_unpaid_ore)
    compensation = owed.get(Account.CLAIM_LATE_PAYMENT, 0)
    if not compensation or not tariff_of(case=case).keeps_late_payment:
        return Ore(letters)
    return Ore(letters + min(compensation, _highest_fees(case=case, rates=rates)))


def _unsent(case: Case) -> dict[Component, int]:
    """What letters have charged that have not left, by part."""
    unsent = dict.fromkeys(Component, 0)
    for fee in standing_fees(case=case):
        if fee.letter.dispatch and fee.letter.dispatch.state not in LEFT:
            unsent[fee.part] += fee.amount
    return unsent


def _highest_fees(*, case: Case, rates: Rates) -> int:
    sent = case.events.filter(kind__in=FEE_OF, dispatch__state__in=LEFT)
    fees = {FEE_OF[letter.kind]: letter.on for letter in sent}
    return sum(rates.ore(HIGHEST_FEE[part], day) for part, day in fees.items())
