"""Handläggning, finance: the bank's statements, what is missing of them, and where they differ from its notices."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.look.figures import kronor
from ekrav.money import Ore
from ekrav.payments.bank_compare import Difference, Unequal, unequal
from ekrav.payments.bank_watch import Alarm, Kind, alarms
from ekrav.payments.models import BankStatement
from ekrav.payments.views import FINANCE

SHOWN: Final = 60


@require_safe
@staff_page(FINANCE)
def bank(request: StaffRequest) -> HttpResponseBase:
    """What the bank says of the account, day by day, under what is wrong with it."""
    at = clock.now()
    context = {
        "alarms": [words_of(alarm) for alarm in alarms(at=at)],
        "differences": [(one, words_of_difference(one)) for one in unequal(at=at)[:SHOWN]],
        "statements": BankStatement.objects.select_related("file").order_by("-to_date", "account")[:SHOWN],
    }
    return TemplateResponse(request, "payments/bank.html", context)


def how_many_wrong() -> int:
    """How many things are wrong with what has come from the bank."""
    at = clock.now()
    return len(alarms(at=at)) + len(unequal(at=at))


def words_of(alarm: Alarm) -> str:
    """Return what is wrong and what to do, as one or two sentences."""
    return _WORDS[alarm.kind](alarm)


def _of_statements(alarm: Alarm) -> str:
    one, several = _("Kontoutdrag %(first)s saknas"), _("Kontoutdrag %(first)s–%(last)s saknas")
    return _missing(alarm, one, several)


def _of_notices(alarm: Alarm) -> str:
    one, several = _("Avisering %(first)s saknas"), _("Aviseringar %(first)s–%(last)s saknas")
    return _missing(alarm, one, several)


def _of_days(alarm: Alarm) -> str:
    one, several = _("Kontoutdraget för %(first)s saknas"), _("Kontoutdragen för %(first)s–%(last)s saknas")
    return _missing(alarm, one, several)


def _missing(alarm: Alarm, one: str, several: str) -> str:
    what = one if alarm.first == alarm.last else several
    return _("%(what)s (%(account)s). Hämta på nytt från banken.") % {
        "what": what % {"first": alarm.first, "last": alarm.last},
        "account": _named(alarm),
    }


def _of_balances(alarm: Alarm) -> str:
    return _(
        "Kontoutdraget från %(day)s börjar på %(found)s men det förra slutade på %(expected)s (%(account)s)."
        " Fråga banken."
    ) % {
        "day": alarm.first,
        "found": kronor(alarm.found or Ore(0)),
        "expected": kronor(alarm.expected or Ore(0)),
        "account": _named(alarm),
    }


def _named(alarm: Alarm) -> str:
    scheme, _colon, number = alarm.account.partition(":")
    return f"{_('bankgiro') if scheme == 'BGNR' else scheme} {number}".strip()


def words_of_difference(one: Unequal) -> str:
    """Return how the statement and the notices differ."""
    words = {
        Difference.NOT_TOLD: _("Står på kontoutdraget men ingen avisering har berättat om den."),
        Difference.OTHER_AMOUNT: _("Aviseringarna säger %(told)s."),
        Difference.NOT_STATED: _("Aviserad med %(told)s men står inte på något kontoutdrag."),
    }
    return words[one.difference] % {"told": kronor(one.told)}


_WORDS: Final[dict[Kind, Callable[[Alarm], str]]] = {
    Kind.STATEMENT_NUMBER: _of_statements,
    Kind.NOTICE_NUMBER: _of_notices,
    Kind.NO_STATEMENT: _of_days,
    Kind.BALANCE: _of_balances,
}
