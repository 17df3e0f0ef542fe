"""From a calculation of interest to the rows a letter prints. Pure."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from ekrav.law.interest import Segment
from ekrav.money import Ore, to_ore
from letters.facts import InterestFacts, NotALetter, Refusal

_HUNDREDTHS: Final = 100


def interest_facts(trace: Sequence[Segment]) -> tuple[InterestFacts, ...]:
    """Return the rows of one claim's interest: days with one rate and one capital, told together.

    As `interest_facts_of_each`, of one claim.
    """
    (rows,) = interest_facts_of_each([trace])
    return rows


def interest_facts_of_each(traces: Sequence[Sequence[Segment]]) -> list[tuple[InterestFacts, ...]]:
    """Return the rows of each claim's interest, of claims whose interest is rounded together.

    Interest is rounded once, so each row is the rounded sum up to its end less the rounded sum up to its start: the
    rows always add up to `Interest.ore`. Raises NotALetter for a rate finer than a hundredth of a percent.
    """
    of_each: list[tuple[InterestFacts, ...]] = []
    sum_so_far, told = Fraction(0), Ore(0)
    for trace in traces:
        rows: list[InterestFacts] = []
        for position, segment in enumerate(trace):
            sum_so_far += segment.amount
            following = trace[position + 1] if position + 1 < len(trace) else None
            if following is not None and _continues(segment, following):
                continue
            first, amount = _first_day(trace, position), Ore(to_ore(sum_so_far) - told)
            rows.append(
                InterestFacts(first, segment.last, rate=_rate(segment), base=segment.capital, amount=amount)
            )
            told = to_ore(sum_so_far)
        of_each.append(tuple(rows))
    return of_each


def _continues(segment: Segment, following: Segment) -> bool:
    return (segment.rate, segment.capital) == (following.rate, following.capital) and (
        (following.first - segment.last).days == 1
    )


def _first_day(trace: Sequence[Segment], position: int) -> date:
    while position > 0 and _continues(trace[position - 1], trace[position]):
        position -= 1
    return trace[position].first


def _rate(segment: Segment) -> int:
    hundredths = segment.rate * _HUNDREDTHS
    if hundredths.denominator != 1:
        raise NotALetter(Refusal.AMOUNT, "interest", str(segment.rate))
    return hundredths.numerator
