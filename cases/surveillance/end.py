"""End: what is under surveillance is no longer asked for. The law ends it (limitation), or what became of the debtor.

Payment and the creditor's own endings are acts of their own, from here as from everywhere.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.models import Case, CaseEvent
from cases.states import STANDINGS, NotAMove, State
from cases.write_off import Why, write_off_by_agency
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates


def end(*, case: Case, reason: Why, today: date, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """End the surveillance and with it the case, at nobody's cost, and tell the creditor why; with the row locked.

    From the state itself, or from a plan or a dispute that was to lead back to it. Raises `states.NotAMove`.
    """
    is_open = STANDINGS[State(case.state)].open
    if not is_open or State.SURVEILLANCE not in (case.state, case.resumes):
        raise NotAMove(f"end of surveillance from {case.state}")
    ended = write_off_by_agency(case=case, why=reason, today=today, at=at, by=by, rates=rates)
    mail_creditor(
        key=f"surveillance ended {case.pk} {ended.pk}",
        subject=_("Efterbevakningen är slut: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _("%(why)s. Vi skickar inga fler brev, och det som är kvar krävs inte längre.")
            % {"why": reason.label},
            _("Ärendet finns kvar här:\n%(link)s") % {"link": link_to("cases:case", case.number)},
        ],
        at=at,
    )
    return ended
