"""Send to each: the same letter, queued to everybody who answers for a case, with a key of its own to Mitt Ärende."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from cases.addressee import goes_by_hand
from cases.joint import key_of
from cases.models import Case, CaseEvent, Debtor, PortalKey
from cases.move import write_event
from ekrav.audit.record import MACHINE
from letters.dispatch import compose
from letters.facts import Facts
from letters.models import Dispatch
from letters.portal_code import code_for, code_hash


def send_to_each(
    *,
    case: Case,
    debtors: Sequence[Debtor],
    letters: Sequence[Facts],
    by_hand: bool,
    posted: date,
    today: date,
    at: datetime,
) -> Dispatch:
    """Queue each debtor's letter with its key; the first, which the event of what is told is about.

    All of them or none. Raises `letters.facts.NotALetter` when one cannot be printed.
    """
    first: Dispatch | None = None
    with transaction.atomic():
        for debtor, facts in zip(debtors, letters, strict=True):
            dispatch = compose(
                kind=facts.kind,
                facts=facts,
                planned_on=posted,
                at=at,
                by_hand=by_hand and goes_by_hand(debtor),
                addressee=key_of(debtor, case=case),
                beside=first,
            )
            _give_key(case=case, debtor=debtor, letter_number=facts.letter_number, at=at)
            if first is None:
                first = dispatch
            else:
                kind = CaseEvent.Kind.BESIDE
                write_event(case=case, kind=kind, on=today, at=at, by=MACHINE, dispatch=dispatch)
    assert first is not None, "somebody answers for every case"
    return first


def _give_key(*, case: Case, debtor: Debtor, letter_number: int, at: datetime) -> None:
    code = code_for(case_number=case.number, letter_number=letter_number)
    PortalKey.objects.create(
        case=case,
        debtor_id=key_of(debtor, case=case),
        case_number=case.number,
        letter_number=letter_number,
        code_hash=code_hash(case_number=case.number, code=code),
        made_at=at,
    )
