"""What an inkassokrav must say, inkassolagen (1974:182) 5 §.

`missing` looks at the content before it is sent. A demand with anything missing is no demand: its fee is
not owed and no step may follow it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ekrav.money import Ore


class Missing(StrEnum):
    """One thing 5 § demands that the content lacks."""

    CREDITOR_NAME = "creditor name"
    BASIS = "basis"
    CAPITAL = "capital"
    INTEREST = "interest amount, rate, period and capital"
    COSTS = "each cost by name and amount"
    TOTAL = "a total that is the sum of its parts"
    PAY_BY = "pay-by date"
    REASONABLE_TIME = "reasonable time"
    PAYMENT_INSTRUCTIONS = "payment instructions"
    ASSIGNMENT_NOTICE = "notice of assignment"


@dataclass(frozen=True, kw_only=True)
class InterestStated:
    """Interest of one period, first and last day included; `rate` in percent a year on `capital`."""

    amount: Ore
    rate: Fraction
    first: date
    last: date
    capital: Ore


@dataclass(frozen=True, kw_only=True)
class CostStated:
    """One cost by its own name; a lump of "other costs" names nothing."""

    name: str
    amount: Ore


@dataclass(frozen=True, kw_only=True)
class DemandContent:
    """What a demand is about to say. `interest` is its sum in öre, `interest_lines` the periods behind it."""

    creditor_name: str
    basis: str
    capital: Ore
    interest: Ore
    interest_lines: tuple[InterestStated, ...]
    costs: tuple[CostStated, ...]
    total: Ore
    pay_by: date | None
    payment_instructions: str
    assigned: bool = False
    assignment_notice: str = ""


def missing(*, content: DemandContent, shortest_pay_by: date) -> tuple[Missing, ...]:
    """Return what the content lacks, in the order of the statute; empty means that it may be sent.

    `shortest_pay_by` is `deadlines.shortest_pay_by` for the day of posting.
    """
    costs = sum(cost.amount for cost in content.costs)
    tests = {
        Missing.CREDITOR_NAME: content.creditor_name.strip(),
        Missing.BASIS: content.basis.strip(),
        # Capital may be 0: it was paid after the demand was due to leave, and interest or costs are left.
        Missing.CAPITAL: content.capital >= 0,
        Missing.INTEREST: _interest_is_stated(content),
        Missing.COSTS: all(cost.name.strip() and cost.amount > 0 for cost in content.costs),
        Missing.TOTAL: content.total == content.capital + content.interest + costs and content.total > 0,
        Missing.PAY_BY: content.pay_by is not None,
        Missing.REASONABLE_TIME: content.pay_by is None or content.pay_by >= shortest_pay_by,
        Missing.PAYMENT_INSTRUCTIONS: content.payment_instructions.strip(),
        Missing.ASSIGNMENT_NOTICE: not content.assigned or content.assignment_notice.strip(),
    }
    return tuple(item for item, met in tests.items() if not met)


def _interest_is_stated(content: DemandContent) -> bool:
    """Lines are rounded one by one, the sum once: they may differ by half an öre a line."""
    lines = content.interest_lines
    whole = all(line.first <= line.last and line.capital > 0 for line in lines)
    difference = abs(sum(line.amount for line in lines) - content.interest)
    return (
        whole
        and content.interest >= 0
        and 2 * difference <= len(lines) + 1
        and bool(lines or not content.interest)
    )
