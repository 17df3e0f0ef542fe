"""What follows a title: enforcement by a standing choice that covers it, or the creditor is asked, again and again."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.debt import debt_of
from cases.enforcement.price import is_covered
from cases.enforcement.quotes import first_year
from cases.enforcement.watch import watched_or_asked
from cases.models import Application, Case, CaseEvent, Title
from cases.move import Next, move
from cases.solvency import is_insolvent, latest_report
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import next_bank_day
from ekrav.law.rates import NoRow, Rates


def after_title(*, case: Case, today: date, at: datetime, rates: Rates) -> Next | None:
    """The step after a title that was given today. Raises NoRow."""
    if _by_itself(case=case, today=today, rates=rates):
        return Next(action=Action.APPLY_ENFORCEMENT, on=next_bank_day(today))
    return watched_or_asked(case=case, today=today, at=at, rates=rates)


def ask_of_title(*, case: Case, title: Title, at: datetime) -> None:
    """Tell the creditor that there is a title, and ask whether it is to be enforced."""
    mail_creditor(
        key=f"title {title.pk}",
        subject=_("Det finns ett utslag: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _(
                "Kronofogden har meddelat utslag. Du kan välja utmätning, till det pris som står på sidan:\n%(link)s"
            )
            % {"link": link_to("cases:enforcement", case.number)},
            _("Svarar du inte väntar ärendet. Det kostar dig ingenting."),
        ],
        at=at,
    )


def ask_again(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent:
    """Ask once more about a title, unless the creditor's standing choice covers enforcement since. Raises NoRow."""
    step = after_title(case=case, today=today, at=at, rates=rates)
    return move(
        case=case,
        action=Action.ASK_AGAIN,
        kind=CaseEvent.Kind.ASKED_AGAIN,
        on=today,
        at=at,
        by=MACHINE,
        next_step=step,
    )


def _by_itself(*, case: Case, today: date, rates: Rates) -> bool:
    """Once, by the standing choice: an attempt that has ended is not made again without being asked for."""
    if case.applications.filter(kind=Application.Kind.ENFORCEMENT).exists():
        return False
    # About whoever is protected no report is taken by a machine: its creditor says.
    if is_insolvent(latest_report(case=case)) or case.debtor.is_protected:
        return False
    try:
        unpaid = debt_of(case=case, on=today, rates=rates).total
        return is_covered(case=case, cost=first_year(on=today, unpaid=unpaid, rates=rates))
    except NoRow:
        return False
