"""At the decision: the cases for which a credit report may be taken, and for which decision.

There is a need when something is to be decided or filed, and only then (kreditupplysningslagen (1973:1173) 9 §): not
while respite, a pause, a word of the debtor's or what has happened to it puts the decision off.
"""

from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.joint import first_released
from cases.models import Case, CaseEvent, Debtor, Hold, JointDebtor, Notice, Situation, StandingChoice
from cases.standing import standing_choice
from cases.states import Action, State
from ekrav.registers.credit import Purpose

Kind = CaseEvent.Kind
KNOWN: Final = ("", Debtor.RegisterWord.FOUND)


def at_the_decision(*, today: date) -> QuerySet[Case]:
    """Those that apply next, and those whose creditor is asked and has had no report to decide by. In its scope."""
    wanted = Q(next_action__in=(Action.APPLY_ORDER, Action.APPLY_ENFORCEMENT))
    choice = standing_choice()
    if choice is None or choice.otherwise != StandingChoice.Otherwise.WAIT:
        wanted |= Q(~Exists(_events(Kind.REPORTED)), state=State.AWAITING_DECISION)
    numbered = {"debtor__number_cipher__isnull": False}
    others = JointDebtor.objects.filter(case=OuterRef("pk"), released_on=None, **numbered)
    first = Q(~Exists(first_released()), **numbered)
    return Case.objects.filter(wanted, *_not_put_off(today), first | Q(Exists(others)))


def for_bureau(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those that the bureau is asked about; the reports of the others are for a handler to take.

    Not who is protected, or whom the register knows otherwise than the invoice; nor of whom the bureau has said that it
    knows nobody of the number: looked up anew, it is asked anew. Of several each is judged (`is_for_bureau`).
    """
    judged = CaseEvent.objects.filter(case=OuterRef("case"), kind=Kind.LOOKED_UP, pk__gt=OuterRef("pk"))
    unknown = _events(Kind.REPORT_UNKNOWN).filter(~Exists(judged))
    known = Q(debtor__register_word__in=KNOWN, debtor__sealed_cipher=b"")
    several = JointDebtor.objects.filter(case=OuterRef("pk"), released_on=None)
    return cases.filter(~Exists(unknown), known | Q(Exists(several)))


def is_for_bureau(debtor: Debtor) -> bool:
    """Whether the bureau is asked about one who answers, as far as the register knows."""
    return debtor.register_word in KNOWN and not debtor.is_sealed


def purpose_of(case: Case) -> Purpose:
    """The decision that the case stands at."""
    return Purpose.ENFORCEMENT if case.state == State.TITLED else Purpose.PAYMENT_ORDER


def _not_put_off(today: date) -> tuple[Q, ...]:
    """Nothing is decided or filed now, and nothing is asked about anybody for it."""
    held = Hold.objects.filter(case=OuterRef("pk"), lifted_at=None, until__gte=today)
    stopped = Situation.objects.filter(case=OuterRef("pk"), ended_on=None, released_on=None)
    said = Notice.objects.filter(case=OuterRef("pk"), handled_at=None).exclude(kind=Notice.Kind.MESSAGE)
    return ~Q(Exists(held)), ~Q(Exists(stopped)), ~Q(Exists(said))


def _events(kind: CaseEvent.Kind) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(case=OuterRef("pk"), kind=kind)
