"""Those who answer in six years: creditors and the agency's handlers do on Mondays what waits for a person.

A dispute is answered and decided, a supplement that Kronofogden asks for is written, and a case that nothing is chosen
for is written off by its creditor when it has rested a season: no way is left that its creditor would pay for.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from cases.answer_dispute import Answer, answer_dispute
from cases.authority.take_up import locked
from cases.decide_dispute import reject, uphold
from cases.models import Application, Case, Dispute
from cases.payment_order.supplement import answer_supplement
from cases.states import Action, State
from cases.withdraw import quote_withdrawal
from cases.write_off import Why, write_off
from ekrav import clock
from ekrav.accounts.models import Membership
from ekrav.agency.models import StaffMember
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.tenancy import staff_scope, tenant_scope

RESTS: Final = timedelta(days=90)
WORDS: Final = "Arbetet utfördes enligt offert."


def answer_all(creditors: list[int]) -> int:
    """Do what waits for a person in these creditors' cases; how much there was."""
    with staff_scope():
        handler = Actor(
            kind=AuditEvent.Actor.STAFF, id=StaffMember.objects.order_by("pk").values_list("pk", flat=True)[0]
        )
    return sum(_answer(creditor_id, handler=handler) for creditor_id in creditors)


def _answer(creditor_id: int, *, handler: Actor) -> int:
    with tenant_scope(creditor_id):
        today, at = clock.today(), clock.now()
        own = Actor(
            kind=AuditEvent.Actor.PERSON, id=Membership.objects.values_list("person_id", flat=True)[0]
        )
        asked = list(Application.objects.filter(supplement_by__gte=today).values_list("pk", flat=True))
        for application_id in asked:
            application, case = locked(pk=application_id)
            answer_supplement(case=case, application=application, words=WORDS, today=today, at=at, by=handler)
        disputes, resting = _disputes(), _resting(today)
        for one in disputes:
            _decide(one, today=today, at=at, own=own, handler=handler)
        for case in resting:
            _give_up(case, today=today, at=at, own=own)
    return len(asked) + len(disputes) + len(resting)


def _disputes() -> list[Dispute]:
    return list(Dispute.objects.filter(outcome="").order_by("id"))


def _decide(dispute: Dispute, *, today: date, at: datetime, own: Actor, handler: Actor) -> None:
    """The creditor stands by its claim; of three disputes the handler finds two to be wrong."""
    case = _locked().get(pk=dispute.case_id)
    if dispute.answered_at is None:
        said = Answer(stands=True, words=WORDS)
        answer_dispute(case=case, answer=said, today=today, at=at, by=own, rates=current_rates())
    end = uphold if dispute.pk % 3 == 0 else reject
    end(case=case, today=today, at=at, by=handler, rates=current_rates())


def _resting(today: date) -> list[Case]:
    """Cases that wait for a choice, and have done so for a season."""
    waiting = (State.AWAITING_DECISION, State.TITLED)
    rows = _locked().filter(state__in=waiting, state_since__lte=today - RESTS)
    return list(rows.filter(next_action__in=("", Action.ASK_AGAIN)).order_by("id"))


def _give_up(case: Case, *, today: date, at: datetime, own: Actor) -> None:
    rates = current_rates()
    quote = quote_withdrawal(case=case, today=today, at=at, rates=rates)
    write_off(
        case=case,
        why=Why.NO_MEANS,
        quote_id=quote.public_id,
        today=today,
        at=at,
        by=own,
        rates=rates,
    )


def _locked() -> QuerySet[Case]:
    return Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
