"""The door of Mitt Ärende: a case number, and the code from one of that case's letters.

Wrong codes are counted in the database for each case number, real or not, whatever address or process they came
through: five in a row close the door for fifteen minutes, twenty in a day for the rest of the day. At that rate a
case with three letters is opened by guessing with probability 20 × 365 × 3 / 31¹⁰ ≈ 2.7 × 10⁻¹¹ a year. They are
counted for the address they come from as well (`debtor_portal.address`). Paying needs no code. Real time, not the
world's: a lock is there for machines that guess.
"""

import hmac
import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models.functions import Now

from cases.models import PortalAttempt, PortalKey
from debtor_portal import address as addresses
from ekrav import clock
from ekrav.tenancy import case_number_scope
from letters.portal_code import code_hash

_log = logging.getLogger(__name__)

WRONG_IN_ROW: Final = 5
WRONG_IN_DAY: Final = 20
PAUSE: Final = timedelta(minutes=15)

_NEVER: Final = date(1970, 1, 1)
# Compared with when a number has no letters, so that an unknown number costs the same work.
_NO_KEY: Final[tuple[int, int, int | None, bytes]] = (0, 0, None, bytes(33))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The code was right: whose case it is. `debtor_id`: which of several debtors; None: the case's first."""

    creditor_id: int
    case_id: int
    number: str
    debtor_id: int | None = None


@dataclass(frozen=True)
class Wrong:
    """The code is not that case's, or there is no such case. Nobody is told which."""


@dataclass(frozen=True, kw_only=True)
class Locked:
    """Too many wrong codes: no code is tried until `wait` is over. `today`: closed for the rest of the day.

    `caller`: closed for the address that asks, whatever the case number.
    """

    wait: timedelta
    today: bool
    caller: bool = False


def try_code(*, number: str, code: str, address: str) -> Opened | Wrong | Locked:
    """Try a code against a case number, count it, and answer. In a transaction of its own, committed on return.

    The rows of `address` and number are locked meanwhile, in that order: many at once are counted one by one.
    """
    key = addresses.address_key(address)
    with case_number_scope(number, asker=key):
        caller, moment = addresses.counted(key)
        if closed := addresses.wait(caller, moment=moment):
            return Locked(wait=closed, today=False, caller=True)
        attempt, moment = _counted(number)
        if attempt.locked_until is not None and attempt.locked_until > moment:
            return _locked(attempt.locked_until, moment)
        opened = _who(number=number, code=code)
        if opened is None:
            _count(attempt, moment)
            addresses.count(caller, moment=moment)
        else:
            attempt.wrong_today, attempt.wrong_in_row, attempt.locked_until = 0, 0, None
        attempt.save()
        if opened is None and attempt.locked_until is not None:
            _log.warning("too many wrong portal codes for one case number: closed for a while")
            return _locked(attempt.locked_until, moment)
    return opened or Wrong()


def _counted(number: str) -> tuple[PortalAttempt, datetime]:
    """The number's row, locked, and the database's time once it was."""
    fresh = PortalAttempt(case_number=number, day=_NEVER)
    PortalAttempt.objects.bulk_create([fresh], ignore_conflicts=True)
    attempt = PortalAttempt.objects.select_for_update().get(pk=number)
    moments = PortalAttempt.objects.annotate(moment=Now()).values_list("moment", flat=True)
    return attempt, moments.get(pk=number)


def _who(*, number: str, code: str) -> Opened | None:
    typed = code_hash(case_number=number, code=code)
    columns = ("creditor_id", "case_id", "debtor_id", "code_hash")
    rows: list[tuple[int, int, int | None, Any]] = list(PortalKey.objects.values_list(*columns))
    found = None
    for creditor_id, case_id, debtor_id, stored in rows or [_NO_KEY]:
        if hmac.compare_digest(typed, bytes(stored)):
            found = Opened(creditor_id=creditor_id, case_id=case_id, number=number, debtor_id=debtor_id)
    return found


def _count(attempt: PortalAttempt, moment: datetime) -> None:
    today = clock.civil_date(moment)
    attempt.wrong_today = attempt.wrong_today + 1 if attempt.day == today else 1
    attempt.wrong_in_row += 1
    attempt.day, attempt.locked_until = today, None
    if attempt.wrong_today >= WRONG_IN_DAY:
        attempt.wrong_in_row, attempt.locked_until = 0, _midnight_after(today)
    elif attempt.wrong_in_row >= WRONG_IN_ROW:
        attempt.wrong_in_row, attempt.locked_until = 0, moment + PAUSE


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.STOCKHOLM)


def _locked(until: datetime, moment: datetime) -> Locked:
    return Locked(wait=until - moment, today=until - moment > PAUSE)
