"""VAT on the agency's fees, and the payout, as the settlement note shows them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates
from ekrav.law.vat import Received, Settlement, settle, vat_on
from ekrav.money import Ore, kronor

RATES = shipped_rates()
DAY = date(2026, 11, 20)


def received(costs: str, interest: str, capital: str) -> Received:
    return Received(costs=kronor(costs), interest=kronor(interest), capital=kronor(capital))


def shared(fees: str, vat: str, payout: str, owes: str = "0") -> Settlement:
    return Settlement(fees=kronor(fees), vat=kronor(vat), payout=kronor(payout), creditor_owes=kronor(owes))


@pytest.mark.parametrize(
    ("money", "keeps", "expected"),
    [
        (received("240.00", "0.00", "1000.00"), False, shared("240.00", "60.00", "940.00")),
        (received("240.00", "13.97", "1000.00"), False, shared("240.00", "60.00", "953.97")),
        (received("240.00", "13.97", "1000.00"), True, shared("253.97", "63.49", "936.51")),
        (received("240.00", "8.22", "251.78"), False, shared("240.00", "60.00", "200.00")),
        (received("0.00", "4.30", "748.22"), False, shared("0.00", "0.00", "752.52")),
        (received("60.00", "0.00", "0.00"), False, shared("60.00", "15.00", "0.00", owes="15.00")),
        (received("450.00", "0.00", "5000.00"), False, shared("450.00", "112.50", "4887.50")),
    ],
)
def test_the_payout_is_what_was_received_less_fees_and_their_vat(
    money: Received, keeps: bool, expected: Settlement
) -> None:
    assert settle(received=money, on=DAY, rates=RATES, keeps_interest=keeps) == expected


def test_vat_is_a_quarter_of_the_fee_rounded_once() -> None:
    assert vat_on(fee=kronor("240.00"), on=DAY, rates=RATES) == kronor("60.00")
    assert vat_on(fee=Ore(2), on=DAY, rates=RATES) == 1
    assert vat_on(fee=Ore(1), on=DAY, rates=RATES) == 0
    with pytest.raises(NoRow):
        vat_on(fee=Ore(1), on=date(2023, 6, 30), rates=RATES)


AMOUNTS = st.integers(0, 10**9).map(Ore)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.booleans())
def test_a_settlement_shares_exactly_what_was_received(
    costs: Ore, interest: Ore, capital: Ore, keeps: bool
) -> None:
    s = settle(
        received=Received(costs=costs, interest=interest, capital=capital),
        on=DAY,
        rates=RATES,
        keeps_interest=keeps,
    )
    assert s.fees + s.vat + s.payout - s.creditor_owes == costs + interest + capital
    assert 0 in (s.payout, s.creditor_owes)
    assert min(s.payout, s.creditor_owes) == 0
