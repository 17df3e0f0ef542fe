"""Begin: something has happened to whoever owes, and from that second nothing leaves.

Every letter that waits is taken back, one in a print job is asked to stop, the next step is laid aside, and the
creditor is told. Whoever tells it twice, a register or a person, has it begun once. What is true of a person begins in
the creditor's other cases against it the same second; each case goes on by itself.
"""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.charged_fees import take_back_fees_after
from cases.close import stop_letters
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.holds import OF_A_YEAR, take_back
from cases.joint import answering, cases_of, key_of
from cases.models import Case, CaseEvent, Debtor, Situation
from cases.move import Facts, Next, as_it_was, move
from cases.recall import recall_waiting
from cases.resume import resumed_step
from cases.situations.interest import take_back_interest
from cases.situations.rules import OF_PERSON, RULES, TAKE_BACK
from cases.situations.same_person import AS, debtors_like, known_of, other_cases, same_in
from cases.situations.seal import seal
from cases.situations.told import NOTHING, Told, sealed, told_of
from cases.states import OPEN_STATES, PLACES, STANDINGS, Action, State
from cases.surveillance.hand_back import end_for_situation
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.rates import NoRow, Rates
from letters.catalogue import CLAIMS, LetterKind

_log = logging.getLogger(__name__)

Kind, Word = Situation.Kind, Debtor.RegisterWord


class NotBegun(ValueError):
    """It cannot begin: the case has ended ("closed"), it stands already ("stands"), the day is to come ("ahead")."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def begin(
    *,
    case: Case,
    debtor: Debtor | None = None,
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
    """Stop the case because of what has happened to its debtor, or to another who answers, with its row locked; the
    one that `key` began when there is one.

    And the same person's other cases, when it is not a register that tells it: that tells of each. One whose row
    somebody has just now is stopped by the next round (`same_person.unknown_elsewhere`). `tell`: the creditor, unless
    it is over the same moment.
    Raises `NotBegun`, `law.rates.NoRow`; nothing is written then.
    """
    known = Situation.objects.filter(case=case, key=key).first()
    if known is not None:
        return known
    debtor = debtor or case.debtor
    made = _begin_here(
        case=case,
        debtor=debtor,
        kind=kind,
        began_on=began_on,
        key=key,
        told=told,
        register_event=register_event,
        tell=tell,
        today=today,
        at=at,
        by=by,
        rates=rates,
    )
    if kind in OF_PERSON and register_event is None and not key.startswith(AS):
        rows = other_cases(case, debtor=debtor).select_for_update(skip_locked=True, of=("self",))
        for other in rows.select_related("debtor", "subledger", "reference"):
            for same in same_in(other, debtor=debtor):
                _begin_as(made, case=other, debtor=same, today=today, at=at, by=by, rates=rates)
    return made


def begin_what_is_known(*, case: Case, today: date, at: datetime, rates: Rates) -> None:
    """Stop a case that is new, or opened again, by what is known of who answers from others; its row locked."""
    for debtor in answering(case):
        for known in known_of(case, debtor=debtor):
            _begin_as(known, case=case, debtor=debtor, today=today, at=at, by=MACHINE, rates=rates)


def _begin_as(
    known: Situation, *, case: Case, debtor: Debtor, today: date, at: datetime, by: Actor, rates: Rates
) -> Situation | None:
    """Begin in the case what is known from another; None when it stands, or cannot be reckoned: it is tried again."""
    try:
        with transaction.atomic():
            return begin(
                case=case,
                debtor=debtor,
                kind=Kind(known.kind),
                began_on=known.began_on,
                key=f"{AS}{known.pk}",
                told=told_of(known),
                today=today,
                at=at,
                by=by,
                rates=rates,
            )
    except (NotBegun, NoRow):
        _log.warning("not begun in the same person's case", extra={"case": case.pk}, exc_info=True)
        return None


def _begin_here(
    *,
    case: Case,
    debtor: Debtor,
    kind: Situation.Kind,
    began_on: date,
    key: str,
    told: Told,
    register_event: int | None,
    tell: bool,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> Situation:
    whose = key_of(debtor, case=case)
    _refuse(case=case, whose=whose, kind=kind, began_on=began_on, today=today)
    rule = RULES[kind]
    due = rule.due(began_on, today, rates)
    recall_waiting(case=case, today=today, at=at)
    # Whatever it tells of, and also one that a person was to post: it carries a name and goes to an address.
    take_back(case=case, kinds=frozenset(LetterKind) - CLAIMS, at=at)
    made = Situation.objects.create(
        case=case,
        debtor_id=whose,
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
    _mark(debtor=debtor, kind=kind, at=at)
    case.debtor.refresh_from_db()
    move(
        case=case,
        action=Action.STOP,
        kind=CaseEvent.Kind.STOPPED,
        on=today,
        at=at,
        by=by,
        next_step=_goes_on(case, kind=kind),
        facts={
            "situation": kind.value,
            **_whom(case=case, debtor=debtor, kind=kind),
            **_laid_aside(case, today=today, rates=rates),
        },
    )
    if rule.ends_surveillance:
        end_for_situation(case=case, today=today, at=at, by=by)
    if tell:
        _tell_creditor(case=case, made=made, at=at)
    return made


def _whom(*, case: Case, debtor: Debtor, kind: Situation.Kind) -> Facts:
    """Which of several it happened to: the creditor reads it, and is not told who is protected."""
    told = kind != Kind.PROTECTED and case.joint_debtors.exists()
    return {"whom": str(debtor.pk)} if told else {}


def _refuse(*, case: Case, whose: int | None, kind: Situation.Kind, began_on: date, today: date) -> None:
    if not STANDINGS[State(case.state)].open:
        raise NotBegun("closed")
    if began_on > today:
        raise NotBegun("ahead")
    if Situation.objects.filter(case=case, debtor=whose, kind=kind, ended_on=None).exists():
        raise NotBegun("stands")


def _mark(*, debtor: Debtor, kind: Situation.Kind, at: datetime) -> None:
    """What the register would answer now; whoever is protected is seen no more, dead or alive, in any case."""
    if kind == Kind.PROTECTED or (kind == Kind.DEATH and debtor.is_protected):
        for each in debtors_like(debtor):
            seal(debtor=each)
            for ended in cases_of(each).exclude(state__in=OPEN_STATES):
                stop_letters(case=ended, at=at)
    if kind == Kind.DEATH:
        Debtor.objects.filter(pk=debtor.pk).update(register_word=Word.DECEASED)
    if kind == Kind.PROTECTED:
        # One word cannot say both: that it is sealed says the other.
        Debtor.objects.filter(pk=debtor.pk).exclude(register_word=Word.DECEASED).update(
            register_word=Word.PROTECTED
        )
    debtor.refresh_from_db()


def _goes_on(case: Case, *, kind: Situation.Kind) -> Next | None:
    """Nothing but the year's fee of an enforcement that is not taken back: it is accepted or it lapses on its day."""
    return as_it_was(case) if case.next_action in OF_A_YEAR and kind not in TAKE_BACK else None


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
