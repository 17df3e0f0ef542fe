"""What a case at Kronofogden asks its creditor, as a card on its page: court, utmätning, another year."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.authority.pending import pending
from cases.models import Case
from cases.situations.rules import TAKE_BACK
from cases.situations.standing import stops
from cases.states import Action, State
from ekrav.look.parts import Act, Decision


def authority_card(case: Case) -> Decision | None:
    """The card, None when nothing is asked, as of a case that something has stopped.

    What goes on at the authority while a case only waits has its days, and is asked about all the same.
    """
    stopped = stops(case)
    if not TAKE_BACK.isdisjoint(stopped) or (stopped and case.state == State.TITLED):
        return None
    match State(case.state):
        case State.ORDER_DISPUTED:
            return _disputed(case)
        case State.COURT:
            return _court(case)
        case State.TITLED if case.next_action != Action.APPLY_ENFORCEMENT:
            return _enforcement(
                case,
                question=_("Ska utslaget mot %(name)s verkställas?") % {"name": case.called},
                otherwise=_("Svarar du inte väntar ärendet. Det kostar dig ingenting."),
            )
        case State.ENFORCEMENT if case.next_action == Action.LET_LAPSE:
            return _enforcement(
                case,
                question=_("Ska utmätningen hos %(name)s fortsätta ett år till?") % {"name": case.called},
                otherwise=_("Svarar du inte tas ansökan tillbaka innan det nya året börjar."),
            )
    return None


def _court(case: Case) -> Decision:
    return Decision(
        kind=_("Hos tingsrätten"),
        question=_("Har du och %(name)s kommit överens?") % {"name": case.debtor.name},
        shape="court",
        acts=(
            Act(_("Återkalla ärendet"), reverse("cases:withdraw", args=[case.number])),
            Act(_("Registrera betalningen"), reverse("cases:register_payment", args=[case.number])),
        ),
        otherwise=_(
            "Annars skriver en handläggare in domen när den kommer. Säg till oss om du får den först."
        ),
    )


def _disputed(case: Case) -> Decision:
    application = pending(case=case)
    return Decision(
        kind=_("Bestritt hos Kronofogden"),
        question=_("%(name)s har bestritt kravet hos Kronofogden") % {"name": case.called},
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
