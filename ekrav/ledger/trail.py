"""The way from a sum to its entries: every line that made it, what it says, by which rule, and what took it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ekrav.ledger.chart import CHART
from ekrav.ledger.keys import meaning_of
from ekrav.ledger.kinds import rule_of, words_of
from ekrav.ledger.models import Account, Entry, Line, Side
from ekrav.look.parts import Words
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Step:
    """One entry's part of a sum. `amount` is positive when it makes the sum larger. `about` names what happened."""

    day: date
    words: Words
    rule: Words
    about: Words
    amount: Ore
    case_number: str = ""
    taken_back_on: date | None = None
    takes_back: bool = False


@dataclass(frozen=True, kw_only=True)
class Trail:
    """A sum and the steps to it. `code` is its place on the page."""

    code: str
    label: Words
    meaning: Words
    steps: Sequence[Step]

    @property
    def total(self) -> Ore:
        """What the steps sum to."""
        return Ore(sum(step.amount for step in self.steps))


def trail_of(lines: QuerySet[Line], *, account: Account, normal: bool = True) -> Trail:
    """The trail of one account through these lines, oldest first. `normal`: larger on the account's normal side."""
    larger = (CHART[account].side == Side.DEBIT) == normal
    return Trail(
        code=account.value,
        label=account.label,
        meaning=CHART[account].words,
        steps=steps_of(lines.filter(account=account), sign=1 if larger else -1),
    )


def steps_of(lines: QuerySet[Line], *, sign: int = 1) -> list[Step]:
    """Each of the lines as a step, in the order they were posted."""
    rows = list(lines.select_related("entry", "subledger").order_by("id"))
    back = _taken_back({row.entry_id for row in rows})
    return [
        Step(
            day=row.entry.booked_date,
            words=words_of(row.entry.kind),
            rule=rule_of(row.entry.kind, Account(row.account)),
            about=meaning_of(row.entry.key),
            amount=Ore(sign * row.amount_ore),
            case_number=row.subledger.number if row.subledger else "",
            taken_back_on=back.get(row.entry_id),
            takes_back=row.entry.reverses_id is not None,
        )
        for row in rows
    ]


def _taken_back(entries: Collection[int]) -> dict[int, date]:
    """When each of these entries was reversed, of those that were."""
    rows = Entry.objects.filter(reverses__in=entries)
    return {entry: day for entry, day in rows.values_list("reverses_id", "booked_date") if entry}
