"""A day at the sandboxed Kronofogden: every case does what is due, and what there is to say is laid out in a file."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from ekrav.sandbox import kronofogden_enforce, kronofogden_order
from ekrav.sandbox.kronofogden_book import day_of, keep, matters, set_setting
from ekrav.sandbox.kronofogden_post import post

_STEPS = kronofogden_order.STEPS | kronofogden_enforce.STEPS


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a day came to: files made, and what was paid out of enforcement (bankgiro, reference, day, öre)."""

    files: int
    paid: tuple[tuple[str, str, str, int], ...]


def play(book: sqlite3.Connection, *, today: date) -> Played:
    """Do all that is due by `today`, each on its own day. The same day again does what has come since."""
    set_setting(book, "day", max(today, day_of(book) or today).isoformat())
    paid: list[tuple[str, str, str, int]] = []
    while due := matters(book, due=today):
        for one in due:
            assert one.due is not None
            _STEPS[one.state](book, one, one.due)
            account = one.application.applicant.bankgiro
            paid += [(account, one.reference, day, ore) for day, ore in one.facts.pop("paid", [])]
            keep(book, one)
    return Played(files=post(book, today=today), paid=tuple(paid))
