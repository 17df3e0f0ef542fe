"""Look up: who the debtor is, asked of the public register before a letter is sent.

Find, fetch, write: the register is asked outside every scope, and its answer is written by condition, once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings

from cases.debtor_number import number_of
from cases.joint import asked_of
from cases.models import Case, CaseEvent, Debtor, JointDebtor
from cases.move import Happening, write_events
from ekrav.audit.record import MACHINE, Actor
from ekrav.registers.company import CompanyUnknown, register_at
from ekrav.registers.population import PersonStanding, PersonUnknown, population_register_at
from ekrav.registers.wire import LookUpByHand, RegisterSilent
from ekrav.tenancy import routing_scope, tenant_scope

BATCH = 500
PATIENCE = 3
LONGEST_NAME = 120

Word = Debtor.RegisterWord

WORD_OF: Final = {
    PersonStanding.REGISTERED: Word.FOUND,
    PersonStanding.PROTECTED: Word.PROTECTED,
    PersonStanding.DECEASED: Word.DECEASED,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose number is to be looked up; `key` is its hash, by which an answer to an old number is known."""

    kind: Debtor.Kind
    number: str
    key: bytes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a register, or a person who looked in it, said. Whoever is protected has no `name` here."""

    word: Debtor.RegisterWord
    name: str = ""


def find_to_look_up(*, after: int = 0, limit: int = BATCH) -> list[tuple[int, int]]:
    """Debtors with a number that waits, and a case with a step ahead: (creditor, debtor), past the debtor `after`."""
    with routing_scope():
        moving = Case.objects.filter(next_date__isnull=False).values("debtor_id")
        joint = JointDebtor.objects.filter(released_on=None, case__next_date__isnull=False).values(
            "debtor_id"
        )
        waiting = Debtor.objects.filter(pk__gt=after).order_by("id").values_list("creditor_id", "id")
        found = {*waiting.filter(pk__in=moving)[:limit], *waiting.filter(pk__in=joint)[:limit]}
        return sorted(found, key=lambda pair: pair[1])[:limit]


def look_up_all(*, today: date, at: datetime) -> int:
    """Look up every debtor that waits; how many were answered. The others are asked about in the next run.

    A register that is silent `PATIENCE` times is let alone for this run, and so is one that is not there.
    """
    answered, silent, last = 0, 0, 0
    while batch := find_to_look_up(after=last):
        for creditor, debtor in batch:
            try:
                answered += look_up(creditor_id=creditor, debtor_id=debtor, today=today, at=at)
            except RegisterSilent:
                silent += 1
            except LookUpByHand:
                return answered
            if silent >= PATIENCE:
                return answered
        last = batch[-1][1]
    return answered


def look_up(*, creditor_id: int, debtor_id: int, today: date, at: datetime) -> bool:
    """Ask the register about one debtor and keep the answer; False when somebody else did, or nothing is asked.

    Raises `RegisterSilent`, `LookUpByHand`. Waits on the register: outside every scope.
    """
    with tenant_scope(creditor_id):
        asked = _question(debtor_id)
    if asked is None:
        return False
    answer = _ask(asked)
    with tenant_scope(creditor_id):
        return keep(answer=answer, debtor_id=debtor_id, key=asked.key, today=today, at=at, by=MACHINE)


def keep(*, answer: Answer, debtor_id: int, key: bytes, today: date, at: datetime, by: Actor) -> bool:
    """Write the answer about the number with the hash `key`, unless one is written or the number is another by now.

    In the tenant's scope.
    """
    answers = asked_of(Debtor.objects.get(pk=debtor_id)).values("pk")
    cases = list(Case.objects.select_for_update().filter(pk__in=answers, closed_on=None).order_by("id"))
    waiting = Debtor.objects.filter(pk=debtor_id, number_key=key, looked_up_at=None)
    if waiting.exclude(sealed_cipher=b"").exists():
        answer = Answer(word=answer.word)
    if not waiting.update(register_name=answer.name, register_word=answer.word, looked_up_at=at):
        return False
    # The word alone: events are kept for ever, and a name is personal data.
    happenings = [
        Happening(case=case, kind=CaseEvent.Kind.LOOKED_UP, on=today, facts={"word": answer.word})
        for case in cases
    ]
    write_events(happenings, at=at, by=by)
    return True


def _question(debtor_id: int) -> Asked | None:
    debtor = Debtor.objects.filter(pk=debtor_id, looked_up_at=None).first()
    if debtor is None or debtor.number_cipher is None or debtor.number_key is None:
        return None
    if not asked_of(debtor).filter(closed_on=None).exists():
        return None
    return Asked(kind=Debtor.Kind(debtor.kind), number=number_of(debtor), key=bytes(debtor.number_key))


def _ask(asked: Asked) -> Answer:
    return _ask_company(asked.number) if asked.kind == Debtor.Kind.COMPANY else _ask_person(asked.number)


def _ask_person(number: str) -> Answer:
    try:
        record = population_register_at(url=settings.REGISTER_URL).look_up(person_number=number)
    except PersonUnknown:
        return Answer(word=Word.UNKNOWN)
    return Answer(word=WORD_OF[record.standing], name=record.name[:LONGEST_NAME])


def _ask_company(number: str) -> Answer:
    try:
        record = register_at(url=settings.REGISTER_URL).look_up(organisation_number=number)
    except CompanyUnknown:
        return Answer(word=Word.UNKNOWN)
    word = Word.FOUND if record.active else Word.NOT_ACTIVE
    return Answer(word=word, name=record.name[:LONGEST_NAME])
