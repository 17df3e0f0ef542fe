"""Correction: what a row of the law, put in the place of one that was in force, changes in what has been charged.

As in 2012, when the reference rate of a half-year was corrected days after its decision. A pure comparison: interest
and fees that were posted before the row took effect, reckoned by the old rows and by the new. Nothing is booked: a
person reads the list and decides what is given back. The parts of a payment are taken as they were applied; that lower
interest would have left more of it for the capital is not followed further.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cases import demand, remind
from cases.book import ACCOUNT_OF, INTEREST_ENTRY
from cases.charged_interest import interest_to_each
from cases.claims import claims_in
from cases.fees import Owing, total_of
from cases.models import Case
from cases.states import Action
from ekrav.law.allocation import Component
from ekrav.law.interest import MARGIN, REFERENCE
from ekrav.law.rates import NoRow, Rates
from ekrav.ledger.models import Account, Entry, Line
from ekrav.money import Ore

BATCH: Final = 500
# Which part of a debt a row of fees decides, and which letters charge it.
CHARGED: Final = {
    "fee.reminder.max": (Component.REMINDER, (remind.LETTER,)),
    "fee.demand.max": (Component.DEMAND, (demand.LETTER,)),
    "fee.late_b2b": (Component.LATE_PAYMENT, (remind.LETTER, demand.LETTER)),
}


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """A correction: the row's key and first day, the rates before it and with it, and when it took effect."""

    key: str
    since: date
    before: Rates
    after: Rates
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One charge that the correction changes, in öre. `on`: the day a payment took the interest, or of the letter."""

    case_number: str
    closed: bool
    action: Action
    on: date
    charged: Ore
    right: Ore

    @property
    def too_much(self) -> Ore:
        """What is proposed to be given back; below zero, too little was charged."""
        return Ore(self.charged - self.right)


def replaces(replaced: Replaced) -> bool:
    """Whether the row took another's place, and did not only go on where it ended."""
    try:
        replaced.before.on(replaced.key, replaced.since)
    except NoRow:
        return False
    return True


def differences(replaced: Replaced) -> list[Difference]:
    """Every interest taken by a payment, and every fee, that would have been another; by case. In a staff scope."""
    if not replaces(replaced):
        return []
    if replaced.key in {REFERENCE, MARGIN}:
        found = _of_interest(replaced)
    elif replaced.key in CHARGED:
        found = _of_fees(replaced)
    else:
        return []
    changed = [difference for difference in found if difference.too_much]
    return sorted(changed, key=lambda difference: (difference.case_number, difference.on))


def _of_interest(replaced: Replaced) -> Iterator[Difference]:
    ends = _charged_days(replaced)
    for cases in _batches(list(ends)):
        days = {case.pk: ends[case.subledger_id] for case in cases}
        before = interest_to_each(cases=cases, ends=days, rates=replaced.before)
        after = interest_to_each(cases=cases, ends=days, rates=replaced.after)
        for case in cases:
            for on, charged, right in zip(days[case.pk], before[case.pk], after[case.pk], strict=True):
                yield _difference(case, action=Action.APPLY_PAYMENT, on=on, charged=charged, right=right)


def _charged_days(replaced: Replaced) -> Mapping[int, Sequence[date]]:
    """The days through which interest was posted before the row took effect, by subledger: those it can change."""
    posted = Line.objects.filter(
        account=Account.CLAIM_INTEREST,
        entry__kind=INTEREST_ENTRY,
        entry__posted_at__lt=replaced.at,
        subledger__isnull=False,
    )
    touched = posted.filter(entry__booked_date__gte=replaced.since).values("subledger_id")
    days: dict[int, set[date]] = defaultdict(set)
    for subledger, on in posted.filter(subledger_id__in=touched).values_list(
        "subledger_id", "entry__booked_date"
    ):
        days[subledger or 0].add(on)
    return {subledger: sorted(found) for subledger, found in days.items()}


def _of_fees(replaced: Replaced) -> Iterator[Difference]:
    component, letters = CHARGED[replaced.key]
    letter_of = {letter.action.value: letter for letter in letters}
    taken_back = Entry.objects.filter(reverses__isnull=False).values("reverses_id")
    fees = Line.objects.filter(
        account=ACCOUNT_OF[component],
        amount_ore__gt=0,
        entry__kind__in=letter_of,
        entry__booked_date__gte=replaced.since,
        entry__posted_at__lt=replaced.at,
    ).exclude(entry_id__in=taken_back)
    charged = {
        line.subledger_id or 0: (letter_of[line.entry.kind], line.entry.booked_date, line.amount_ore)
        for line in fees.select_related("entry")
    }
    for cases in _batches(list(charged)):
        for case in cases:
            letter, on, amount = charged[case.subledger_id]
            owing = Owing(claims=claims_in(case), debtor=case.debtor, charged=())
            right = total_of(letter.fees(owing, on, replaced.after))
            yield _difference(case, action=letter.action, on=on, charged=Ore(amount), right=right)


def _batches(subledgers: Sequence[int]) -> Iterator[list[Case]]:
    for first in range(0, len(subledgers), BATCH):
        wanted = subledgers[first : first + BATCH]
        yield list(
            Case.objects.filter(subledger_id__in=wanted)
            .select_related("debtor")
            .prefetch_related("claims")
            .order_by("id")
        )


def _difference(case: Case, *, action: Action, on: date, charged: Ore, right: Ore) -> Difference:
    return Difference(
        case_number=case.number,
        closed=case.closed_on is not None,
        action=action,
        on=on,
        charged=charged,
        right=right,
    )
