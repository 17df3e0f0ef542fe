"""What a word of the bank's does to a payout in its state. Pure: nothing is guessed, a contradiction moves nothing on.

A newer word may change an older one as banks do: accepted, then rejected. What cannot be true together (paid and then
rejected; rejected and then accepted) is a contradiction: it is kept and told, and a person asks the bank.
"""

from dataclasses import dataclass
from typing import Final

from payouts.models import BankWord, Payout

_State = Payout.State
_Outcome = BankWord.Outcome

_ON_THE_WAY: Final = frozenset({_State.APPROVED, _State.SENT, _State.UNKNOWN})


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Where the payout goes (None: it stays), and whether the word contradicts what was known."""

    to: Payout.State | None = None
    contradicts: bool = False


STAYS: Final = Judgement()
CONTRADICTS: Final = Judgement(contradicts=True)


def judge(state: Payout.State, outcome: BankWord.Outcome, *, older: bool) -> Judgement:
    """What a report's word does. `older`: the bank said it before the word that led to where the payout is."""
    match outcome:
        case _Outcome.WAITING:
            return Judgement(to=_State.SENT) if state in _ON_THE_WAY - {_State.SENT} else STAYS
        case _Outcome.ACCEPTED:
            return _accepted(state, older=older)
        case _Outcome.REJECTED:
            return _rejected(state, older=older)
        case _:
            return STAYS


def _accepted(state: Payout.State, *, older: bool) -> Judgement:
    if state in _ON_THE_WAY:
        return Judgement(to=_State.ACCEPTED)
    # Said before the rejection and read after it, it is merely late.
    return CONTRADICTS if state == _State.REJECTED and not older else STAYS


def _rejected(state: Payout.State, *, older: bool) -> Judgement:
    if state == _State.ACCEPTED and older:
        return Judgement(to=_State.UNKNOWN, contradicts=True)
    if state in _ON_THE_WAY or state == _State.ACCEPTED:
        return Judgement(to=_State.REJECTED)
    return CONTRADICTS if state == _State.SETTLED else STAYS
