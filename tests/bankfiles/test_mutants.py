"""A file that has come to harm is refused whole, or it says of every krona what the true file said."""

from collections import Counter
from collections.abc import Callable

import pytest

from ekrav.bankfiles import bgmax, camt054
from ekrav.bankfiles.notification import Direction, Notification
from ekrav.bankfiles.refusal import FileRefused
from tests.bankfiles.given import OCR_ANNA, OCR_BO, OUR_BANKGIRO
from tests.bankfiles.mutants import IN_ALL, KINDS, TO_ANNA, TO_BO, many, true_file


def _read(data: bytes) -> Notification | None:
    """What the file says, None when it is refused: by its reader, or for being about another account."""
    try:
        told = bgmax.read(data) if bgmax.is_bgmax(data) else camt054.read(data)
    except FileRefused:
        return None
    return told if set(told.accounts) <= {OUR_BANKGIRO} else None


def _money(told: Notification) -> Counter[str]:
    """How much is for whom, as it would be booked: "" is for nobody who is known."""
    money: Counter[str] = Counter()
    for one in told.transactions:
        assert one.direction is Direction.CREDIT
        alone = one.references[0] if len(one.references) == 1 and not one.unclear else ""
        money[alone if alone in (OCR_ANNA, OCR_BO) else ""] += one.amount
    return money


@pytest.mark.parametrize("kind", KINDS)
def test_the_true_file_says_what_it_should(kind: str) -> None:
    told = _read(true_file(kind, ours=OUR_BANKGIRO, anna=OCR_ANNA, bo=OCR_BO))
    assert told is not None
    assert _money(told) == {OCR_ANNA: TO_ANNA, OCR_BO: TO_BO, "": IN_ALL - TO_ANNA - TO_BO}


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_file_moves_no_money_to_anybody_else(kind: str, size: Callable[[int, int], int]) -> None:
    refused = 0
    count = size(200, 1000)
    true = true_file(kind, ours=OUR_BANKGIRO, anna=OCR_ANNA, bo=OCR_BO)
    for serial, fault, data in many(lambda _serial: true, count=count, seed=1):
        told = _read(data)
        refused += told is None
        if told is not None:
            money = _money(told)
            # An öre more on one payment and an öre less on another leave every sum of the file as it was.
            unseen = 1 if fault == "an öre off+an öre off" else 0
            assert sum(money.values()) == IN_ALL, (serial, fault)
            assert money[OCR_ANNA] <= TO_ANNA + unseen, (serial, fault)
            assert money[OCR_BO] <= TO_BO + unseen, (serial, fault)
    assert count // 3 < refused < count
