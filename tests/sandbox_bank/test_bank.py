"""The sandboxed bank behaves as a bank does: files that its customers' programs read, and honest refusals."""

from datetime import date, timedelta
from typing import Any

import pytest
import requests

from ekrav.bankfiles import camt054
from ekrav.bankfiles.notification import Direction
from ekrav.bankfiles.status_words import Outcome
from ekrav.payments.bank import BankRefused, BankUnreachable, HttpBank
from tests.sandbox_bank.customer import (
    ARE_BYGG,
    DAY,
    DUVEDS_EL,
    balance,
    deposit,
    laid_out,
    orders,
    play,
    reports,
)


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_deposit_is_told_of_in_the_next_file_in_the_version_asked_for(bank_url: str, version: str) -> None:
    requests.put(f"{bank_url}/version", json={"camt": version}, timeout=10).raise_for_status()
    assert deposit(bank_url, ocr="110429500124").status_code == 201
    assert laid_out(bank_url, kind="camt054") == []
    assert play(bank_url) == 1
    told = camt054.read(laid_out(bank_url, kind="camt054")[0])
    payment = told.transactions[0]
    assert (told.version, payment.references, payment.amount) == (version, ("110429500124",), 1_842_00)
    assert (payment.booked_date, payment.payer_name) == (DAY, "Anna Lindqvist")
    assert balance(bank_url) == 1_842_00


def test_twins_are_two_with_references_of_their_own_in_one_entry(bank_url: str) -> None:
    for _ in range(2):
        deposit(bank_url, ocr="110429500124")
    deposit(bank_url, text="faktura 88, hej å hå")
    assert play(bank_url) == 3
    told = camt054.read(laid_out(bank_url, kind="camt054")[0])
    assert len(told.entries) == 1
    assert len({payment.bank_reference for payment in told.transactions}) == 3
    assert told.transactions[2].text == "faktura 88, hej å hå"


def test_a_deposit_waits_for_its_day_and_a_day_played_twice_books_once(bank_url: str) -> None:
    deposit(bank_url, date=(DAY + timedelta(days=2)).isoformat())
    assert [play(bank_url, DAY + timedelta(days=ahead)) for ahead in (0, 1, 2, 2, 3)] == [0, 0, 1, 0, 0]
    assert len(laid_out(bank_url, kind="camt054")) == 1


def test_days_played_in_one_go_are_entries_of_their_own(bank_url: str) -> None:
    deposit(bank_url, date=(DAY - timedelta(days=1)).isoformat())
    deposit(bank_url)
    play(bank_url)
    told = camt054.read(laid_out(bank_url, kind="camt054")[0])
    assert [entry.booked_date for entry in told.entries] == [DAY - timedelta(days=1), DAY]


def test_payments_are_accepted_now_and_paid_on_their_day(bank_url: str) -> None:
    deposit(bank_url, date="2026-11-19", amount_ore=5_000_00)
    play(bank_url, date(2026, 11, 19))
    HttpBank(bank_url).send(content=orders(("P1", ARE_BYGG, "1542.00"), ("P2", DUVEDS_EL, "300.50")))
    accepted = reports(bank_url)[0]
    assert (accepted.status, accepted.original_message_id, accepted.original_total) == (
        "ACCP",
        "EK-2026-47",
        1_842_50,
    )
    assert balance(bank_url) == 5_000_00
    assert play(bank_url) == 2
    told = camt054.read(laid_out(bank_url, kind="camt054")[1])
    assert [(paid.direction, paid.end_to_end_id, paid.amount) for paid in told.transactions] == [
        (Direction.DEBIT, "P1", 1_542_00),
        (Direction.DEBIT, "P2", 300_50),
    ]
    assert balance(bank_url) == 3_157_50
    settled = reports(bank_url)[1]
    for paid in told.transactions:
        verdict = settled.verdict(
            payment_information_id="EK-2026-47-20261120", end_to_end_id=paid.end_to_end_id
        )
        assert verdict is not None
        assert verdict.outcome is Outcome.SETTLED
    assert [one.bank_reference for one in settled.groups[0].transactions] == [
        paid.bank_reference for paid in told.transactions
    ]


