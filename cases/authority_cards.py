"""What a case at Kronofogden asks its creditor, as a card on its page: court, utmätning, another year."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.authority.pending import pending
from cases.models import Case
from cases.situations.standing import stops
from cases.states import Action, State
from ekrav.look.parts import Act, Decision


def authority_card(case: Case) -> Decision | None:
    """The card, None when nothing is asked, as of a case that something has stopped."""
    if stops(case):
        return None
    match State(case.state):
        case State.ORDER_DISPUTED:
            return _court(case)
        case State.TITLED if case.next_action != Action.APPLY_ENFORCEMENT:
            return _enforcement(
                case,
                question=_("Ska utslaget mot %(name)s verkställas?") % {"name": case.debtor.name},
                otherwise=_("Svarar du inte väntar ärendet. Det kostar dig ingenting."),
            )
        case State.ENFORCEMENT if case.next_action == Action.LET_LAPSE:
            return _enforcement(
                case,
                question=_("Ska utmätningen hos %(name)s fortsätta ett år till?")
                % {"name": case.debtor.name},
                otherwise=_("Svarar du inte tas ansökan tillbaka innan det nya året börjar."),
            )
    return None


def _court(case: Case) -> Decision:
    application = pending(case=case)
    return Decision(
        kind=_("Bestritt hos Kronofogden"),
        question=_("%(name)s har bestritt kravet hos Kronofogden") % {"name": case.debtor.name},
        by=application.court_by if application else None,
        shape="diamond-ring",
        acts=(Act(_("Se vad det kostar och välj"), reverse("cases:court", args=[case.number])),),
        otherwise=_("Svarar du inte avslutas målet, och vi utreder bestridandet med dig."),
    )


def _enforcement(case: Case, *, question: str, otherwise: str) -> Decision:
    return Decision(
        kind=_("Utmätning"),
        question=question,
        by=case.next_date if case.next_action == Action.LET_LAPSE else None,
        shape="disc-hole",
        acts=(Act(_("Se priset och välj"), reverse("cases:enforcement", args=[case.number])),),
        otherwise=otherwise,
    )
