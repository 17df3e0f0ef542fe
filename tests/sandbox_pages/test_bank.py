"""The bank's window: what is on the account, and the counter."""

from typing import Any

from flask.testing import FlaskClient

from tests.sandbox_pages.words import words_of

PAID = {"reference": "2783 5311 2024", "amount": "1 250,50", "payer": "Anna Lindqvist"}


def play(client: FlaskClient, day: str) -> int:
    answer: Any = client.post("/bank/play", json={"today": day}).get_json()
    return int(answer["booked"])


def test_a_bank_that_has_not_opened_takes_no_money(client: FlaskClient) -> None:
    assert "Banken har inte öppnat." in words_of(client.get("/bank/").text)
    assert client.post("/bank/", data=PAID).status_code == 409
    assert play(client, "2025-03-04") == 0


def test_a_debtors_payment_waits_for_the_next_day_and_is_then_on_the_account_and_in_a_file(
    client: FlaskClient,
) -> None:
    play(client, "2025-03-03")
    answer = client.post("/bank/", data=PAID)
    assert (answer.status_code, answer.headers["Location"]) == (303, "./#waiting")
    words = words_of(client.get("/bank/").text)
    assert "Betalningar som väntar Anna Lindqvist, 2783 5311 2024 1 250,50 kr" in words
    assert "Inget är bokfört än." in words

    assert play(client, "2025-03-04") == 1
    page = client.get("/bank/").text
    assert "Utgående saldo 4 mars 2025" in words_of(page)
    assert "Bankgiro 5317-2045 1 250,50 kr" in words_of(page)
    assert "Betalningar som väntar" not in page
    assert 'href="/bank/files/F000001"' in page
    assert b"278353112024" in client.get("/bank/files/F000001").data


def test_words_that_are_no_number_go_with_the_payment_as_a_message(client: FlaskClient) -> None:
    play(client, "2025-03-03")
    client.post("/bank/", data=PAID | {"reference": "faktura 1047 tack"})
    assert "Anna Lindqvist, faktura 1047 tack" in words_of(client.get("/bank/").text)


def test_what_is_wrong_is_said_beside_each_field_and_nothing_is_paid(client: FlaskClient) -> None:
    play(client, "2025-03-03")
    for amount in ("", "-5", "0", "1.842", "tio", "999 999 999 999"):
        answer = client.post("/bank/", data={"reference": "", "amount": amount, "payer": " "})
        assert answer.status_code == 400
        for wrong in ("Skriv OCR-numret eller ett meddelande", "Skriv vem som betalar"):
            assert words_of(answer.text).count(wrong) == 2
    answer = client.post("/bank/", data=PAID | {"amount": "1.842"})
    assert words_of(answer.text).count("Skriv beloppet i kronor, till exempel 1 250,50") == 2
    assert 'value="1.842"' in answer.text
    assert client.post("/bank/", data=PAID | {"reference": "x" * 200}).status_code == 400
    assert client.post("/bank/", data=PAID | {"amount": "99999999999"}).status_code == 400
    assert play(client, "2025-03-04") == 0