def test_a_payee_whose_bankgiro_does_not_exist_is_rejected_alone(bank_url: str) -> None:
    content = orders(("P1", ARE_BYGG, "10.00"), ("P2", DUVEDS_EL, "20.00"))
    HttpBank(bank_url).send(content=content.replace(DUVEDS_EL.encode(), b"9902009"))
    report = reports(bank_url)[0]
    assert report.status == "PART"
    one, other = report.groups[0].transactions
    assert (one.end_to_end_id, one.status, one.reasons) == ("P1", "ACCP", ())
    assert (other.end_to_end_id, other.status, other.reasons[0].code) == ("P2", "RJCT", "AC01")
    assert play(bank_url) == 1
    assert balance(bank_url) == -10_00


def test_a_message_id_is_taken_once_and_the_copy_is_rejected_in_a_report(bank_url: str) -> None:
    content = orders(("P1", ARE_BYGG, "10.00"))
    bank = HttpBank(bank_url)
    assert bank.send(content=content) != bank.send(content=content)
    first, copy = reports(bank_url)
    assert (first.status, copy.status, copy.reasons[0].code) == ("ACCP", "RJCT", "DU01")
    assert play(bank_url) == 1


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (lambda content: content.replace(b"<CtrlSum>10.00<", b"<CtrlSum>10.01<", 1), "kontrollsumma"),
        (lambda content: content.replace(b"<MsgId>", b"<MsgIdd>", 1), "skadad"),
        (lambda content: content.replace(b"<PmtMtd>TRF</PmtMtd>", b""), "följer inte"),
        (lambda content: content.replace(b"001.001.09", b"001.001.08"), "version 08"),
        (lambda _: b"", "tom"),
    ],
)
def test_a_file_that_is_not_right_is_refused_at_the_door_with_the_reason(
    bank_url: str, forge: Any, why: str
) -> None:
    with pytest.raises(BankRefused, match=why):
        HttpBank(bank_url).send(content=forge(orders(("P1", ARE_BYGG, "10.00"))))
    assert laid_out(bank_url, kind="pain002") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_ore": 0},
        {"amount_ore": 10.5},
        {"amount_ore": True},
        {"amount_ore": "100"},
        {"date": "i morgon"},
        {"ocr": "1" * 36},
        {"text": "rad\nrad"},
        {"text": "\ud800"},
        {"account": "50501056"},
    ],
)
def test_a_deposit_that_makes_no_sense_is_refused_with_a_sentence(
    bank_url: str, wrong: dict[str, Any]
) -> None:
    answer = deposit(bank_url, **wrong)
    assert answer.status_code == 422
    assert answer.json()["reason"].endswith(".")
    assert play(bank_url) == 0


def test_what_is_no_json_object_is_refused(bank_url: str) -> None:
    for path in ("deposits", "play"):
        assert requests.post(f"{bank_url}/{path}", data=b"[", timeout=10).status_code == 422
    assert requests.put(f"{bank_url}/version", json={"camt": "13"}, timeout=10).status_code == 422


def test_files_are_listed_after_the_one_that_was_seen_last(bank_url: str) -> None:
    for name in ("M1", "M2", "M3"):
        HttpBank(bank_url).send(content=orders(("P1", ARE_BYGG, "10.00"), message_id=name))
    every = HttpBank(bank_url).files()
    assert [file.id for file in HttpBank(bank_url).files(after=every[1].id)] == [every[2].id]
    assert HttpBank(bank_url).files(after="nobody's") == every


def test_a_file_that_is_not_there_cannot_be_fetched(bank_url: str) -> None:
    with pytest.raises(BankUnreachable):
        HttpBank(bank_url).fetch(file_id="../secret")
