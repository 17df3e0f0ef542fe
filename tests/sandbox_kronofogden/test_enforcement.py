"""Enforcement at the sandboxed Kronofogden: a fee each year, what was found, money parted as it was, and the end."""

from datetime import date

import requests

from ekrav.bankfiles import camt054
from ekrav.filings.claims import Amount, AmountKind, sum_of
from ekrav.filings.enforcement import (
    Change,
    Closing,
    EnforcementChange,
    EnforcementClosing,
    EnforcementFee,
    EnforcementReport,
    Finding,
    MoneyPaidOut,
)
from ekrav.filings.payment_order import Confirmation
from ekrav.money import kronor
from ekrav.payments.bank import HttpBank
from tests.sandbox_kronofogden.filer import VE, Filer


def test_nothing_is_found_and_the_fee_was_charged_all_the_same(filer: Filer) -> None:
    filer.enforce("no_assets")
    filer.play(70, at_a_time=7)
    (fee,), (report,), (closing,) = (
        filer.of(EnforcementFee),
        filer.of(EnforcementReport),
        filer.of(EnforcementClosing),
    )
    assert len(filer.of(Confirmation)) == 1
    assert (fee.year, fee.amount, fee.falls_on) == (1, kronor("600.00"), date(2025, 5, 13))
    assert (report.finding, report.monthly) == (Finding.NO_ASSETS, None)
    assert (closing.closing, closing.left) == (Closing.NO_ASSETS, kronor("10680.00"))


def test_wages_pay_the_fee_first_then_costs_then_capital_and_a_new_year_a_new_fee(filer: Filer) -> None:
    filer.enforce("wages")
    filer.play(420, at_a_time=10)
    paid = filer.of(MoneyPaidOut)
    # 1 500 a month: the first leaves 900 after the fee of 600, of which 680 are costs and 220 capital.
    assert (paid[0].amounts, paid[0].fees_taken) == (
        (
            Amount(kind=AmountKind.COSTS, amount=kronor("680.00")),
            Amount(kind=AmountKind.CAPITAL, amount=kronor("220.00")),
        ),
        kronor("600.00"),
    )
    # 900 + 6 × 1 500 = 9 900; what is left is 780. Eight payments, done before a second year begins.
    assert [sum_of(one.amounts) for one in paid] == [
        kronor("900.00"),
        *[kronor("1500.00")] * 6,
        kronor("780.00"),
    ]
    assert [fee.year for fee in filer.of(EnforcementFee)] == [1]
    assert [(one.closing, one.left) for one in filer.of(EnforcementClosing)] == [(Closing.PAID, 0)]


def test_a_long_respite_brings_a_second_years_fee(filer: Filer) -> None:
    filer.enforce("wages")
    filer.play(50)
    respite = EnforcementChange(
        id="E-1", reference=VE, change=Change.RESPITE, changed_on=filer.today, until=date(2026, 6, 1)
    )
    filer.send(respite)
    filer.play(345, at_a_time=15)
    assert [(fee.year, fee.falls_on) for fee in filer.of(EnforcementFee)] == [
        (1, date(2025, 5, 13)),
        (2, date(2026, 5, 13)),
    ]
    assert [one.fees_taken for one in filer.of(MoneyPaidOut)] == [kronor("1200.00")]


def test_property_pays_all_at_once_and_the_money_comes_to_the_bank(filer: Filer) -> None:
    filer.enforce("property")
    filer.play(100, at_a_time=10)
    (paid,) = filer.of(MoneyPaidOut)
    assert sum_of(paid.amounts) == kronor("10680.00")
    requests.post(f"{filer.url}/bank/play", json={"today": filer.today.isoformat()}, timeout=10)
    bank = HttpBank(f"{filer.url}/bank")
    (movement,) = camt054.read(bank.fetch(file_id=bank.files()[0].id).read()).transactions
    assert (movement.amount, movement.text, movement.payer_name) == (
        kronor("10680.00"),
        f"Kronofogden {VE}",
        "Kronofogdemyndigheten",
    )


def test_paid_in_part_elsewhere_and_then_withdrawn(filer: Filer) -> None:
    filer.enforce("no_assets")
    filer.play(5)
    filer.send(
        EnforcementChange(
            id="E-1",
            reference=VE,
            change=Change.REDUCED,
            changed_on=filer.today,
            amounts=(Amount(kind=AmountKind.CAPITAL, amount=kronor("4000.00")),),
        )
    )
    filer.send(EnforcementChange(id="E-2", reference=VE, change=Change.WITHDRAWN, changed_on=filer.today))
    filer.play(60, at_a_time=10)
    (closing,) = filer.of(EnforcementClosing)
    assert (closing.closing, closing.left) == (Closing.WITHDRAWN, kronor("6680.00"))
    assert filer.of(EnforcementReport) == []
