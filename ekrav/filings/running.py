"""Running numbers: what a file's number says about it, when the last one taken is known. Pure.

Files are taken in the order of their numbers, one by one. A file that comes before its turn waits for those before it.
"""

from collections.abc import Collection
from enum import StrEnum


class Turn(StrEnum):
    """What to do with a file by its number."""

    NEXT = "next"  # its turn: take it
    EARLIER = "earlier"  # that number has been taken: the same file again, or a number used twice
    WAITS = "waits"  # numbers before it are missing


def turn_of(number: int, *, taken: int) -> Turn:
    """Return whose turn it is when numbers 1 to `taken` have been taken; 0 is none yet."""
    if number <= taken:
        return Turn.EARLIER
    return Turn.NEXT if number == taken + 1 else Turn.WAITS


def gap(*, taken: int, waiting: Collection[int]) -> tuple[int, ...]:
    """Return the numbers that the waiting files wait for: those after `taken` that have not come."""
    last = max(waiting, default=taken)
    return tuple(number for number in range(taken + 1, last) if number not in waiting)
