"""What a letter says to each of several who answer for the same claim, each for the whole (solidariskt). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from letters.facts import LetterFacts, Refusal, require

ONE_MORE: Final = "minst en till"
"""What stands for those who may not be named."""

JOINTLY: Final = (
    "Du svarar för hela skulden. Det gör också {who}. Den betalas bara en gång: det en av er betalar minskar den för"
    " alla."
)
"""What a letter says to one of several; `who` are the others."""


@dataclass(frozen=True)
class JointFacts(LetterFacts):
    """A letter that claims the debt of one among several; `others`: what it calls the rest, never none."""

    others: tuple[str, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        require(bool(self.others), Refusal.MISSING, "others")
        require(all(name.strip() for name in self.others), Refusal.MISSING, "others")

    def withheld(self, words: str) -> Self:
        """Return the copy that names neither its addressee nor the others."""
        return replace(super().withheld(words), others=(ONE_MORE,))


def joint_sentences(others: Sequence[str]) -> str:
    """Return what a letter says of those who answer beside its addressee: "Anna", "Bo" and who may not be named."""
    *first, last = others
    who = f"{', '.join(first)} och {last}" if first else last
    return JOINTLY.format(who=who)
