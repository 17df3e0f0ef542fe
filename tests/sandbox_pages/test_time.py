"""A press on the time machine's button plays for as long as a person waits, and says what is left."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ekrav.world import play, views
from tests.cast import right_now, set_today
from tests.pages import text_of

DAY = date(2025, 3, 4)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Days that are played in no time; the list of them."""
    days: list[date] = []
    monkeypatch.setattr(play, "_next_morning", lambda: DAY)
    monkeypatch.setattr(play, "_today", lambda: DAY)
    monkeypatch.setattr(play, "play_today", days.append)
    return days


def test_all_days_are_played_when_there_is_time(played: list[date]) -> None:
    assert play.advance(days=31).days == len(played) == 31
    assert play.advance(days=31, seconds=60).days == 31


def test_one_day_is_played_however_little_time_there_is(played: list[date]) -> None:
    assert play.advance(days=31, seconds=0).days == len(played) == 1


@pytest.mark.django_db(transaction=True)
def test_a_press_that_did_not_get_to_the_end_says_how_many_days_are_left(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    client = Client()
    asked: list[dict[str, float]] = []

    def nine_days(**said: float) -> play.Played:
        asked.append(said)
        return play.Played(days=9, today=DAY)

    monkeypatch.setattr(views, "advance", nine_days)
    answer = client.post("/tidsmaskin/", {"days": "14"})
    assert asked == [{"days": 14, "seconds": 20}]
    assert (answer.status_code, answer["Location"]) == (302, "/tidsmaskin/?kvar=5")
    page = client.get("/tidsmaskin/?kvar=5")
    assert "5 dagar är kvar att spela. Tryck en gång till." in text_of(page)
    assert 'value="5"' in page.content.decode()
    assert f'href="{settings.SANDBOX_URL}/"' in page.content.decode()
    assert client.post("/tidsmaskin/", {"days": "9"})["Location"] == "/tidsmaskin/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("said", ["", "0", "32", "-1", "x", "٣", "999999999999"])
def test_an_address_with_nonsense_says_nothing(said: str) -> None:
    page = Client().get("/tidsmaskin/", {"kvar": said})
    assert "kvar att spela" not in text_of(page)
    assert 'value="1"' in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_counterparties_no_day_is_begun_and_both_ways_say_so(settings: Any) -> None:
    set_today(date(2026, 10, 12))
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    with pytest.raises(CommandError, match="Motparterna i sandlådan svarar inte"):
        call_command("advance", days=3)
    pressed = Client().post("/tidsmaskin/", {"days": "3"})
    paid = Client().post("/tidsmaskin/", {"reference": "1042", "amount": "100", "payer": "Anna Lindqvist"})
    for answer in (pressed, paid):
        assert (answer.status_code, "svarar inte" in text_of(answer)) == (503, True)
    assert right_now()[1] == date(2026, 10, 12)
