"""The wrong rules that are planted. Most wrap the right one, as it was before anything was planted (`RIGHT_…`)."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from ekrav.law import age, allocation, costs, interest, kronofogden, limitation, receipt, vat
from ekrav.law.bankdays import next_bank_day
from ekrav.law.interruptions import DemandReceived, Proceedings
from ekrav.law.rates import NoRow, Rates, Row
from ekrav.law.receipt import PostedLetter
from ekrav.money import Ore, to_ore

RIGHT_INTEREST = interest.interest
RIGHT_INTEREST_FROM = interest.interest_from
RIGHT_SEGMENT = interest._segment
RIGHT_REMINDER_FEE = costs.reminder_fee
RIGHT_DEMAND_FEE = costs.demand_fee
RIGHT_ALLOCATE = allocation.allocate
RIGHT_SETTLE = vat.settle
RIGHT_BASE_FEE = kronofogden.base_fee
RIGHT_LIMITATION = limitation.limitation
RIGHT_WHY = limitation._why
RIGHT_LAST_DAY = limitation._last_day
RIGHT_AGE_ON = age.age_on
RIGHT_PRESUMED_RECEIPTS = receipt.presumed_receipts


def carried_on(self: Rates, key: str, day: date) -> Row:
    known = [row for row in self.rows if row.key == key and row.valid_from <= day]
    if not known:
        raise NoRow(key, day)
    return replace(max(known, key=lambda row: row.valid_from), valid_to=None)


def one_rate(*, last: date, first: date, **given: Any) -> interest.Segment:
    segment = RIGHT_SEGMENT(first=first, last=last, **given)
    days = (last - first).days + 1
    amount = interest.simple_interest(capital=segment.capital, rate=segment.rate, days=days)
    return replace(segment, last=last, days=days, amount=amount)


def rounded_segment(**given: Any) -> interest.Segment:
    segment = RIGHT_SEGMENT(**given)
    return replace(segment, amount=Fraction(to_ore(segment.amount), 100))


def from_due_date(*, terms: interest.InterestTerms, rates: Rates) -> date | None:
    return terms.due + timedelta(days=1)


def told_or_not(*, terms: interest.InterestTerms, rates: Rates) -> date | None:
    return RIGHT_INTEREST_FROM(terms=replace(terms, states_interest=True), rates=rates)


def both_ends(*, terms: interest.InterestTerms, rates: Rates) -> date | None:
    return terms.due if terms.due_agreed else RIGHT_INTEREST_FROM(terms=terms, rates=rates)


def compound(**given: Any) -> interest.Interest:
    """Each year's interest bears interest the years after it."""
    right = RIGHT_INTEREST(**given)
    after = given.get("after")
    if not right.trace or after is None:
        return right
    years = Fraction((right.trace[-1].last - given["terms"].due).days - 1, interest.YEAR) // 1
    amount = right.amount * (1 + right.trace[0].rate / 100 * years)
    return replace(right, amount=amount, ore=to_ore(amount))


def no_part_payments(*, capital_changes: Any, **given: Any) -> interest.Interest:
    return RIGHT_INTEREST(capital_changes=[c for c in capital_changes if c.amount > 0], **given)


def payment_counts_at_once(*, capital_changes: Any, **given: Any) -> interest.Interest:
    early = [replace(c, on=c.on - timedelta(days=c.amount < 0)) for c in capital_changes]
    return RIGHT_INTEREST(capital_changes=early, **given)


def each_reminder(*, creditor_charged_one: bool, **given: Any) -> Ore:
    return RIGHT_REMINDER_FEE(**given)


def each_demand(*, charged_before: bool = False, **given: Any) -> Ore:
    return RIGHT_DEMAND_FEE(**given)


def both_kinds_of_costs(**fees: Ore) -> costs.Costs:
    return costs.Costs(**fees)


def vat_on_the_debtor(**given: Any) -> Ore:
    return Ore(RIGHT_DEMAND_FEE(**given) * 5 // 4)


def no_vat(*, received: vat.Received, **given: Any) -> vat.Settlement:
    right = RIGHT_SETTLE(received=received, **given)
    return replace(right, vat=Ore(0), payout=Ore(right.payout + right.vat))


def vat_by_subtraction(*, received: vat.Received, **given: Any) -> vat.Settlement:
    right = RIGHT_SETTLE(received=received, **given)
    return replace(right, vat=Ore(received.capital - right.payout))


def eight_days(*, sent: date, rates: Rates) -> date:
    return sent + timedelta(days=8)


def no_post(*, sent: date, rates: Rates) -> date:
    return sent


def the_day_after(*, pay_by: date, rates: Rates) -> date:
    return next_bank_day(pay_by)


def sent_before(*, demand_sent: date, booked: date, rent_paid_on: date | None = None) -> bool:
    return demand_sent < (rent_paid_on or booked)


def rent_like_the_rest(*, demand_sent: date, booked: date, rent_paid_on: date | None = None) -> bool:
    return demand_sent <= booked


def excess_lost(**given: Any) -> allocation.Allocation:
    return replace(RIGHT_ALLOCATE(**given), excess=Ore(0))


def from_the_due_date(*, arose: date, **given: Any) -> limitation.Limitation:
    return RIGHT_LIMITATION(arose=arose + timedelta(days=30), **given)


def ten_after_a_verdict(interruption: Any, *, key: str, **given: Any) -> date | None:
    if isinstance(interruption, Proceedings) and interruption.debtor_told:
        key = limitation.OTHER
    return RIGHT_LAST_DAY(interruption, key=key, **given)


def never_too_late(interruption: Any, *, last: date | None, **given: Any) -> limitation.Why:
    return RIGHT_WHY(interruption, last=None, **given)


def unheard_counts_in_full(interruption: Any, *, why: limitation.Why, **given: Any) -> date | None:
    return RIGHT_LAST_DAY(
        interruption, why=limitation.Why.ENDED if why is limitation.Why.UNTOLD else why, **given
    )


def each_letter(*, letters: Any) -> tuple[DemandReceived, ...]:
    return tuple(DemandReceived(on=letter.arrives) for letter in letters if not letter.returned)


def returned_too(*, letters: Any) -> tuple[DemandReceived, ...]:
    return RIGHT_PRESUMED_RECEIPTS(letters=[PostedLetter(arrives=letter.arrives) for letter in letters])


def by_the_year(*, number: str, on: date) -> int:
    return on.year - int(number[:4])


def coordination_let_through(*, number: str, on: date) -> int:
    return 99 if int(number[6:8]) > 60 else RIGHT_AGE_ON(number=number, on=on)


def once_for_all(*, first_year: bool, **given: Any) -> Ore:
    return RIGHT_BASE_FEE(first_year=True, **given) if first_year else Ore(0)


def for_a_trifle_too(*, unpaid: Ore, **given: Any) -> Ore:
    return RIGHT_BASE_FEE(unpaid=Ore(10**9), **given)


def float_ore(amount: Fraction) -> Ore:
    return Ore(round(float(amount) * 100))


def float_split(*, total: Ore, weights: Any) -> list[Ore]:
    return [Ore(round(total * float(weight) / float(sum(weights)))) for weight in weights]
