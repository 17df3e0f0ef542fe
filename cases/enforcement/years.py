"""Years of enforcement: before each new one its fee is accepted, or enforcement is taken back and costs no more.

The year counts from the day the authority registered the case (förordning (1992:1094) 5 and 6 §§).
"""

import uuid
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.authority.pending import pending
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.debt import debt_of
from cases.enforcement.price import year_price
from cases.enforcement.quotes import accept_by_standing_choice, accept_year, unused
from cases.enforcement.watch import watched_or_asked
from cases.models import Application, Case, CaseEvent
from cases.move import Next, move, set_next, write_event
from cases.quote import Price
from cases.states import Action
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.kronofogden import ask_about_year_on, base_fee_falls_on, leave_before_year_on
from ekrav.law.rates import Rates
from ekrav.look.dates import full_date
from ekrav.money import format_kronor


def begins(*, application: Application, year: int) -> date:
    """The day that year of enforcement begins."""
    begun = application.registered_on or application.applied_on
    return base_fee_falls_on(begun=begun, year=year)


def renewal_after(*, begun: date, year: int, rates: Rates) -> Next:
    """The step in which the year after `year` is accepted. Raises NoRow."""
    falls = base_fee_falls_on(begun=begun, year=year + 1)
    return Next(action=Action.RENEW, on=ask_about_year_on(falls=falls, rates=rates))


def next_year(*, application: Application) -> int:
    """The number of the year that has not begun: one more than the fees that have fallen."""
    return application.base_fees.count() + 1


def price_of_next_year(*, case: Case, application: Application, today: date, rates: Rates) -> Price:
    """What the next year will cost, by the rows of today. Raises NoRow."""
    year = next_year(application=application)
    unpaid = debt_of(case=case, on=today, rates=rates).total
    return year_price(on=today, unpaid=unpaid, first_year=year == 1, rates=rates)


def renew(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Accept the next year's price by the standing choice, or ask the creditor; the case's row locked. Raises NoRow.

    A case whose enforcement is over has no next year: it goes on from its title.
    """
    application = pending(case=case)
    if application is None:
        return let_lapse(case=case, today=today, at=at, rates=rates, why="over")
    begun = application.registered_on or application.applied_on
    year = next_year(application=application)
    cost = price_of_next_year(case=case, application=application, today=today, rates=rates)
    if (
        not cost.total
        or unused(application=application)
        or accept_by_standing_choice(case=case, cost=cost, today=today, at=at)
    ):
        set_next(case=case, step=renewal_after(begun=begun, year=year, rates=rates))
        return None
    falls = begins(application=application, year=year)
    leaves = leave_before_year_on(falls=falls, rates=rates)
    set_next(case=case, step=Next(action=Action.LET_LAPSE, on=leaves))
    mail_creditor(
        key=f"enforcement {application.pk} year {year}",
        subject=_("Ska utmätningen fortsätta? %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _(
                "Den %(day)s börjar ett nytt år hos Kronofogden. Det kostar %(sum)s, om gäldenären inte kan betala."
            )
            % {"day": full_date(falls), "sum": format_kronor(cost.total)},
            _("Svara senast %(day)s, annars tar vi tillbaka ansökan och inget nytt år börjar:\n%(link)s")
            % {
                "day": full_date(leaves),
                "link": link_to("cases:enforcement", case.number),
            },
        ],
        at=at,
    )
    return write_event(
        case=case,
        kind=CaseEvent.Kind.YEAR_ASKED,
        on=today,
        at=at,
        by=MACHINE,
        amount_ore=cost.total,
        facts={"application": application.pk, "year": year, "falls_on": falls.isoformat()},
    )


class NotAsked(ValueError):
    """No other year is asked about: enforcement is not pending, or the next year is accepted."""


def accept_next_year(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Accept another year, by the creditor, its row locked. Raises `NotAsked`, `QuoteRefused`."""
    application = pending(case=case)
    if application is None or case.next_action != Action.LET_LAPSE or unused(application=application):
        raise NotAsked(case.state)
    cost = price_of_next_year(case=case, application=application, today=today, rates=rates)
    quote = accept_year(case=case, quote_id=quote_id, cost=cost, today=today, at=at, by=by)
    begun, year = application.registered_on or application.applied_on, next_year(application=application)
    return move(
        case=case,
        action=Action.RENEW,
        kind=CaseEvent.Kind.DECIDED,
        on=today,
        at=at,
        by=by,
        next_step=renewal_after(begun=begun, year=year, rates=rates),
        facts={"choice": "enforcement", "quote": quote.pk, "year": year},
    )


def let_lapse(*, case: Case, today: date, at: datetime, rates: Rates, why: str = "not_renewed") -> CaseEvent:
    """Nobody has accepted another year: enforcement ends here, and the authority is told the same day."""
    return move(
        case=case,
        action=Action.LET_LAPSE,
        kind=CaseEvent.Kind.ENFORCEMENT_ENDED,
        on=today,
        at=at,
        by=MACHINE,
        next_step=watched_or_asked(case=case, today=today, at=at, rates=rates),
        facts={"why": why},
    )
