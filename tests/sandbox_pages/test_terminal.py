"""The demo's terminal shows what the commands say and what goes wrong; the seals go to the log of the processes."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from ekrav.ledger.seal import seal_journal
from ekrav.world.management.commands import advance


@pytest.fixture(autouse=True)
def the_log_as_it_was() -> Iterator[None]:
    """The level of the log before and after."""
    ours = logging.getLogger("ekrav")
    before = ours.level
    yield
    ours.setLevel(before)


@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_sealed_while_time_is_played_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    class Played:
        today = date(2025, 3, 4)

    def seals(**_rest: object) -> Played:
        seal_journal(today=date(2026, 11, 26), at=datetime(2026, 11, 26, 7, tzinfo=UTC))
        logging.getLogger("ekrav.ledger.seal").warning("something is wrong")
        return Played()

    monkeypatch.setattr(advance, "advance", seals)
    with caplog.at_level(logging.INFO):
        call_command("advance")
    assert [record.message for record in caplog.records] == ["something is wrong"]
    assert capsys.readouterr().out == "I dag är det 2025-03-04 i demovärlden.\n"
