"""A letter that came back: it does not count, the register is asked once, and the next goes to the new address."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cases.models import Case, CaseEvent, Debtor
from cases.stopped_letters import returned_letters
from cases.surveillance.look_again import find_returned, look_again_all
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.world.counterparties import counterparties
from letters.models import Dispatch
from tests.cases.endings import broken, log, owed
from tests.cast import ANNA_OWES, right_now, set_today
from tests.surveillance.given import comes_back, pass_until, under_surveillance
from tests.surveillance.test_endings import claim_by
from tests.surveillance.test_letters import ENTERED, LETTER, letters_sent

pytestmark = pytest.mark.django_db(transaction=True)

KNOWN = date(2025, 6, 30)


@pytest.fixture
def registers(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    with counterparties(tmp_path) as url:
        yield url


def look_again() -> int:
    at, today = right_now()
    return look_again_all(today=today, at=at, rates=current_rates())


def returned(*, street: str) -> Case:
    """The letter of 16 June came back from that street, and we know on the 30th."""
    case = under_surveillance()
    with tenant_scope(case.creditor_id):
        Debtor.objects.filter(pk=case.debtor_id).update(street=street)
    pass_until(case, date(2025, 6, 16))
    comes_back(case)
    set_today(KNOWN)
    return case


def test_the_register_knows_where_she_lives_and_the_letter_is_written_again(registers: str) -> None:
    case = returned(street="Gamla gatan 1")
    assert (look_again(), look_again()) == (1, 0)
    pass_until(case, date(2025, 7, 1))
    assert log(case) == [*ENTERED, *LETTER, "looked_up", "not_sent", *LETTER]
    assert letters_sent(case) == [date(2025, 6, 16), date(2025, 7, 1)]
    with tenant_scope(case.creditor_id):
        letter = Dispatch.objects.filter(kind="surveillance").latest("id")
        assert ANNA_OWES.street in letter.facts["debtor_address"]
        assert case.events.get(kind=CaseEvent.Kind.LOOKED_UP).facts["moved"] is True
    # Both were posted, and both are charged; the one that came back proves nothing.
    assert owed(case, Account.CREDITOR_OWES) == [1_000]
    pass_until(case, date(2025, 10, 14))
    assert claim_by(case) == date(2028, 4, 1)
    assert broken() == []


def test_who_has_not_moved_is_for_a_person_and_asked_about_once(registers: str) -> None:
    case = returned(street=ANNA_OWES.street)
    assert (look_again(), look_again()) == (0, 0)
    pass_until(case, date(2025, 10, 31))
    assert log(case) == [*ENTERED, *LETTER, "looked_up", "held"]
    with staff_scope(person_id=1):
        assert [letter.case.pk for letter in returned_letters()] == [case.pk]


def test_without_a_register_nothing_is_asked_and_the_letter_waits_for_a_person() -> None:
    case = returned(street="Gamla gatan 1")
    assert [creditor for creditor, _letter in find_returned()] == [case.creditor_id]
    assert look_again() == 0
    assert log(case) == [*ENTERED, *LETTER]
