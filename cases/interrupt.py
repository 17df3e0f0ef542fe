"""Interrupt: something stronger takes a case out of its instalment plan, a dispute or the end of the case."""

from datetime import date, datetime

from cases.holds import take_letters_back
from cases.models import Case, InstalmentPlan


def interrupt(*, case: Case, on: date, at: datetime) -> None:
    """The plan has ended. Its letters that wait are taken back, an offer lapses.

    Writes no event: whatever interrupts has its own.
    """
    take_letters_back(case=case, today=on, at=at)
    states, plans = InstalmentPlan.State, InstalmentPlan.objects.filter(case=case)
    plans.filter(state=states.ACCEPTED).update(state=states.ENDED, ended_on=on)
    plans.filter(state=states.OFFERED).update(state=states.LAPSED)
