"""Begin: something has happened to whoever owes, and from that second nothing leaves.

Every letter that waits is taken back, one in a print job is asked to stop, the next step is laid aside, and the
creditor is told. Whoever tells it twice, a register or a person, has it begun once.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.charged_fees import take_back_fees_after
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.holds import take_back
from cases.models import Case, CaseEvent, Debtor, Situation
from cases.move import Facts, move
from cases.recall import recall_waiting
from cases.resume import resumed_step
from cases.situations.interest import take_back_interest
from cases.situations.rules import RULES
from cases.situations.seal import seal
from cases.situations.told import NOTHING, Told, sealed
from cases.states import PLACES, STANDINGS, Action, State
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from letters.catalogue import CLAIMS, LetterKind

Kind = Situation.Kind
_WORD = {Kind.DEATH: Debtor.RegisterWord.DECEASED, Kind.PROTECTED: Debtor.RegisterWord.PROTECTED}


class NotBegun(ValueError):
    """It cannot begin: the case has ended ("closed"), it stands already ("stands"), the day is to come ("ahead")."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def begin(
    *,
    case: Case,
    kind: Situation.Kind,
    began_on: date,
    key: str,
    told: Told = NOTHING,
    register_event: int | None = None,
    tell: bool = True,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> Situation:
    """Stop the case because of what has happened, with its row locked; the one that `key` began when there is one.

    `tell`: the creditor, unless it is over the same moment. Raises `NotBegun`, `law.rates.NoRow`; nothing is written
    then.
    """
    known = Situation.objects.filter(case=case, key=key).first()
    if known is not None:
        return known
    _refuse(case=case, kind=kind, began_on=began_on, today=today)
    rule = RULES[kind]
    due = rule.due(began_on, today, rates)
    recall_waiting(case=case, today=today, at=at)
    # Whatever it tells of, and also one that a person was to post: it carries a name and goes to an address.
    take_back(case=case, kinds=frozenset(LetterKind) - CLAIMS, at=at)
    made = Situation.objects.create(
        case=case,
        kind=kind,
        key=key,
        register_event=register_event,
        began_on=began_on,
        known_at=at,
        known_by_kind=by.kind,
        known_by_id=by.id,
        told_cipher=b"" if kind == Kind.PROTECTED else sealed(told),
        task=rule.task,
        due_on=due,
    )
    if rule.voids_fees:
        take_back_fees_after(case=case, on=began_on, key=f"situation {made.pk}")
    if rule.interest is not None:
        take_back_interest(case=case, situation=made, today=today, rates=rates)
    _mark(case=case, kind=kind)
    move(
        case=case,
        action=Action.STOP,
        kind=CaseEvent.Kind.STOPPED,
        on=today,
        at=at,
        by=by,
        next_step=None,
        facts={"situation": kind.value, **_laid_aside(case, today=today, rates=rates)},
    )
    if tell:
        _tell_creditor(case=case, made=made, at=at)
    return made


def _refuse(*, case: Case, kind: Situation.Kind, began_on: date, today: date) -> None:
    if not STANDINGS[State(case.state)].open:
        raise NotBegun("closed")
    if began_on > today:
        raise NotBegun("ahead")
    if Situation.objects.filter(case=case, kind=kind, ended_on=None).exists():
        raise NotBegun("stands")


def _mark(*, case: Case, kind: Situation.Kind) -> None:
    """What the register would answer now; whoever is protected is seen no more."""
    if kind in _WORD:
        Debtor.objects.filter(pk=case.debtor_id).update(register_word=_WORD[kind])
        case.debtor.refresh_from_db()
    if kind == Kind.PROTECTED:
        seal(debtor=case.debtor)


def _laid_aside(case: Case, *, today: date, rates: Rates) -> Facts:
    """The step that was next, to be taken up again; of several that stop a case the first knows it.

    Where the case has come to another place while it was stopped: that place's. Raises `NoRow`.
    """
    if case.next_date is not None:
        return {"next_action": case.next_action, "next_date": case.next_date.isoformat()}
    last = (
        case.events.filter(kind__in=(CaseEvent.Kind.STOPPED, CaseEvent.Kind.WENT_ON)).order_by("-id").first()
    )
    if last is None or last.kind == CaseEvent.Kind.WENT_ON:
        return {}
    if last.state_after != case.state and case.state in PLACES:
        step = resumed_step(case=case, pay_by=case.pay_by, today=today, rates=rates)
        return {"next_action": step.action, "next_date": step.on.isoformat()} if step else {}
    return {name: last.facts[name] for name in ("next_action", "next_date") if name in last.facts}


def _tell_creditor(*, case: Case, made: Situation, at: datetime) -> None:
    """Without a name, as every mail; and of whoever is protected not even why."""
    rule = RULES[Kind(made.kind)]
    mail_creditor(
        key=f"situation {made.pk}",
        subject=_("Ärendet är stoppat: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            str(rule.told),
            str(rule.resumes),
            _("Läs mer här:\n%(link)s") % {"link": link_to("cases:case", case.number)},
        ],
        at=at,
    )
