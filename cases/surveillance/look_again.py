"""Look again: a letter of surveillance came back, and the population register is asked where the debtor lives now.

With a new address the letter is written again to it. Without one a person finds it: the letter stays in the queue of
those that came back, and no letter goes until then. Asked once a letter, outside every scope.
"""

import logging
from datetime import date, datetime
from typing import Final

from django.conf import settings

from cases.address import Address, correct_address
from cases.addressee import goes_by_hand
from cases.debtor_number import number_of
from cases.joint import debtor_of
from cases.look_up import WORD_OF
from cases.models import Case, CaseEvent, Debtor
from cases.move import Facts, write_event
from cases.states import OPEN_STATES
from ekrav.audit.record import MACHINE
from ekrav.law.rates import Rates
from ekrav.registers.population import PersonRecord, PersonStanding, PersonUnknown, population_register_at
from ekrav.registers.wire import LookUpByHand, RegisterSilent
from ekrav.tenancy import routing_scope, tenant_scope
from letters.catalogue import LetterKind
from letters.models import Dispatch

_log = logging.getLogger(__name__)

BATCH: Final = 500


def find_returned(*, after: int = 0, limit: int = BATCH) -> list[tuple[int, int]]:
    """Letters of surveillance that came back and nobody has looked into: (creditor, dispatch), past `after`."""
    with routing_scope():
        rows = Dispatch.objects.filter(
            state=Dispatch.State.RETURNED, kind=LetterKind.SURVEILLANCE, void=False, pk__gt=after
        )
        return list(rows.order_by("id").values_list("creditor_id", "id")[:limit])


def look_again_all(*, today: date, at: datetime, rates: Rates) -> int:
    """Ask about every debtor whose letter came back; how many have another address. A silent register ends the run."""
    moved, last = 0, 0
    while batch := find_returned(after=last):
        for creditor_id, dispatch_id in batch:
            try:
                moved += look_again(
                    creditor_id=creditor_id, dispatch_id=dispatch_id, today=today, at=at, rates=rates
                )
            except (RegisterSilent, LookUpByHand):
                return moved
            except Exception:
                _log.exception(
                    "returned letter not looked into",
                    extra={"dispatch": dispatch_id, "creditor": creditor_id},
                )
        last = batch[-1][1]
    return moved


def look_again(*, creditor_id: int, dispatch_id: int, today: date, at: datetime, rates: Rates) -> bool:
    """Ask the register about one; True when the debtor has moved and the letter is written again.

    Raises `RegisterSilent`, `LookUpByHand`. Waits on the register: outside every scope.
    """
    with tenant_scope(creditor_id):
        number = _number_to_ask(dispatch_id)
    if number is None:
        return False
    try:
        record = population_register_at(url=settings.REGISTER_URL).look_up(person_number=number)
    except PersonUnknown:
        record = None
    with tenant_scope(creditor_id):
        return _keep(dispatch_id, record, today=today, at=at, rates=rates)


def _number_to_ask(dispatch_id: int) -> str | None:
    """A person's number that has not been asked about for this letter. A company's address is for a person to find."""
    case = _case_of(dispatch_id, lock=False)
    if case is None:
        return None
    debtor = _addressee(dispatch_id, case=case)
    if debtor.kind != Debtor.Kind.PERSON or debtor.number_cipher is None:
        return None
    return number_of(debtor)


def _addressee(dispatch_id: int, *, case: Case) -> Debtor:
    key = Dispatch.objects.values_list("addressee", flat=True).get(pk=dispatch_id)
    return debtor_of(case, key=key)


def _case_of(dispatch_id: int, *, lock: bool) -> Case | None:
    """The open case of a letter that came back and has not been looked into."""
    number = Dispatch.objects.values_list("case_number", flat=True).get(pk=dispatch_id)
    rows = Case.objects.select_related("debtor", "subledger", "reference").filter(state__in=OPEN_STATES)
    case = (rows.select_for_update(of=("self",)) if lock else rows).filter(number=number).first()
    if case is None:
        return None
    asked = case.events.filter(kind=CaseEvent.Kind.LOOKED_UP, facts__returned=dispatch_id)
    return None if asked.exists() else case


def _keep(dispatch_id: int, record: PersonRecord | None, *, today: date, at: datetime, rates: Rates) -> bool:
    case = _case_of(dispatch_id, lock=True)
    if case is None:
        return False
    word = WORD_OF[record.standing] if record else Debtor.RegisterWord.UNKNOWN
    debtor = _addressee(dispatch_id, case=case)
    # What is known of a death or a protection, the register may not know yet.
    if word != debtor.register_word and not goes_by_hand(debtor):
        Debtor.objects.filter(pk=debtor.pk).update(register_word=word)
        debtor.refresh_from_db()
        case.debtor.refresh_from_db()
    address = _moved_to(debtor, record)
    # The word alone: events are kept for ever, and an address is personal data.
    facts: Facts = {"word": word.value, "returned": dispatch_id, "moved": address is not None}
    write_event(case=case, kind=CaseEvent.Kind.LOOKED_UP, on=today, at=at, by=MACHINE, facts=facts)
    if address is None:
        return False
    correct_address(case=case, debtor=debtor, address=address, today=today, at=at, by=MACHINE, rates=rates)
    return True


def _moved_to(debtor: Debtor, record: PersonRecord | None) -> Address | None:
    """Another address than the one the letter came back from; nobody's who is protected or dead."""
    if (
        debtor.is_sealed
        or record is None
        or record.standing != PersonStanding.REGISTERED
        or not record.street
    ):
        return None
    there = Address(care_of="", street=record.street, postcode=record.postcode, city=record.city)
    known = (debtor.street, debtor.postcode.replace(" ", ""), debtor.city)
    same = known == (there.street, there.postcode.replace(" ", ""), there.city)
    return None if same else there
