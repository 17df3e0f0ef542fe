"""Dispute ("bestrida"): the debtor says that the claim, or a part of it, is not right.

The same second the case leaves the process: a letter that waits is taken back and no step follows. The claim is looked
into at once and the creditor heard (inkassolagen 4 and 8 §§). Whoever gives no ground is asked for it by letter. A
fee for a letter that was sent after the day it was disputed, as when paper has been on its way, is taken back.
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.charged_fees import take_back_fees_after
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.interrupt import interrupt
from cases.joint import debtor_of
from cases.models import Case, CaseEvent, Dispute, Ground, Notice
from cases.move import move, write_event
from cases.recall import recall_waiting
from cases.reply_times import answer_by
from cases.states import Action, State
from cases.telling import tell
from cases.untold import note_untold
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.look.dates import full_date
from ekrav.money import Ore
from letters.catalogue import LetterKind
from letters.facts import NotALetter

WHAT_IS_WRONG: Final = (
    "Du har sagt att kravet inte stämmer. Vi har pausat ärendet.",
    "För att kunna utreda det behöver vi veta vad som är fel. Skriv till oss i Mitt Ärende eller med vanlig post, och"
    " berätta vad du inte håller med om. Har du ett kvitto eller ett mejl, skicka gärna en kopia.",
)


def dispute(*, case: Case, notice: Notice, today: date, at: datetime, by: Actor, rates: Rates) -> Dispute:
    """Dispute the claim as the notice says, with the case's row locked; what is disputed already gets more words."""
    if case.state == State.DISPUTED:
        return _said_more(case=case, notice=notice, at=at)
    recall_waiting(case=case, today=today, at=at)
    made = Dispute.objects.create(
        case=case,
        notice=notice,
        ground=notice.ground or Ground.OTHER,
        amount_ore=_part(case=case, notice=notice),
        made_on=notice.received_on,
        answer_by=answer_by(received=today),
    )
    interrupt(case=case, on=today, at=at)
    take_back_fees_after(case=case, on=made.made_on, key=f"dispute {made.pk}")
    move(
        case=case,
        action=Action.DISPUTE,
        kind=CaseEvent.Kind.DISPUTED,
        on=today,
        at=at,
        by=by,
        next_step=None,
        facts={"dispute": made.pk, "ground": made.ground, "disputed_ore": made.amount_ore},
    )
    _ask_creditor(case=case, made=made, at=at)
    if is_bare(notice):
        _ask_for_grounds(case=case, notice=notice, today=today, at=at, by=by, rates=rates)
    return made


def open_dispute(case: Case) -> Dispute | None:
    """The case's dispute that has no outcome yet."""
    return Dispute.objects.select_related("notice").filter(case=case, outcome="").first()


def ready_to_decide(*, today: date) -> QuerySet[Dispute]:
    """The disputes that wait for a handler."""
    ready = Q(answered_at__isnull=False) | Q(answer_by__lt=today)
    return Dispute.objects.filter(ready, outcome="")


def is_bare(notice: Notice) -> bool:
    """Whether the debtor has said no more than that the claim is not right."""
    return notice.ground in {"", Ground.OTHER} and not notice.text.strip()


def _part(*, case: Case, notice: Notice) -> Ore | None:
    """The disputed part of the capital; None for the whole claim, as when no less than all that is left is disputed."""
    left = balance(account=Account.CLAIM_CAPITAL, subledger=case.subledger)
    return Ore(notice.amount_ore) if notice.amount_ore and notice.amount_ore < left else None


def _ask_creditor(*, case: Case, made: Dispute, at: datetime) -> None:
    mail_creditor(
        key=f"dispute {made.pk}",
        subject=_("Kravet är bestritt: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _(
                "Gäldenären säger att kravet inte stämmer. Vi har pausat ärendet, och inget brev går så länge."
            ),
            _("Svara senast %(day)s. Läs vad gäldenären säger och svara här:\n%(link)s")
            % {"day": full_date(made.answer_by), "link": link_to("cases:answer_dispute", case.number)},
        ],
        at=at,
    )


def _said_more(*, case: Case, notice: Notice, at: datetime) -> Dispute:
    """The case rests already; the creditor is told that there is more to read."""
    made = Dispute.objects.get(case=case, outcome="")
    mail_creditor(
        key=f"dispute {made.pk} notice {notice.pk}",
        subject=_("Mer om bestridandet: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _("Gäldenären har berättat mer om varför kravet inte stämmer. Läs det här:\n%(link)s")
            % {"link": link_to("cases:answer_dispute", case.number)}
        ],
        at=at,
    )
    return made


def _ask_for_grounds(
    *, case: Case, notice: Notice, today: date, at: datetime, by: Actor, rates: Rates
) -> None:
    """Ask whoever said it. A letter that cannot be printed does not keep the case from resting: the handler asks in
    another way."""
    try:
        with transaction.atomic():
            dispatch = tell(
                case=case,
                kind=LetterKind.DISPUTE_GROUNDS,
                paragraphs=WHAT_IS_WRONG,
                today=today,
                at=at,
                rates=rates,
                only=[debtor_of(case, key=notice.debtor_id)],
            )
    except NotALetter:
        note_untold(case=case, letter=LetterKind.DISPUTE_GROUNDS, on=today, at=at)
        return
    write_event(case=case, kind=CaseEvent.Kind.TOLD, on=today, at=at, by=by, dispatch=dispatch)
