"""By when the debtor is asked to pay: what was agreed last goes before what the last letter asked for."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.holds import standing
from cases.models import Case, Hold
from cases.plan_page import ToPay
from ekrav.look.parts import Event


@dataclass(frozen=True, kw_only=True)
class AskedBy:
    """The day and its `label`; `ahead`: it has not passed. `last_day`: as what comes tells it. `respite`: it is one."""

    by: date
    label: str
    ahead: bool
    last_day: Event | None
    respite: bool = False


def asked_by(*, case: Case, due: date, part: ToPay | None, answer_by: date | None, today: date) -> AskedBy:
    """By when an open case is to be paid. `due`: of its invoice. `part`: what its plan asks for. `answer_by`: the last
    day to answer Kronofogden."""
    if part is not None:
        return _of_plan(part, ahead=today <= part.on)
    held = standing(case=case, today=today).filter(kind=Hold.Kind.RESPITE)
    until = held.values_list("until", flat=True).first()
    if until is not None:
        over = Event(day=until, what=_("Tiden som du har fått tar slut."))
        return AskedBy(by=until, label=_("Du har tid till"), ahead=True, last_day=over, respite=True)
    ahead = case.pay_by is not None and today <= case.pay_by
    return AskedBy(
        by=case.pay_by or due,
        label=_("Betala senast") if ahead else _("Skulle ha betalats"),
        ahead=ahead,
        last_day=_of_letter(case.pay_by if ahead else None, answer_by),
    )


def _of_plan(part: ToPay, *, ahead: bool) -> AskedBy:
    label = _("Betala senast") if part.warned else _("Nästa del senast")
    what = (
        _("Sista dag att betala det som saknas. Då gäller planen som förut.")
        if part.warned
        else _("Sista dag att betala nästa del.")
    )
    return AskedBy(
        by=part.on,
        label=label if ahead else _("Skulle ha betalats"),
        ahead=ahead,
        last_day=Event(day=part.on, what=what),
    )


def _of_letter(pay_by: date | None, answer_by: date | None) -> Event | None:
    if answer_by is not None:
        return Event(day=answer_by, what=_("Sista dag att betala eller säga emot hos Kronofogden."))
    return Event(day=pay_by, what=_("Sista dag att betala eller säga emot.")) if pay_by else None
