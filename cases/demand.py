"""Demand: the inkassokrav with all that inkassolagen 5 § demands, never before the last letter's time is out (6 §)."""

from datetime import date
from fractions import Fraction

from cases.dispatching import Following, Letter
from cases.fees import Owing, demand_fees
from cases.models import CaseEvent
from cases.move import Next
from cases.onward import decision_after
from cases.states import Action
from ekrav.law.deadlines import next_step_on, shortest_pay_by
from ekrav.law.demand import CostStated, DemandContent, InterestStated, missing
from ekrav.law.rates import Rates
from ekrav.money import Ore
from letters.catalogue import Consequence, LetterKind
from letters.facts import LetterFacts


def _after(owing: Owing, pay_by: date, final_notice: bool, rates: Rates) -> Following:
    earliest = next_step_on(pay_by=pay_by, rates=rates)
    if final_notice:
        return Following(
            step=Next(action=Action.FINAL_NOTICE, on=earliest),
            consequence=Consequence.FINAL_NOTICE,
            cost=Ore(0),
        )
    return decision_after(earliest, rates)


def content_of(facts: LetterFacts) -> DemandContent:
    """The letter as the statute's list looks at it. Payments lessen the capital only after costs and interest, so the
    parts are stated as they arose, and what has been paid as lines of its own."""
    return DemandContent(
        creditor_name=facts.creditor_name,
        basis="; ".join(f"{claim.invoice_number} {claim.description}" for claim in facts.claims),
        capital=facts.capital,
        interest=facts.interest,
        interest_lines=tuple(
            InterestStated(
                amount=row.amount,
                rate=Fraction(row.rate, 100),
                first=row.first,
                last=row.last,
                capital=row.base,
            )
            for claim in facts.claims
            for row in claim.interest
        ),
        costs=tuple(CostStated(name=cost.name, amount=cost.amount) for cost in facts.costs),
        total=Ore(facts.total + sum(paid.amount for paid in facts.paid)),
        pay_by=facts.pay_by,
        payment_instructions=f"bankgiro {facts.bankgiro} OCR {facts.ocr}",
    )


def _lacks_something(facts: LetterFacts, today: date, rates: Rates) -> bool:
    return bool(missing(content=content_of(facts), shortest_pay_by=shortest_pay_by(sent=today, rates=rates)))


LETTER = Letter(
    kind=LetterKind.DEMAND,
    action=Action.DEMAND,
    event=CaseEvent.Kind.DEMANDED,
    fees=demand_fees,
    after=_after,
    faults=_lacks_something,
)
