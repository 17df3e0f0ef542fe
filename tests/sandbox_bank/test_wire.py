"""Our side of the wire, against the sandboxed bank and against worse ones."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import requests

from ekrav.payments.bank import AnswerLost, BankUnreachable, HttpBank
from ekrav.payments.debits import debits_to_settle
from ekrav.payments.fetch import Fetched, fetch_files
from ekrav.payments.inbox import reports_to_read
from ekrav.tenancy import agency_scope
from tests.payments.cast import AT, a_creditor, a_debt, agency_book, agency_with_accounts, book, on_the_bank
from tests.sandbox_bank.customer import ARE_BYGG, balance, deposit, orders, play


@pytest.mark.django_db(transaction=True)
def test_what_debtors_pay_at_the_bank_stands_in_the_books_and_the_balances_agree(bank_url: str) -> None:
    agency_with_accounts()
    anna = a_debt(a_creditor(), serial=1)
    for _ in range(2):
        deposit(bank_url, ocr=anna.ocr, amount_ore=500_00)
    deposit(bank_url, ocr="4711", amount_ore=99_50)
    play(bank_url)
    assert fetch_files(bank=HttpBank(bank_url), at=AT) == Fetched(taken=1)
    assert book(anna.creditor_id) == {"client_funds": 1_000_00, "payments_to_apply": -1_000_00}
    assert agency_book() == {"client_funds": 99_50, "unmatched": -99_50}
    assert on_the_bank([anna.creditor_id]) == balance(bank_url)
    assert fetch_files(bank=HttpBank(bank_url), at=AT) == Fetched()


@pytest.mark.django_db(transaction=True)
def test_a_payout_comes_back_as_two_reports_and_a_debit(bank_url: str) -> None:
    agency_with_accounts()
    bank = HttpBank(bank_url)
    bank.send(content=orders(("P1", ARE_BYGG, "10079.73")))
    play(bank_url)
    assert fetch_files(bank=bank, at=AT) == Fetched(taken=3)
    with agency_scope():
        assert reports_to_read().count() == 2
        debit = debits_to_settle().get()
    assert (debit.end_to_end_id, debit.amount_ore) == ("P1", 10_079_73)


def test_a_bank_that_is_closed_has_nothing_of_ours() -> None:
    closed = HttpBank("http://127.0.0.1:9/bank")
    for ask in (closed.files, lambda: closed.fetch(file_id="1"), lambda: closed.send(content=b"<x/>")):
        with pytest.raises(BankUnreachable):
            ask()


@contextmanager
def a_bank_that_answers(*lines: bytes) -> Iterator[str]:
    """A server that takes one request whole and answers with these bytes, then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65_536)
                line.sendall(b"\r\n".join(lines))

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join(10)


@pytest.mark.parametrize(
    "answer",
    [
        (b"",),
        (b"HTTP/1.1 500 Oops", b"Content-Length: 0", b"", b""),
        (b"HTTP/1.1 202 OK", b"Content-Length: 2", b"", b"{}"),
        (b"HTTP/1.1 202 OK", b"Content-Length: 9", b"", b"not json!"),
        (b"HTTP/1.1 302 Elsewhere", b"Location: http://127.0.0.1:9/", b"Content-Length: 0", b"", b""),
    ],
)
def test_a_file_whose_answer_is_lost_may_have_arrived(answer: tuple[bytes, ...]) -> None:
    with a_bank_that_answers(*answer) as url, pytest.raises(AnswerLost):
        HttpBank(url).send(content=b"<x/>")


@pytest.mark.parametrize(
    "answer",
    [
        (b"HTTP/1.1 200 OK", b"Content-Length: 2", b"", b"[]"),
        (b"HTTP/1.1 200 OK", b"Content-Length: 24", b"", b'{"files": [{"id": "1"}]}'),
        (b"HTTP/1.1 404 No", b"Content-Length: 0", b"", b""),
        (b"HTTP/1.1 302 Elsewhere", b"Location: http://127.0.0.1:9/", b"Content-Length: 0", b"", b""),
    ],
)
def test_a_list_that_is_not_as_agreed_is_no_list(answer: tuple[bytes, ...]) -> None:
    with a_bank_that_answers(*answer) as url, pytest.raises(BankUnreachable):
        HttpBank(url).files()


def test_every_call_has_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[Any] = []

    def silent(*_: object, timeout: object = None, **__: object) -> requests.Response:
        limits.append(timeout)
        raise requests.ReadTimeout

    monkeypatch.setattr(requests, "get", silent)
    monkeypatch.setattr(requests, "post", silent)
    bank = HttpBank("http://bank.example")
    for ask, refusal in (
        (bank.files, BankUnreachable),
        (lambda: bank.fetch(file_id="1"), BankUnreachable),
        (lambda: bank.send(content=b"<x/>"), AnswerLost),
    ):
        with pytest.raises(refusal):
            ask()
    assert limits == [(5, 30)] * 3
