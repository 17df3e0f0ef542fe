"""The letters as the debtors got them."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from ekrav.sandbox.app import create_app
from tests.sandbox_pages.conftest import DAY, hand_over, letter_pdf
from tests.sandbox_pages.words import words_of


def test_no_letter_has_come(client: FlaskClient) -> None:
    assert "Inget brev har kommit än." in words_of(client.get("/print/").text)


def test_a_letter_says_what_it_is_to_whom_and_how_far_it_has_come(client: FlaskClient) -> None:
    letter = uuid4()
    hand_over(client, {letter: letter_pdf()})
    assert "4 mars 2025 Inkassokrav, ärende 1 Till Anna Lindqvist Trycks, 1 sida" in words_of(
        client.get("/print/").text
    )

    client.post("/print/play", json={"today": "2025-03-05"})
    assert "5 mars 2025 Inkassokrav, ärende 1 Till Anna Lindqvist Postat, 1 sida" in words_of(
        client.get("/print/").text
    )

    client.post(f"/print/letters/{letter}/return")
    assert "Tillbaka, 1 sida" in words_of(client.get("/print/").text)


def test_the_pdf_is_the_one_that_was_handed_over(client: FlaskClient) -> None:
    letter, pdf = uuid4(), letter_pdf()
    hand_over(client, {letter: pdf, uuid4(): b"%PDF-1.7 another"})
    answer = client.get(f"/print/letters/{letter}.pdf")
    assert (answer.data, answer.mimetype) == (pdf, "application/pdf")
    assert f'href="/print/letters/{letter}.pdf"' in client.get("/print/").text


def test_a_store_named_from_the_working_folder_has_its_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    client = create_app(store=Path(".data/sandbox")).test_client()
    letter, pdf = uuid4(), letter_pdf()
    hand_over(client, {letter: pdf})
    assert client.get(f"/print/letters/{letter}.pdf").data == pdf


def test_the_latest_day_stands_first_and_a_barred_job_nowhere(client: FlaskClient) -> None:
    hand_over(client, {uuid4(): b"%PDF-1.7 first"})
    hand_over(client, {uuid4(): b"%PDF-1.7 later"}, posting_day=date(2025, 3, 6))
    client.delete(f"/print/jobs/{uuid4()}")
    words = words_of(client.get("/print/").text)
    assert "Tryckeriet har 2 brev." in words
    assert words.index("6 mars 2025") < words.index("4 mars 2025")


def test_a_letter_that_cannot_be_read_is_still_listed(client: FlaskClient) -> None:
    hand_over(client, {uuid4(): b"%PDF-1.7 broken"}, posting_day=DAY)
    assert "4 mars 2025 Brev Trycks" in words_of(client.get("/print/").text)


def test_a_letter_that_never_came_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"/print/letters/{uuid4()}.pdf").status_code == 404


def test_the_service_is_told_no_more_than_agreed(client: FlaskClient) -> None:
    letter = uuid4()
    job = hand_over(client, {letter: letter_pdf()})
    assert client.get(f"/print/jobs/{job}").get_json() == {
        "job": str(job),
        "state": "accepted",
        "posted_on": None,
        "letters": [{"id": str(letter), "state": "accepted", "posted_on": None}],
    }
