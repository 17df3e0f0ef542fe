"""SIE 4i: what is written is read back, whatever anybody is called; what does not balance is not written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.csv_file import csv_file
from payouts.sie import Company, Row, Unbalanced, Voucher, sie_file
from tests.payouts.notes import read_sie, rows_of_csv

DAY = date(2026, 11, 27)
ACCOUNTS = {"1930": "Företagskonto", "6062": "Inkasso", "3990": 'Ersättning "m.m."'}
amounts = st.integers(min_value=-(10**12), max_value=10**12)
# What code page 437 can say, a quote and a backslash among it; lines and tabs become spaces.
texts = st.text(st.characters(codec="cp437", categories=("L", "N", "P", "S", "Z")), max_size=40)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@st.composite
def vouchers(draw: st.DrawFn) -> Voucher:
    """An entry that balances."""
    drawn = draw(
        st.lists(st.tuples(st.sampled_from(sorted(ACCOUNTS)), amounts, texts), min_size=1, max_size=6)
    )
    rows = [Row(account=account, ore=ore, text=text) for account, ore, text in drawn]
    rows.append(Row(account="1930", ore=-sum(row.ore for row in rows)))
    return Voucher(day=draw(days), text=draw(texts), rows=rows)


def written(text: str) -> str:
    """How a text comes back: one line, its backslashes turned."""
    return " ".join(text.replace("\u00a0", " ").replace("\\", "/").split())


@given(st.lists(vouchers(), max_size=5), texts)
def test_what_is_written_is_read_back(entries: list[Voucher], name: str) -> None:
    content = sie_file(company=Company(name=name), accounts=ACCOUNTS, vouchers=entries, made_on=DAY)
    found = read_sie(content)
    assert [(entry.day, entry.text, entry.rows) for entry in found.entries] == [
        (
            voucher.day,
            written(voucher.text),
            [(row.account, row.ore, written(row.text)) for row in voucher.rows],
        )
        for voucher in entries
    ]
    assert found.labels["#FNAMN"] == [[written(name)]]


@given(st.text(max_size=60))
def test_any_text_fits_the_code_page_on_one_line(text: str) -> None:
    rows = [Row(account="1930", ore=1, text=text), Row(account="6062", ore=-1)]
    voucher = Voucher(day=DAY, text=text, rows=rows)
    content = sie_file(company=Company(name=text), accounts=ACCOUNTS, vouchers=[voucher], made_on=DAY)
    assert len(read_sie(content).entries[0].rows) == 2


def test_the_file_says_what_it_is() -> None:
    voucher = Voucher(
        day=DAY, text="Nota – 1", rows=[Row(account="1930", ore=95_397), Row(account="3990", ore=-95_397)]
    )
    company = Company(name="Åre Bygg “Öst” AB", organisation_number="556677-8899")
    content = sie_file(company=company, accounts=ACCOUNTS, vouchers=[voucher], made_on=DAY)
    assert content.decode("cp437").split("\r\n") == [
        "#FLAGGA 0",
        '#PROGRAM "eKrav" "1"',
        "#FORMAT PC8",
        "#GEN 20261127",
        "#SIETYP 4",
        "#ORGNR 556677-8899",
        '#FNAMN "Åre Bygg \\"Öst\\" AB"',
        "#KPTYP EUBAS97",
        '#KONTO 1930 "Företagskonto"',
        '#KONTO 3990 "Ersättning \\"m.m.\\""',
        '#VER "" "" 20261127 "Nota - 1"',
        "{",
        '   #TRANS 1930 {} 953.97 "" ""',
        '   #TRANS 3990 {} -953.97 "" ""',
        "}",
        "",
    ]
    # å, ä and ö as code page 437 has them.
    assert b"\x8fre Bygg" in content


@pytest.mark.parametrize("rows", [[], [Row(account="1930", ore=1)]])
def test_what_does_not_balance_is_not_written(rows: list[Row]) -> None:
    voucher = Voucher(day=DAY, text="Nota", rows=rows)
    with pytest.raises(Unbalanced):
        sie_file(company=Company(name="x"), accounts=ACCOUNTS, vouchers=[voucher], made_on=DAY)


def test_a_spreadsheet_finds_kronor_and_no_formula() -> None:
    content = csv_file(("Vem", "Kr"), [('=HYPERLINK("x")', 184_250), ("Åsa; Öst", -5), ("-1", 0)])
    assert rows_of_csv(content) == [
        {"Vem": '\'=HYPERLINK("x")', "Kr": "1842,50"},
        {"Vem": "Åsa; Öst", "Kr": "-0,05"},
        {"Vem": "'-1", "Kr": "0,00"},
    ]
