"""Add: somebody else answers for the claim too, beside the debtor. Each is sent a demand before anything else is done.

So are the partners of a handelsbolag or a kommanditbolag, who answer for what it owed (lag (1980:1102) 2 kap. 20 §):
nothing is filed against anybody who has not had a demand of its own and its time (inkassolagen (1974:182) 5 and 6 §§).
The costs of the claim are asked once, however many demands are sent (1981:739): what was charged before stands.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from cases.debtor_number import number_of
from cases.joint import answering
from cases.models import Case, CaseEvent, Debtor
from cases.move import Next, move, write_event
from cases.recall import recall_waiting
from cases.register import DebtorFacts, NotJoint, join, refuse_joint
from cases.situations.begin import begin_what_is_known
from cases.states import Action, State
from ekrav.audit.record import Actor
from ekrav.identity import is_partnership
from ekrav.law.deadlines import next_posting_day
from ekrav.law.rates import Rates
from letters.catalogue import LetterKind
from letters.models import Dispatch
from letters.together import count_none

# Before anything is filed; after that whom it is asked of is the authority's to say.
WHEN: Final = (
    State.REGISTERED,
    State.REMINDED,
    State.DEMANDED,
    State.FINAL_NOTICE,
    State.AWAITING_DECISION,
    State.DECIDED,
)


class NotAdded(ValueError):
    """Nobody is added: the case has gone too far, has ended, or rests in a dispute or a plan."""


def add_debtor(
    *, case: Case, debtor: DebtorFacts, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Let one more answer for the claim, with the case's row locked; where a demand was sent, everyone is sent one.

    Raises `NotAdded`, `register.NotJoint`.
    """
    if case.state not in WHEN:
        raise NotAdded(case.state)
    _refuse(answering(case), debtor)
    recall_waiting(case=case, today=today, at=at)
    row = join(case=case, debtors=[debtor], on=today)[-1]
    event = write_event(
        case=case, kind=CaseEvent.Kind.JOINED, on=today, at=at, by=by, facts={"whom": str(row.debtor_id)}
    )
    if case.state not in (State.REGISTERED, State.REMINDED):
        _demand_anew(case=case, today=today, at=at, by=by)
    begin_what_is_known(case=case, today=today, at=at, rates=rates)
    return event


def _refuse(there: Sequence[Debtor], new: DebtorFacts) -> None:
    """A partner of a partnership may be a person behind a company; else a person stands first. Raises `NotJoint`."""
    facts = [_facts(each) for each in there]
    try:
        refuse_joint([*facts, new])
    except NotJoint as refused:
        if refused.reason != "order" or not any(is_partnership(each.number) for each in facts):
            raise


def _facts(debtor: Debtor) -> DebtorFacts:
    return DebtorFacts(
        kind=Debtor.Kind(debtor.kind),
        name=debtor.name,
        number=number_of(debtor),
        care_of="",
        street="",
        postcode="",
        city="",
    )


def _demand_anew(*, case: Case, today: date, at: datetime, by: Actor) -> None:
    """Back to before the demand. Those that were sent count no more; what they charged stands, and is charged once. Who
    had one keeps its last day, and what it asked for closes the case till then (`printed_amount`)."""
    sent = Dispatch.objects.filter(
        case_number=case.number,
        kind__in=(LetterKind.DEMAND, LetterKind.FINAL_NOTICE),
        void=False,
        beside=None,
    )
    for dispatch in sent.exclude(state=Dispatch.State.CANCELLED):
        count_none(dispatch, at=at)
    if case.state == State.DECIDED:
        _back(case, Action.RECONSIDER, CaseEvent.Kind.RECONSIDERED, today=today, at=at, by=by)
    while case.state != State.REMINDED:
        _back(case, Action.RECALL, CaseEvent.Kind.NOT_SENT, today=today, at=at, by=by)


def _back(case: Case, action: Action, kind: CaseEvent.Kind, *, today: date, at: datetime, by: Actor) -> None:
    move(
        case=case,
        action=action,
        kind=kind,
        on=today,
        at=at,
        by=by,
        next_step=Next(action=Action.DEMAND, on=next_posting_day(after=today)),
        pay_by=case.pay_by,
        back_to=State.REMINDED if case.state == State.AWAITING_DECISION else "",
        facts={"why": "joined"} if kind == CaseEvent.Kind.RECONSIDERED else {"joined": True},
    )
