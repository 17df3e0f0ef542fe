"""What the service finds by itself: a register's answer to a look-up, somebody who was a minor, letters that came back,
and what is known of the same person from another case.

Each is found by a question to the database, written once by its key, and harmless to ask again. A letter that came back
has the register asked where the debtor lives now: another address is taken, anything else leaves nowhere to write.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from cases.checks import Stop, is_minor
from cases.claims import claims_of
from cases.debtor_number import number_of
from cases.joint import answering_of, debtor_of, first_released, key_of
from cases.models import Case, CaseEvent, Debtor, JointDebtor, Situation
from cases.situations.address import moved, takes_registers_address
from cases.situations.begin import NotBegun, begin
from cases.situations.same_person import AS, unknown_elsewhere
from cases.situations.told import NOTHING, told_of
from cases.states import OPEN_STATES
from ekrav import clock
from ekrav.audit.record import MACHINE
from ekrav.identity import is_partnership
from ekrav.law.rates import Rates
from ekrav.registers.company import CompanyUnknown, register_at
from ekrav.registers.events import TheirAddress
from ekrav.registers.population import PersonUnknown, population_register_at
from ekrav.registers.wire import LookUpByHand, RegisterSilent
from ekrav.tenancy import staff_scope, tenant_scope
from letters.catalogue import LetterKind
from letters.models import Dispatch

_log = logging.getLogger(__name__)

Kind, Word = Situation.Kind, Debtor.RegisterWord
MOST: Final = 500
_KINDS: Final = {
    Word.PROTECTED: (Kind.PROTECTED,),
    Word.DECEASED: (Kind.DEATH,),
    Word.NOT_ACTIVE: (Kind.DEREGISTERED, Kind.PARTNERSHIP),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something found in a case: what it is, to whom (None: its first debtor), from which day it counts, and the key
    that begins it once.

    `known_by`: the row of the same person's other case that it is known by.
    """

    creditor_id: int
    case_id: int
    debtor_id: int | None = None
    kind: Situation.Kind
    began_on: date
    key: str
    known_by: int | None = None


def begin_found(*, today: date, at: datetime, rates: Rates) -> int:
    """Begin what is found and is not begun; how many. One that cannot be is logged and stands in nobody's way."""
    with staff_scope():
        rows = [*_answered(), *_minors(rates), *_of_the_same_person()]
    return sum(_begin(row, today=today, at=at, rates=rates) for row in rows)


def look_for_returned(*, today: date, at: datetime, rates: Rates) -> int:
    """Ask the registers where those live whose letters came back; how many cases have a new address, or none.

    Waits on the registers: outside every scope. Without one, or while it is silent, the letters wait in their queue.
    """
    done = 0
    with staff_scope():
        rows = list(_returned())
    for row, asked in rows:
        try:
            address = _address(kind=asked.kind, number=asked.number)
        except LookUpByHand:
            return done
        except RegisterSilent:
            continue
        done += _settle(row, address, today=today, at=at, rates=rates)
    return done


@dataclass(frozen=True, kw_only=True)
class _Asked:
    kind: str
    number: str


def _open_cases() -> QuerySet[Case]:
    return Case.objects.filter(state__in=OPEN_STATES).select_related("debtor").order_by("id")


def _without(cases: QuerySet[Case], *kinds: Situation.Kind) -> list[Case]:
    """The first of those where no such thing has begun, over or not: what a person has ended is not begun anew. Nor
    what is asked no more of the case's first debtor."""
    begun = Situation.objects.filter(case=OuterRef("pk"), debtor=None, kind__in=kinds)
    return list(cases.filter(~Exists(begun), ~Exists(first_released()))[:MOST])


def _others(said: Q, *kinds: Situation.Kind) -> list[tuple[Case, Debtor]]:
    """As `_without`, of those who answer beside the first and of whom the register has `said` it."""
    begun = Situation.objects.filter(case=OuterRef("case"), debtor=OuterRef("debtor"), kind__in=kinds)
    rows = JointDebtor.objects.filter(said, ~Exists(begun), released_on=None, case__state__in=OPEN_STATES)
    rows = rows.exclude(debtor=F("case__debtor")).select_related("case", "debtor").order_by("id")
    return [(row.case, row.debtor) for row in rows[:MOST]]


