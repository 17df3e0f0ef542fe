"""What a word of the bank's does, for every state and every word: by hand, and compared with the whole table."""

from itertools import product

from payouts.judge import CONTRADICTS, STAYS, Judgement, judge
from payouts.models import BankWord, Payout
from payouts.states import PAYOUT_MOVES

S, Says = Payout.State, BankWord.Outcome

# (state, what the bank says): what it does when nothing that the bank has said since decides otherwise.
NEWEST = {
    (S.APPROVED, Says.WAITING): Judgement(to=S.SENT),
    (S.UNKNOWN, Says.WAITING): Judgement(to=S.SENT),
    (S.APPROVED, Says.ACCEPTED): Judgement(to=S.ACCEPTED),
    (S.SENT, Says.ACCEPTED): Judgement(to=S.ACCEPTED),
    (S.UNKNOWN, Says.ACCEPTED): Judgement(to=S.ACCEPTED),
    (S.REJECTED, Says.ACCEPTED): CONTRADICTS,
    (S.APPROVED, Says.REJECTED): Judgement(to=S.REJECTED),
    (S.SENT, Says.REJECTED): Judgement(to=S.REJECTED),
    (S.UNKNOWN, Says.REJECTED): Judgement(to=S.REJECTED),
    (S.ACCEPTED, Says.REJECTED): Judgement(to=S.REJECTED),
    (S.SETTLED, Says.REJECTED): CONTRADICTS,
}
# The same, said before the word that led to where the payout is, and read after it.
OLDER = NEWEST | {
    (S.REJECTED, Says.ACCEPTED): STAYS,
    (S.ACCEPTED, Says.REJECTED): Judgement(to=S.UNKNOWN, contradicts=True),
}


def test_every_word_in_every_state() -> None:
    for state, outcome in product(S, Says):
        found = (judge(state, outcome, older=False), judge(state, outcome, older=True))
        wanted = (NEWEST.get((state, outcome), STAYS), OLDER.get((state, outcome), STAYS))
        assert (state, outcome, *found) == (state, outcome, *wanted)


def test_every_judgement_is_a_move_that_the_table_has() -> None:
    for (state, _), judgement in [*NEWEST.items(), *OLDER.items()]:
        assert judgement.to is None or judgement.to in PAYOUT_MOVES[state]
