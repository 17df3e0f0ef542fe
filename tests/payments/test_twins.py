"""One payment told of by BgMax and by camt.054 is counted once; where it is not certain, a person says.

Anna pays 1 842,00 with her OCR number on 20 November. The bank is changing formats and tells of it in both.
"""

from datetime import date

import pytest
from django.test import Client

from ekrav.bankfiles import bgmax_write
from ekrav.bankfiles.bgmax import BGMAX
from ekrav.bankfiles.notification import AccountNotice, BankTransaction, Notification, entry_of
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import agency_scope
from ekrav.world.books import broken_invariants
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import AT, OURS, Debt, a_debt, agency_book, book, camt, paid
from tests.payments.test_placing_pages import words

pytestmark = pytest.mark.django_db(transaction=True)
State = UnmatchedPayment.State
SERIAL = "000012345678"


@pytest.fixture
def anna() -> Debt:
    """Anna's debt, and Bertil at the agency."""
    set_today(date(2026, 11, 20))
    an_agency()
    staff(BERTIL)
    return a_debt(a_creditor(), serial=1)


def bgmax(*serials: str, ocr: str, amount: str = "1842.00") -> bytes:
    """A BgMax that tells of as many payments, each with its serial number."""
    told = [paid(ocr, amount, bank_reference=f"20261120-{serial}") for serial in serials]
    notice = AccountNotice(notice_id="20261120-1", account=OURS, entries=(entry_of(*told),))
    file = Notification(standard=BGMAX, message_id="B1", version="01", created=AT, notices=(notice,))
    return bgmax_write.write(file)


def comes(content: bytes) -> tuple[int, int, int]:
    """How many were routed, laid on the pile, and known."""
    got = receive(content=content, name="fil", at=AT)
    return got.routed, got.unmatched, got.known


def told(ocr: str, reference: str, amount: str = "1842.00") -> BankTransaction:
    return paid(ocr, amount, bank_reference=reference)


def states() -> list[str]:
    with agency_scope():
        return list(UnmatchedPayment.objects.order_by("pk").values_list("state", flat=True))


def annas(anna: Debt) -> int:
    """What stands on Anna's case, öre."""
    return -book(anna.creditor_id).get("payments_to_apply", 0)


@pytest.mark.parametrize("bgmax_first", [True, False])
def test_a_serial_number_that_the_bank_carries_over_is_certain_in_either_order(
    anna: Debt, bgmax_first: bool
) -> None:
    files = [bgmax(SERIAL, ocr=anna.ocr), camt(told(anna.ocr, "12345678"))]
    first, second = files if bgmax_first else files[::-1]
    assert [comes(first), comes(second)] == [(1, 0, 0), (0, 0, 1)]
    assert (annas(anna), agency_book(), states()) == (1842_00, {}, [State.TWIN])
    assert broken_invariants() == []


def test_without_it_the_second_is_held_and_in_no_book_until_a_person_says_that_it_is_the_same(
    anna: Debt,
) -> None:
    assert comes(bgmax(SERIAL, ocr=anna.ocr)) == (1, 0, 0)
    assert comes(camt(told(anna.ocr, "SEB-1"))) == (0, 1, 0)
    assert (annas(anna), agency_book(), states()) == (1842_00, {}, [State.HELD])
    bertil = logged_in(BERTIL)
    assert (
        'kan vara meddelade två gånger</a></th><td class="num">1<'
        in bertil.get("/handlaggning/").content.decode()
    )
    assert "Det kan vara samma betalning." in words(bertil.get("/handlaggning/oplacerade/?vy=dubbla"))
    assert says(bertil, "samma") == [302, 409]
    assert (annas(anna), agency_book(), states()) == (1842_00, {}, [State.TWIN])
    assert broken_invariants() == []


def test_a_payment_of_its_own_is_counted_when_a_person_has_said_so_and_then_placed(anna: Debt) -> None:
    comes(bgmax(SERIAL, ocr=anna.ocr))
    comes(camt(told(anna.ocr, "SEB-1")))
    bertil = logged_in(BERTIL)
    assert says(bertil, "egen") == [302, 409]
    assert (agency_book(), states()) == ({"client_funds": 1842_00, "unmatched": -1842_00}, [State.OPEN])
    assert bertil.post(address() + "placera/", {"ocr": anna.ocr}).status_code == 302
    assert (annas(anna), broken_invariants()) == (3684_00, [])


def test_two_honest_payments_told_of_twice_are_two_and_a_third_is_one_more(anna: Debt) -> None:
    comes(bgmax(SERIAL, "000012345679", ocr=anna.ocr))
    both = camt(told(anna.ocr, "SEB-1"), told(anna.ocr, "SEB-2"), told(anna.ocr, "SEB-3"))
    assert comes(both) == (1, 2, 0)
    assert (annas(anna), states()) == (3 * 1842_00, [State.HELD, State.HELD])


def test_another_amount_reference_or_day_and_the_same_format_are_no_twins(anna: Debt) -> None:
    bo = a_debt(anna.creditor_id, serial=2, label="Bo Nilsson")
    comes(bgmax(SERIAL, ocr=anna.ocr))
    assert comes(camt(told(anna.ocr, "SEB-1", "1842.01"), told(bo.ocr, "SEB-2"))) == (2, 0, 0)
    later = paid(anna.ocr, "1842.00", bank_reference="SEB-3", day=date(2026, 11, 19))
    assert comes(camt(later, message_id="CAMT-2")) == (1, 0, 0)
    assert comes(camt(told(bo.ocr, "SEB-4"), message_id="CAMT-3")) == (1, 0, 0)
    assert (states(), broken_invariants()) == ([], [])


def test_after_a_payment_of_its_own_the_true_twin_of_the_first_is_still_held(anna: Debt) -> None:
    comes(bgmax(SERIAL, ocr=anna.ocr))
    comes(camt(told(anna.ocr, "SEB-1")))
    assert says(logged_in(BERTIL), "egen") == [302, 409]
    # The day after comes the camt.054 telling of what BgMax told: Anna paid twice, not three times.
    assert comes(camt(told(anna.ocr, "SEB-2"), message_id="CAMT-2")) == (0, 1, 0)
    assert (annas(anna), agency_book()) == (1842_00, {"client_funds": 1842_00, "unmatched": -1842_00})
    assert (states(), broken_invariants()) == ([State.OPEN, State.HELD], [])


def test_what_the_file_only_repeats_takes_no_twin_from_what_is_new(anna: Debt) -> None:
    # The first camt.054 comes alone and is counted; BgMax then tells of another payment, with the same looks.
    assert comes(camt(told(anna.ocr, "SEB-1"))) == (1, 0, 0)
    assert comes(bgmax(SERIAL, "000012345679", ocr=anna.ocr)) == (1, 1, 0)
    # 12345678 was held as SEB-1's twin; 12345679 is counted, and SEB-2 tells of it beside SEB-1 again.
    assert comes(camt(told(anna.ocr, "SEB-1"), told(anna.ocr, "SEB-2"), message_id="CAMT-2")) == (0, 1, 1)
    assert (annas(anna), states()) == (2 * 1842_00, [State.HELD, State.HELD])
    assert broken_invariants() == []


def address() -> str:
    with agency_scope():
        return f"/handlaggning/oplacerade/{UnmatchedPayment.objects.get().public_id}/"


def says(bertil: Client, what: str) -> list[int]:
    """What Bertil is answered the first and the second time."""
    return [bertil.post(address() + "samma/", {what: "ja"}).status_code for _ in range(2)]