def _answered() -> Iterator[Found]:
    # Of most books the registers have said nothing; the whole question is put only where they have.
    if not Debtor.objects.filter(Q(register_word__in=_KINDS) | ~Q(sealed_cipher=b"")).exists():
        return
    for word, kinds in _KINDS.items():
        said = Q(debtor__register_word=word)
        if word == Word.PROTECTED:
            # Of whoever is dead too, the word says only that.
            said |= ~Q(debtor__sealed_cipher=b"")
        first = _without(_open_cases().filter(said), *kinds)
        for case, debtor in [*((case, case.debtor) for case in first), *_others(said, *kinds)]:
            partners = word == Word.NOT_ACTIVE and is_partnership(number_of(debtor))
            kind = Kind.PARTNERSHIP if partners else kinds[0]
            looked_up, whose = debtor.looked_up_at, key_of(debtor, case=case)
            yield Found(
                creditor_id=case.creditor_id,
                case_id=case.pk,
                debtor_id=whose,
                kind=kind,
                began_on=clock.civil_date(looked_up) if looked_up else case.state_since,
                key=_key(f"look-up {kind}", whose),
            )


def _key(what: str, whose: int | None) -> str:
    return f"{what} {whose}" if whose else what


def _minors(rates: Rates) -> Iterator[Found]:
    held = CaseEvent.objects.filter(kind=CaseEvent.Kind.HELD, facts__stops__icontains=Stop.MINOR.value)
    stopped = _open_cases().filter(pk__in=held.values("case_id"), next_date__isnull=False)
    if not stopped.exists():
        return
    cases = _without(stopped, Kind.MINOR)
    claims = claims_of(cases)
    debtors = answering_of(cases)
    begun = set(Situation.objects.filter(case__in=cases, kind=Kind.MINOR).values_list("case_id", "debtor_id"))
    for case in cases:
        for debtor in debtors[case.pk]:
            whose = key_of(debtor, case=case)
            found = is_minor(debtor, on=claims[case.pk].arose_on, rates=rates)
            if found and (case.pk, whose) not in begun:
                yield Found(
                    creditor_id=case.creditor_id,
                    case_id=case.pk,
                    debtor_id=whose,
                    kind=Kind.MINOR,
                    began_on=claims[case.pk].arose_on,
                    key=_key("minor", whose),
                )


def _of_the_same_person() -> Iterator[Found]:
    for known, cases in unknown_elsewhere():
        for creditor_id, case_id, debtor_id in cases:
            yield Found(
                creditor_id=creditor_id,
                case_id=case_id,
                debtor_id=debtor_id,
                kind=Kind(known.kind),
                began_on=known.began_on,
                key=f"{AS}{known.pk}",
                known_by=known.pk,
            )


