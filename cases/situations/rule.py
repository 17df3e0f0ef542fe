"""What each kind of situation has in common with the others: its words, its clock, and what it takes away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.models import Situation
from ekrav.law.rates import Rates
from ekrav.law.situations import look_by
from ekrav.look.parts import Words


def soon(began_on: date, known_on: date, rates: Rates) -> date:
    """A handler looks at it within the days that are our practice."""
    return look_by(known=known_on, rates=rates)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one kind is met.

    `told`: what the creditor is told. `resumes`: what lets the case go on, and who decides it. `task`, `due`: what a
    handler does first, and by when: called with the day it counts from, the day it became known, and the rates.
    `interest`: the last day with interest, from the day it counts from. `voids_fees`: the fees of letters sent after
    that day fall, as nobody could be asked by them. `lives_on`: the case may go on although it lasts. `of_claim`: it is
    true of this claim, or of where its letters went, not of the same person's other cases. `takes_back`: what is
    pending at Kronofogden is taken back, and its fee is lost; else it only waits, as nothing that is decided there
    becomes wrong by it. `ends_surveillance`: letters that keep a claim alive are no use any more.
    """

    kind: Situation.Kind
    told: Words
    resumes: Words
    task: Situation.Task
    due: Callable[[date, date, Rates], date] = soon
    interest: Callable[[date, Rates], date] | None = None
    voids_fees: bool = False
    lives_on: bool = False
    of_claim: bool = False
    takes_back: bool = False
    ends_surveillance: bool = False
