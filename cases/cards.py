"""What a case asks its creditor, as cards on its page: a dispute to answer, "has the debtor paid you?"."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.authority_cards import authority_card
from cases.dispute import open_dispute
from cases.models import Case, Dispute, Ground, Question
from cases.questions import open_questions
from ekrav.look.parts import Act, Decision


def cards_of(case: Case) -> list[Decision]:
    """The cards of a case, the most urgent first."""
    dispute = open_dispute(case)
    cards = [_dispute(case, dispute)] if dispute and dispute.answered_at is None else []
    cards += [card for card in (authority_card(case),) if card]
    return cards + [_paid(case, question) for question in open_questions().filter(case=case)]


def _dispute(case: Case, dispute: Dispute) -> Decision:
    return Decision(
        kind=_("Bestridet"),
        question=_("%(name)s säger att kravet inte stämmer") % {"name": case.called},
        by=dispute.answer_by,
        shape="diamond",
        text=_("Skäl: %(ground)s.") % {"ground": str(Ground(dispute.ground).label).lower()},
        acts=(Act(_("Läs och svara"), reverse("cases:answer_dispute", args=[case.number])),),
        otherwise=_("Ärendet är pausat. Svarar du inte avgör vi bestridandet med det vi vet."),
    )


def _paid(case: Case, question: Question) -> Decision:
    name = case.called
    if question.notice_id:
        text = _("%(name)s säger sig ha betalat. Ärendet är pausat.") % {"name": name}
        otherwise = _("Inget mer händer förrän du har svarat.")
    else:
        text = _("Snart tar vi nästa steg.")
        otherwise = _("Svarar du inte går ärendet vidare.")
    return Decision(
        kind=_("Betalt?"),
        question=_("Har %(name)s betalat till dig?") % {"name": name},
        shape="flag",
        text=text,
        acts=paid_acts(question),
        otherwise=otherwise,
    )


def paid_acts(question: Question) -> tuple[Act, Act]:
    """The two answers, drawn alike."""
    return (
        Act(_("Nej, inte betalt"), reverse("cases:not_paid", args=[question.public_id]), post=True),
        Act(_("Ja, registrera betalningen"), reverse("cases:register_payment", args=[question.case.number])),
    )
