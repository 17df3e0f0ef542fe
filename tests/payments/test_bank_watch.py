"""What is missing from the bank is seen: a number, a day, a balance, a line; and seen no more when it has come."""

from datetime import date, datetime, timedelta

import pytest

from ekrav.bankfiles.camt054_write import write
from ekrav.bankfiles.notification import AccountNotice, Notification, entry_of
from ekrav.clock import STOCKHOLM
from ekrav.payments.bank_compare import Difference, unequal
from ekrav.payments.bank_views import words_of
from ekrav.payments.bank_watch import Alarm, Kind, alarms
from ekrav.payments.inbox import take_in
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import staff_scope
from tests.cast import an_agency, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import AT, OURS, Debt, camt, drawn, paid
from tests.payments.statements import camt053, line

pytestmark = pytest.mark.django_db(transaction=True)

# 16 November 2026 is a Monday.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))
NAME = str(OURS)


def at(day: date, hour: int = 13) -> datetime:
    """That hour of the day, in Sweden."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM)


def stated(*days: tuple[date, int | None], opening: str = "0") -> None:
    """Quiet days' statements, with the bank's numbers."""
    for day, sequence in days:
        take_in(content=camt053(day=day, sequence=sequence, opening=opening), name=f"{day}", at=AT)


def wrong(moment: datetime) -> list[Alarm]:
    """The alarms, as staff see them."""
    with staff_scope():
        return alarms(at=moment)


def test_days_and_numbers_in_a_row_are_no_alarm(anna: Debt) -> None:
    stated((MONDAY, 1), (TUESDAY, 2), (WEDNESDAY, 3), (THURSDAY, 4))
    assert wrong(at(FRIDAY)) == []


def test_before_anything_has_come_nothing_is_missing(anna: Debt) -> None:
    assert wrong(at(FRIDAY)) == []


def test_a_bank_day_without_a_statement_is_missing_from_noon_of_the_next(anna: Debt) -> None:
    stated((MONDAY, None), (TUESDAY, None), (WEDNESDAY, None))
    assert wrong(at(FRIDAY, 11)) == []
    missing = Alarm(kind=Kind.NO_STATEMENT, account=NAME, first=THURSDAY, last=THURSDAY)
    assert wrong(at(FRIDAY, 12)) == [missing]
    assert words_of(missing) == (
        "Kontoutdraget för 2026-11-19 saknas (bankgiro 53172045). Hämta på nytt från banken."
    )


def test_friday_is_asked_for_on_monday_and_the_week_end_never(anna: Debt) -> None:
    stated((THURSDAY, None))
    monday = MONDAY + timedelta(days=7)
    assert wrong(at(FRIDAY + timedelta(days=1))) == wrong(at(monday, 11)) == []
    assert [(one.first, one.last) for one in wrong(at(monday, 12))] == [(FRIDAY, FRIDAY)]


def test_a_missing_statement_is_told_by_day_and_by_number_until_it_comes(anna: Debt) -> None:
    stated((MONDAY, 1), (THURSDAY, 4))
    assert [(one.kind, one.first, one.last) for one in wrong(at(FRIDAY))] == [
        (Kind.STATEMENT_NUMBER, 2, 3),
        (Kind.NO_STATEMENT, TUESDAY, WEDNESDAY),
    ]
    stated((TUESDAY, 2), (WEDNESDAY, 3))
    assert wrong(at(FRIDAY)) == []


@pytest.mark.parametrize("number", [1, 6])
def test_a_new_year_may_go_on_or_begin_again(anna: Debt, number: int) -> None:
    last, first = date(2025, 12, 30), date(2026, 1, 2)
    stated((last, 5), (first, number))
    assert wrong(at(first)) == []


def test_a_balance_that_does_not_follow_is_told(anna: Debt) -> None:
    stated((WEDNESDAY, 3))
    stated((THURSDAY, 4), opening="0.01")
    (alarm,) = wrong(at(FRIDAY))
    assert (alarm.kind, alarm.expected, alarm.found) == (Kind.BALANCE, 0, 1)
    assert "börjar på 0,01 kr men det förra slutade på 0,00 kr" in words_of(alarm).replace("\xa0", " ")


def numbered(sequence: int, debt: Debt) -> bytes:
    """A notice with the bank's number."""
    entry = entry_of(paid(debt.ocr, "1.00", bank_reference=f"B{sequence}"))
    notice = AccountNotice(notice_id=f"N{sequence}", account=OURS, sequence=sequence, entries=(entry,))
    return write(Notification(message_id=f"M{sequence}", version="08", created=AT, notices=(notice,)))


def test_a_notice_left_out_is_told_by_its_number(anna: Debt) -> None:
    for sequence in (11, 14):
        take_in(content=numbered(sequence, anna), name=f"{sequence}", at=AT)
    (alarm,) = wrong(at(FRIDAY))
    assert alarm == Alarm(kind=Kind.NOTICE_NUMBER, account=NAME, first=12, last=13)
    for sequence in (12, 13):
        take_in(content=numbered(sequence, anna), name=f"{sequence}", at=AT)
    assert wrong(at(FRIDAY)) == []


def test_statement_and_notices_are_compared_by_the_banks_reference(anna: Debt) -> None:
    take_in(
        content=camt(
            paid(anna.ocr, "1842.00", bank_reference="B1"),
            paid("", "25.50", bank_reference="B2"),
            drawn("P-1", "300.00", bank_reference="B3"),
            paid(anna.ocr, "10.00", bank_reference="B4"),
        ),
        name="n",
        at=AT,
    )
    lines = [line("1842.00", reference="B1"), line("25.00", reference="B2"), line("-300.00", reference="B3")]
    take_in(content=camt053(*lines, line("9.00", reference="B9")), name="s", at=AT)
    with staff_scope():
        found = {one.reference: (one.difference, one.stated, one.told) for one in unequal(at=at(FRIDAY))}
    assert found == {
        "B2": (Difference.OTHER_AMOUNT, 2500, 2550),
        "B4": (Difference.NOT_STATED, 0, 1000),
        "B9": (Difference.NOT_TOLD, 900, 0),
    }


def test_a_line_is_the_sum_of_the_payments_that_came_in_its_batch(anna: Debt) -> None:
    payments = [paid(anna.ocr, "100.00", bank_reference="B1"), paid("", "50.00", bank_reference="B2")]
    notice = AccountNotice(notice_id="N", account=OURS, entries=(entry_of(*payments, bank_reference="BG1"),))
    told = Notification(message_id="M", version="08", created=AT, notices=(notice,))
    take_in(content=write(told), name="n", at=AT)
    take_in(content=camt053(line("150.00", reference="BG1")), name="s", at=AT)
    with staff_scope():
        assert unequal(at=at(FRIDAY)) == []


def test_bertil_sees_on_one_page_what_the_bank_says_and_what_is_missing() -> None:
    set_today(THURSDAY)
    an_agency()
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    assert "Inget kontoutdrag har kommit" in bertil.get("/handlaggning/banken/").content.decode()
    take_in(
        content=camt053(line("9.00", reference="B9", day=MONDAY), day=MONDAY), name="s.xml", at=at(THURSDAY)
    )
    page = bertil.get("/handlaggning/banken/").content.decode()
    # Before noon it is Tuesday that is missing, after noon Tuesday and Wednesday.
    assert "för 2026-11-17" in page
    assert "Står på kontoutdraget men ingen avisering har berättat om den." in page
    assert "s.xml" in page
    assert "/handlaggning/banken/" in bertil.get("/handlaggning/").content.decode()
