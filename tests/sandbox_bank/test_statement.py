"""The sandboxed bank tells each morning what was on the account when the last bank day ended."""

from datetime import date

from ekrav.bankfiles import camt053, camt054
from ekrav.bankfiles.statement import Statement
from ekrav.payments.bank import HttpBank
from tests.sandbox_bank.customer import ARE_BYGG, balance, deposit, laid_out, orders, play

THURSDAY, FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (19, 20, 21, 23, 24))


def statements(url: str) -> list[Statement]:
    """What has been laid out, one by one."""
    files = [camt053.read(content) for content in laid_out(url, kind="camt053")]
    return [statement for file in files for statement in file.statements]


def test_a_day_is_told_of_in_the_next_bank_days_morning(bank_url: str) -> None:
    deposit(bank_url, date=THURSDAY.isoformat(), amount_ore=5_000_00)
    play(bank_url, THURSDAY)
    assert statements(bank_url) == []
    play(bank_url, FRIDAY)
    (statement,) = statements(bank_url)
    assert (statement.first_day, statement.last_day, statement.sequence) == (THURSDAY, THURSDAY, 1)
    assert (statement.opening, statement.closing) == (0, 5_000_00)
    assert (
        statement.lines[0].bank_reference
        == camt054.read(laid_out(bank_url, kind="camt054")[0]).entries[0].bank_reference
    )


def test_every_bank_day_has_one_and_they_follow_on_one_another(bank_url: str) -> None:
    deposit(bank_url, date=THURSDAY.isoformat(), amount_ore=5_000_00)
    play(bank_url, THURSDAY)
    HttpBank(bank_url).send(content=orders(("P1", ARE_BYGG, "1542.00"), day=FRIDAY))
    deposit(bank_url, date=SATURDAY.isoformat(), amount_ore=100_00)
    for day in (FRIDAY, SATURDAY, MONDAY, TUESDAY, TUESDAY):
        play(bank_url, day)
    told = statements(bank_url)
    # Saturday's 100,00 stands in Monday's statement: 5 000,00 − 1 542,00 = 3 458,00, and + 100,00 = 3 558,00.
    assert [(one.last_day, one.sequence, one.opening, one.closing) for one in told] == [
        (THURSDAY, 1, 0, 5_000_00),
        (FRIDAY, 2, 5_000_00, 3_458_00),
        (MONDAY, 3, 3_458_00, 3_558_00),
    ]
    assert [one.first_day for one in told] == [THURSDAY, FRIDAY, SATURDAY]
    assert told[-1].closing == balance(bank_url)


def test_what_is_booked_on_a_day_that_has_been_told_of_stands_in_the_next(bank_url: str) -> None:
    deposit(bank_url, date=THURSDAY.isoformat(), amount_ore=1_00)
    play(bank_url, THURSDAY)
    play(bank_url, FRIDAY)
    deposit(bank_url, date=THURSDAY.isoformat(), amount_ore=2_00)
    play(bank_url, FRIDAY)
    play(bank_url, MONDAY)
    first, second = statements(bank_url)
    assert (first.closing, second.opening, second.closing) == (1_00, 1_00, 3_00)
    assert [line.booked_date for line in second.lines] == [THURSDAY]


def test_notices_are_numbered_too(bank_url: str) -> None:
    for day in (THURSDAY, FRIDAY):
        deposit(bank_url, date=day.isoformat())
        play(bank_url, day)
    told = [camt054.read(content) for content in laid_out(bank_url, kind="camt054")]
    assert [file.notices[0].sequence for file in told] == [1, 2]
