"""Kronofogden's window: the cases, which way each is to go, and what befalls the files."""

import re

from flask.testing import FlaskClient

from ekrav.filings.file import write
from tests.filings.given import a_file, application
from tests.sandbox_pages.words import words_of


def file_an_application(client: FlaskClient) -> None:
    """Anna's case comes in, and a day passes."""
    assert client.post("/kronofogden/files", data=write(a_file(application()))).status_code == 202
    play(client, "2025-05-13")


def play(client: FlaskClient, day: str) -> None:
    assert client.post("/kronofogden/play", json={"today": day}).status_code == 200


def test_before_the_first_day_there_is_nothing(client: FlaskClient) -> None:
    words = words_of(client.get("/kronofogden/").text)
    assert "Ingen dag är spelad än." in words
    assert "Inget mål har kommit in än." in words


def test_a_case_is_shown_and_goes_another_way_when_one_is_chosen(client: FlaskClient) -> None:
    file_an_application(client)
    client.post("/kronofogden/", data={"reference": "11042950 BF", "fate": "verdict"})
    words = words_of(client.get("/kronofogden/").text)
    assert "11042950 BF Delges, nästa steg 20 maj 2025. Går mot: Utslag." in words
    answer = client.post("/kronofogden/", data={"reference": "11042950 BF", "fate": "disputed"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "./")
    assert "Går mot: Bestrids." in words_of(client.get("/kronofogden/").text)
    play(client, "2025-05-30")
    assert "Bestritt" in words_of(client.get("/kronofogden/").text)


def test_the_next_file_is_lost_and_laid_out_again(client: FlaskClient) -> None:
    assert client.post("/kronofogden/", data={"mishap": "lose"}).status_code == 303
    file_an_application(client)
    page = client.get("/kronofogden/").text
    assert "Lägg ut fil 1 igen" in words_of(page)
    assert "Ingen fil är utlagd än." in words_of(page)
    client.post("/kronofogden/", data={"number": "1"})
    (link,) = re.findall(r'href="(/kronofogden/files/[^"]+)"', client.get("/kronofogden/").text)
    assert b"from_authority" in client.get(link).data


def test_what_cannot_be_chosen_changes_nothing(client: FlaskClient) -> None:
    file_an_application(client)
    for wrong in ({}, {"reference": "x", "fate": "verdict"}, {"reference": "11042950 BF", "fate": "wages"}):
        assert client.post("/kronofogden/", data=wrong).status_code == 409
    assert client.get("/kronofogden/files/K999999").status_code == 404
