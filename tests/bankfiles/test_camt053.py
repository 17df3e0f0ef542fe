"""What is read of a camt.053: balances that follow from the lines, or nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekrav.bankfiles import camt053
from ekrav.bankfiles.camt053_write import write
from ekrav.bankfiles.notification import Direction
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.statement import Statement, StatementFile, StatementLine
from ekrav.money import Ore
from tests.bankfiles.given import MORNING, OUR_BANKGIRO, OUR_IBAN, bank_file

TUESDAY = date(2025, 3, 4)
# 5 000,00 + 1 842,00 − 1 474,00 = 5 368,00
ONE_DAY = Statement(
    statement_id="UTDRAG-42",
    account=OUR_IBAN,
    sequence=42,
    first_day=TUESDAY,
    last_day=TUESDAY,
    opening=Ore(500000),
    closing=Ore(536800),
    lines=(
        StatementLine(
            direction=Direction.CREDIT, amount=Ore(184200), booked_date=TUESDAY, bank_reference="NTRY-1"
        ),
        StatementLine(
            direction=Direction.DEBIT, amount=Ore(147400), booked_date=TUESDAY, bank_reference="NTRY-2"
        ),
    ),
)

_BOOKED = "<BookgDt>\n          <Dt>2025-03-04"


def _changed(*changes: tuple[str, str], name: str = "camt053_08_one_day.xml") -> bytes:
    text = bank_file(name).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def _refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        camt053.read(data)
    return str(refused.value).replace("\u00a0", " ")


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_a_day_is_the_same_in_every_version(version: str) -> None:
    file = camt053.read(bank_file(f"camt053_{version}_one_day.xml"))
    assert (file.message_id, file.version, file.statements) == ("BANK-20250304-9", version, (ONE_DAY,))
    assert (file.created, ONE_DAY.credits, ONE_DAY.debits) == (
        datetime(2025, 3, 5, 6, tzinfo=MORNING.tzinfo),
        184200,
        147400,
    )


def test_a_quiet_day_has_no_lines_and_may_have_no_number_and_less_than_nothing() -> None:
    (statement,) = camt053.read(bank_file("camt053_08_quiet_day_overdrawn.xml")).statements
    assert (statement.sequence, statement.lines, statement.opening, statement.closing) == (
        None,
        (),
        -100,
        -100,
    )


@pytest.mark.parametrize(
    ("old", "new"), [(">5000.00<", ">5000.01<"), (">5368.00<", ">5367.99<"), (">1842.00<", ">1842.01<")]
)
def test_an_ore_between_the_balances_and_the_lines_refuses_the_file(old: str, new: str) -> None:
    assert "som utgående saldo. Hämta filen på nytt" in _refusal(_changed((old, new)))


def test_a_closing_balance_that_is_a_debit_is_less_than_nothing() -> None:
    data = _changed((">5000.00<", ">368.00<"), (">5368.00<", ">736.00<"))
    assert camt053.read(data).statements[0].closing == 73600
    (before, after) = data.split(b"CLBD")
    overdrawn = before + b"CLBD" + after.replace(b"CRDT", b"DBIT", 1)
    assert "736,00 kr men banken skriver −736,00 kr" in _refusal(overdrawn)


def test_yesterdays_closing_balance_opens_as_well() -> None:
    data = _changed((">OPBD<", ">PRCD<"))
    assert camt053.read(data).statements[0].opening == 500000


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">OPBD<", ">OPAV<", "saknar ingående saldo (OPBD eller PRCD)"),
        (">CLBD<", ">CLAV<", "saknar utgående saldo (CLBD)"),
        ('Ccy="SEK">5000.00', 'Ccy="EUR">5000.00', "Valutan är EUR"),
        (_BOOKED, _BOOKED.replace("04", "05"), "dagar stämmer inte med posterna"),
    ],
)
def test_what_makes_the_balances_doubtful_refuses_the_file(old: str, new: str, said: str) -> None:
    assert said in _refusal(_changed((old, new)))


def test_two_closing_balances_are_one_too_many() -> None:
    text = bank_file("camt053_08_one_day.xml").decode()
    start, end = text.rindex("<Bal>"), text.rindex("</Bal>") + len("</Bal>")
    assert "två olika utgående saldon" in _refusal((text[:end] + text[start:]).encode())


def test_only_booked_lines_count() -> None:
    pending = _changed(("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>"), (">5368.00<", ">3526.00<"))
    assert [line.amount for line in camt053.read(pending).statements[0].lines] == [147400]


def test_a_notice_is_not_a_statement() -> None:
    assert "men här läses ett kontoutdrag" in _refusal(bank_file("camt054_08_one_ocr_payment.xml"))


def test_without_a_period_the_first_day_is_that_of_the_earliest_line() -> None:
    text = bank_file("camt053_08_one_day.xml").decode()
    start, end = text.index("<FrToDt>"), text.index("</FrToDt>") + len("</FrToDt>")
    data = (text[:start] + text[end:]).replace("<Dt>2025-03-04</Dt>", "<Dt>2025-03-05</Dt>")
    data = data.replace("<BookgDt>\n          <Dt>2025-03-05", "<BookgDt>\n          <Dt>2025-03-04", 1)
    (statement,) = camt053.read(data.encode()).statements
    assert statement.last_day == date(2025, 3, 5)
    assert statement.first_day == min(line.booked_date for line in statement.lines)


_LINES = st.lists(
    st.builds(
        lambda direction, ore, back, name, reversal: StatementLine(
            direction=direction,
            amount=Ore(ore),
            booked_date=TUESDAY - timedelta(days=back),
            bank_reference=name,
            reversal=reversal,
        ),
        st.sampled_from(Direction),
        st.integers(1, 10**10),
        st.integers(0, 3),
        st.just("") | st.text("ABC0123456789-/", min_size=1, max_size=35),
        st.booleans(),
    ),
    max_size=5,
).map(tuple)


@st.composite
def _statements(draw: st.DrawFn, number: int) -> Statement:
    lines, opening = draw(_LINES), Ore(draw(st.integers(-(10**10), 10**10)))
    statement = replace(ONE_DAY, statement_id=f"U-{number}", lines=lines, opening=opening)
    return replace(
        statement,
        account=draw(st.sampled_from((OUR_IBAN, OUR_BANKGIRO))),
        sequence=draw(st.none() | st.integers(0, 10**6)),
        first_day=TUESDAY - timedelta(days=draw(st.integers(0, 5))),
        closing=Ore(opening + statement.net),
    )


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(["02", "08"]))
def test_what_is_written_is_read_again(data: st.DataObject, version: Literal["02", "08"]) -> None:
    statements = tuple(data.draw(_statements(number)) for number in range(data.draw(st.integers(1, 3))))
    file = StatementFile(message_id="BANK-1", version=version, created=MORNING, statements=statements)
    assert camt053.read(write(file, version=version)) == file
