"""Letters that no machine may send: to the estate of somebody who is dead, or to somebody whose address is protected.

They are written like the others, and a person posts them and says on which day.
"""

from datetime import date, datetime
from typing import Final

from cases.models import Case
from ekrav import clock
from ekrav.audit.record import Actor, record
from letters.dispatch import posted_by_hand
from letters.models import Dispatch

UNSENT: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED)


class NotThatDay(ValueError):
    """The letter cannot have been posted then: it was not written yet, or the day has not been."""


def note_sent_by_hand(
    *, case: Case, dispatch: Dispatch, on: date, today: date, at: datetime, by: Actor
) -> bool:
    """Note the day a person posted the letter; False when that is noted already. Raises `NotThatDay`.

    What it asks for counts from that day, as with any letter (`note_posted`). With the case's row locked.
    """
    if not clock.civil_date(dispatch.created_at) <= on <= today:
        raise NotThatDay(on)
    if not posted_by_hand(dispatch=dispatch, on=on):
        return False
    record(act="letter_sent_by_hand", on=case, by=by, at=at, facts={"letter": dispatch.letter_number})
    return True
