"""The application that a case has pending, and how one is named: `<case>-B1`, an order; `<case>-V1`, enforcement.

While it is pending the case stands where it is pending, or comes back to there; when it is over, to the place before.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from cases.models import Application, Case
from cases.move import set_place
from cases.states import AT_ORDER, State

LETTER = {Application.Kind.ORDER: "B", Application.Kind.ENFORCEMENT: "V"}
# Where a case stands while an application of the kind is pending, and its place when that is over.
STANDS: Final[Mapping[str, tuple[State, ...]]] = {
    Application.Kind.ORDER: (*AT_ORDER, State.COURT),
    Application.Kind.ENFORCEMENT: (State.ENFORCEMENT,),
}
BACK_AT: Final[Mapping[str, State]] = {
    Application.Kind.ORDER: State.AWAITING_DECISION,
    Application.Kind.ENFORCEMENT: State.TITLED,
}


def next_reference(*, case: Case, kind: Application.Kind) -> str:
    """The name of the case's next application of this kind, with the case's row locked."""
    return f"{case.number}-{LETTER[kind]}{case.applications.filter(kind=kind).count() + 1}"


def pending(*, case: Case) -> Application | None:
    """The application that is neither ended nor taken back; None when nothing is pending."""
    return case.applications.filter(ended_on=None, withdrawn_on=None).first()


def end_application(*, case: Case, application: Application, ending: Application.Ending, on: date) -> bool:
    """End it, once; False when it had ended. A case outside the process does not come back to it. Both rows locked."""
    application.ended_on, application.ending = on, ending
    running = Application.objects.filter(pk=application.pk, ended_on=None)
    if running.update(ended_on=on, ending=ending) != 1:
        return False
    if ending != Application.Ending.TRANSFERRED:
        leave_place(case=case, kind=application.kind)
    return True


def leave_place(*, case: Case, kind: str) -> None:
    """What was pending is over: a plan, a dispute or an end leads back to the place before, unless another is."""
    if case.resumes in STANDS[kind] and pending(case=case) is None:
        set_place(case=case, place=BACK_AT[kind])
