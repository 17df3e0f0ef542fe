"""When a claim is barred, preskriptionslagen (1981:130) 2, 5-8 §§.

Three years for what a trader supplied to a consumer for mainly private use, else ten, from the day the claim
arose (not its due date), and anew from each interruption. What kind of claim it is never changes: a verdict
(utslag, dom) does not turn three years into ten (NJA 2022 s. 150), and nothing here takes one. Years end on
the day of the same number (`periods`). A last day on a weekend is not moved: in doubt the claim is the older.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ekrav.law.interruptions import (
    Acknowledgement,
    DemandReceived,
    Interruption,
    Proceedings,
    began_on,
)
from ekrav.law.periods import years_after
from ekrav.law.rates import Rates

CONSUMER = "limitation.consumer"
OTHER = "limitation.other"
UNTOLD = "limitation.untold"


class Why(StrEnum):
    """Why an interruption counts, or does not."""

    COUNTS = "a new period runs from that day (6 §)"
    ENDED = "a new period runs from the day the proceedings ended (7 §)"
    PENDING = "no period runs out while the proceedings go on (7 §)"
    UNTOLD = "the debtor was never told: one year from the end, once (7 §)"
    UNTOLD_AGAIN = "the debtor was never told, and the one year has been used (7 §)"
    NOT_TO_CREDITOR = "not towards the creditor (5 § 1)"
    BEFORE = "before the claim arose"
    TOO_LATE = "the claim was barred already (8 §)"

    @property
    def counts(self) -> bool:
        return self in (Why.COUNTS, Why.ENDED, Why.PENDING, Why.UNTOLD)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One interruption as it was judged, and the last day to claim after it; None while proceedings go on."""

    interruption: Interruption
    why: Why
    last_day: date | None


@dataclass(frozen=True, kw_only=True)
class Limitation:
    """The last day to claim, None while proceedings go on, and how it came about.

    `first_last_day` is what it would be without interruption.
    """

    first_last_day: date
    last_day: date | None
    steps: tuple[Step, ...]

    def barred_on(self, today: date) -> bool:
        """Tell whether the claim is barred on `today`; then neither interest nor costs can be claimed (8 §)."""
        return self.last_day is not None and today > self.last_day


def limitation(
    *, arose: date, consumer_purchase: bool, interruptions: Sequence[Interruption] = (), rates: Rates
) -> Limitation:
    """Return when the claim is barred, judging the interruptions in the order of their days.

    `consumer_purchase` is False for a negotiable promissory note (löpande skuldebrev, 2 § second paragraph).
    What arose before the act came into force is reckoned from its first day: without an interruption it is
    barred long since, by the law before it too. Raises NoRow.
    """
    key = CONSUMER if consumer_purchase else OTHER
    start = max(arose, rates.known_from(key))
    first_last_day = _anew(start, key, rates)
    last: date | None = first_last_day
    steps: list[Step] = []
    for interruption in sorted(interruptions, key=began_on):
        why = _why(interruption, arose=arose, last=last, steps=steps)
        last = _last_day(interruption, why=why, arose=arose, last=last, key=key, rates=rates)
        steps.append(Step(interruption=interruption, why=why, last_day=last))
    return Limitation(first_last_day=first_last_day, last_day=last, steps=tuple(steps))


def last_day_to_claim(
    *, arose: date, consumer_purchase: bool, rates: Rates, interrupted_on: date | None = None
) -> date:
    """Return the last day on which the claim can be made, perhaps after one known interruption. Raises NoRow.

    `interrupted_on`: an acknowledgement, or a demand that was received. See `limitation`.
    """
    known = [] if interrupted_on is None else [Acknowledgement(on=interrupted_on)]
    found = limitation(arose=arose, consumer_purchase=consumer_purchase, interruptions=known, rates=rates)
    assert found.last_day is not None  # no proceedings are known
    return found.last_day


def is_barred(
    *, arose: date, consumer_purchase: bool, today: date, rates: Rates, interrupted_on: date | None = None
) -> bool:
    """Tell whether a claim with at most one known interruption is barred on `today`. Raises NoRow."""
    return today > last_day_to_claim(
        arose=arose, consumer_purchase=consumer_purchase, rates=rates, interrupted_on=interrupted_on
    )


def _why(interruption: Interruption, *, arose: date, last: date | None, steps: Sequence[Step]) -> Why:
    day = began_on(interruption)
    untold = isinstance(interruption, Proceedings) and not interruption.debtor_told
    if day < arose:
        why = Why.BEFORE
    elif last is not None and day > last:
        why = Why.TOO_LATE
    elif isinstance(interruption, Acknowledgement) and not interruption.towards_creditor:
        why = Why.NOT_TO_CREDITOR
    elif untold and any(step.why is Why.UNTOLD for step in steps):
        why = Why.UNTOLD_AGAIN
    elif not isinstance(interruption, Proceedings):
        why = Why.COUNTS
    elif interruption.ended is None:
        why = Why.PENDING
    else:
        why = Why.UNTOLD if untold else Why.ENDED
    return why


def _last_day(
    interruption: Interruption, *, why: Why, arose: date, last: date | None, key: str, rates: Rates
) -> date | None:
    """The last day to claim after an interruption; never earlier than the one there was."""
    if last is None or why is Why.PENDING:
        return None
    match interruption:
        case _ if not why.counts:
            return last
        case Proceedings(ended=date() as ended):
            return max(last, _anew(ended, UNTOLD if why is Why.UNTOLD else key, rates))
        case DemandReceived(at_earliest=date() as earliest):
            return max(last, _anew(max(arose, earliest), key, rates))
    return max(last, _anew(began_on(interruption), key, rates))


def _anew(day: date, key: str, rates: Rates) -> date:
    return years_after(day, rates.years(key, day))