def _returned() -> Iterator[tuple[Found, _Asked]]:
    """Letters that came back in open cases, each once, with the number to ask the register about.

    Nobody is asked about while the case has nowhere to write: a person is to find where.
    """
    # Those of surveillance are looked into where it is (`cases.surveillance.look_again`).
    came_back = Dispatch.objects.filter(state=Dispatch.State.RETURNED, void=False).order_by("id")
    if not came_back.exists():
        return
    here = Situation.objects.filter(case=OuterRef("pk"))
    asked = here.filter(key=Concat(Value("returned "), Cast(OuterRef(OuterRef("pk")), TextField())))
    nowhere = here.filter(kind=Kind.NO_ADDRESS, ended_on=None)
    # A person has judged since it was posted where the debtor is: the register is not asked over its head.
    judged = here.filter(kind=Kind.NO_ADDRESS, ended_on__gt=OuterRef(OuterRef("posted_on")))
    to_ask = Case.objects.filter(number=OuterRef("case_number"), state__in=OPEN_STATES)
    to_ask = to_ask.filter(~Exists(asked), ~Exists(nowhere), ~Exists(judged))
    numbered = {"debtor__number_cipher__isnull": False, "debtor__sealed_cipher": b""}
    another = JointDebtor.objects.filter(debtor=OuterRef("addressee"), released_on=None, **numbered)
    first = Q(Exists(to_ask.filter(**numbered)), addressee=None)
    waiting = came_back.exclude(kind=LetterKind.SURVEILLANCE).filter(
        first | Q(Exists(another), Exists(to_ask))
    )
    letters = list(waiting.values_list("case_number", "id", "addressee")[:MOST])
    cases = {case.number: case for case in _open_cases().filter(number__in=[row[0] for row in letters])}
    debtors = answering_of(list(cases.values()))
    for number, dispatch_id, whose in letters:
        case = cases[number]
        debtor = next((one for one in debtors[case.pk] if one.pk == (whose or case.debtor_id)), None)
        if debtor is None:
            # Nothing is asked of it any more.
            continue
        found = Found(
            creditor_id=case.creditor_id,
            case_id=case.pk,
            debtor_id=whose,
            kind=Kind.NO_ADDRESS,
            began_on=case.state_since,
            key=f"returned {dispatch_id}",
        )
        yield found, _Asked(kind=debtor.kind, number=number_of(debtor))


def _begin(row: Found, *, today: date, at: datetime, rates: Rates) -> bool:
    return _in_case(row, lambda case: _begin_in(case, row, today=today, at=at, rates=rates))


def _begin_in(
    case: Case, row: Found, *, today: date, at: datetime, rates: Rates, tell: bool = True
) -> Situation:
    known = Situation.objects.get(pk=row.known_by) if row.known_by else None
    return begin(
        case=case,
        debtor=debtor_of(case, key=row.debtor_id),
        kind=row.kind,
        began_on=min(row.began_on, today),
        key=row.key,
        told=told_of(known) if known else NOTHING,
        today=today,
        at=at,
        by=MACHINE,
        rates=rates,
        tell=tell,
    )


def _settle(row: Found, address: TheirAddress | None, *, today: date, at: datetime, rates: Rates) -> bool:
    """Nowhere to write from now on, unless the register has another address: then there is, the same moment."""

    def act(case: Case) -> object:
        debtor = debtor_of(case, key=row.debtor_id)
        ours = (debtor.street, debtor.postcode.replace(" ", ""))
        elsewhere = (
            address is not None
            and (address.street, address.postcode.replace(" ", "")) != ours
            and takes_registers_address(case, debtor=debtor)
        )
        made = _begin_in(case, row, today=today, at=at, rates=rates, tell=not elsewhere)
        if address is not None and elsewhere:
            moved(case=case, debtor=debtor, to=address, nowhere=[made], today=today, at=at, rates=rates)
        return made

    return _in_case(row, act)


def _in_case(row: Found, act: Callable[[Case], object]) -> bool:
    try:
        with tenant_scope(row.creditor_id):
            rows = Case.objects.select_for_update(of=("self",)).select_related(
                "debtor", "subledger", "reference"
            )
            act(rows.get(pk=row.case_id))
    except NotBegun:
        return False
    except Exception:
        _log.exception("situation not begun", extra={"case": row.case_id, "creditor": row.creditor_id})
        return False
    return True


def _address(*, kind: str, number: str) -> TheirAddress | None:
    """Where the register has the person or the company; None when it has no address, or nobody of that number."""
    try:
        if kind == Debtor.Kind.COMPANY:
            company = register_at(url=settings.REGISTER_URL).look_up(organisation_number=number)
            found = TheirAddress(street=company.street, postcode=company.postcode, city=company.city)
        else:
            person = population_register_at(url=settings.REGISTER_URL).look_up(person_number=number)
            found = TheirAddress(street=person.street, postcode=person.postcode, city=person.city)
    except (CompanyUnknown, PersonUnknown):
        return None
    return found if all((found.street, found.postcode, found.city)) else None
