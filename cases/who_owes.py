"""Staff judge who the debtor is: that two names are one's, that the invoice was wrong, or what a register says."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from cases.debtor_number import number_columns
from cases.joint import relabel
from cases.look_up import Answer, keep
from cases.models import Case, CaseEvent, Debtor
from cases.move import write_event
from cases.states import STANDINGS, State
from ekrav.audit.record import Actor, record

_NOT_LOOKED_UP: Final[Mapping[str, Any]] = {
    "register_name": "",
    "register_word": "",
    "looked_up_at": None,
    "name_accepted_at": None,
}


class DebtorRefused(ValueError):
    """What was judged is no longer so; `reason`: closed, sealed, changed (since the page was opened), answered."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def accept_name(
    *, case: Case, debtor: Debtor, seen: datetime, today: date, at: datetime, by: Actor
) -> CaseEvent:
    """The invoice's name and the register's, as it answered at `seen`, are the same person's or company's.

    The case's row is locked. Raises `DebtorRefused`.
    """
    _must_be_open(case)
    found = Debtor.objects.filter(pk=debtor.pk, looked_up_at=seen, name_accepted_at=None)
    if not found.exclude(register_name="").update(name_accepted_at=at):
        raise DebtorRefused("changed")
    record(act="debtor_name_accepted", on=case, by=by, at=at)
    return _looked_up(case, today=today, at=at, by=by, facts={"accepted": True})


def correct_debtor(
    *, case: Case, debtor: Debtor, name: str, number: str, today: date, at: datetime, by: Actor
) -> CaseEvent:
    """Another name, or another `number` (12 digits of a person, 10 of a company; empty: as it is), looked up anew.

    The case's row is locked. Raises `DebtorRefused`.
    """
    _must_be_open(case)
    if debtor.is_sealed:
        raise DebtorRefused("sealed")
    changes = {"name": name, **_NOT_LOOKED_UP}
    if number:
        changes |= number_columns(kind=debtor.kind, number=number)
    Debtor.objects.filter(pk=debtor.pk).update(**changes)
    relabel(case)
    record(act="debtor_corrected", on=case, by=by, at=at, facts={"number": bool(number)})
    return _looked_up(case, today=today, at=at, by=by, facts={"corrected": True})


def answer_by_hand(
    *, case: Case, debtor: Debtor, answer: Answer, today: date, at: datetime, by: Actor
) -> None:
    """What somebody found who looked in the register, where none is connected or it is silent.

    The case's row is locked. Raises `DebtorRefused`.
    """
    _must_be_open(case)
    key = bytes(debtor.number_key or b"")
    if not keep(answer=answer, debtor_id=debtor.pk, key=key, today=today, at=at, by=by):
        raise DebtorRefused("answered")
    record(act="debtor_looked_up", on=case, by=by, at=at, facts={"word": answer.word})


def _must_be_open(case: Case) -> None:
    if not STANDINGS[State(case.state)].open:
        raise DebtorRefused("closed")


def _looked_up(case: Case, *, today: date, at: datetime, by: Actor, facts: dict[str, bool]) -> CaseEvent:
    return write_event(case=case, kind=CaseEvent.Kind.LOOKED_UP, on=today, at=at, by=by, facts=facts)
