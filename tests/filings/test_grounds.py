"""The grounds say in clear Swedish why the money is owed, and nothing of how to pay."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.filings.grounds import Sold, TooLong, grounds
from ekrav.filings.plain_swedish import WRITTEN_OUT, PaymentInstruction, clear, is_clear
from ekrav.money import kronor
from tests.filings.given import INVOICE

WORDS = [
    "takpannor",
    "Byte av fönster",
    "500",
    "v. 12",
    "arbete",
    "Åre",
    "resa",
    "3 tim",
    "2 st",
    "1 500:-",
    "rot",
    "ost",
]
INSTRUCTIONS = [
    "bankgiro 5050-1055", "bg 5050-1055", "OCR 110429503425", "Swish 123 118 11 89", "betala till konto 123",
    "IBAN SE35 5000 0000 0549 1000 0003", "plusgiro", "PG 12 34 56-7", "kontonummer 8327-9", "insättning",
]  # fmt: skip


def test_the_grounds_of_invoice_1061_word_by_word() -> None:
    assert grounds(INVOICE) == (
        "Svaranden har köpt tjänster av Åre Bygg AB med leverans under tiden 2025-01-20 till 2025-01-22."
        " Kravet gäller: Byte av takpannor."
        " Faktura nummer 1061 på 10 000 kronor är daterad den 2025-01-24 och skulle enligt överenskommelse betalas"
        " senast den 2025-02-23."
        " Fakturan är inte betald."
        " Avgift för påminnelse avtalades innan skulden uppkom."
        " En betalningspåminnelse skickades den 2025-03-04."
        " Ett inkassokrav skickades den 2025-03-24."
    )


def test_a_claim_for_costs_alone_says_when_the_capital_was_paid() -> None:
    said = grounds(replace(INVOICE, left=kronor("0.00"), capital_paid_on=date(2025, 4, 2)))
    assert (
        "Kapitalet 10 000 kronor betalades den 2025-04-02, efter förfallodagen och efter att kravet hade skickats."
        " Ansökan gäller de kostnader och den ränta som därefter är obetalda."
    ) in said


def test_what_is_left_of_a_part_paid_rent_from_a_former_landlord_is_said() -> None:
    said = grounds(
        replace(
            INVOICE,
            seller="Hyresbolaget AB",
            sold=Sold.RENT,
            described="lägenhet 1102, kv. 1",
            delivered=(date(2025, 2, 1), date(2025, 2, 28)),
            due_agreed=False,
            left=kronor("2500.50"),
            asked=(),
            fee_agreed=False,
            taken_over_from="Gamla Värden AB",
        )
    )
    assert said == (
        "Svaranden hyr av Hyresbolaget AB under tiden 2025-02-01 till 2025-02-28."
        " Kravet gäller: lägenhet 1102, kvartal 1."
        " Faktura nummer 1061 på 10 000 kronor är daterad den 2025-01-24 och skulle enligt fakturan betalas senast"
        " den 2025-02-23."
        " Av fakturan är 2 500,50 kronor inte betalt."
        " Fordran har övertagits från Gamla Värden AB."
    )


def test_one_day_and_an_unknown_day_and_several_invoices() -> None:
    one = replace(INVOICE, delivered=(date(2025, 1, 20), date(2025, 1, 20)))
    other = replace(INVOICE, delivered=None, sold=Sold.GOODS, number="1062")
    first, second = grounds(one, other).split("\n\n")
    assert first.startswith("Svaranden har köpt tjänster av Åre Bygg AB med leverans den 2025-01-20. ")
    assert second.startswith(
        "Svaranden har köpt varor av Åre Bygg AB. Kravet gäller: Byte av takpannor. Faktura nummer 1062"
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Arbete enl. offert", "Arbete enligt offert"),
        ("T.ex. spik, skruv m.m.", "Till exempel spik, skruv med mera"),
        ("3 st dörrar inkl. karm à 500:-", "3 stycken dörrar inklusive karm à 500 kronor"),
        ("t ex färg, dvs målning, ca 4 tim", "till exempel färg, det vill säga målning, cirka 4 timmar"),
        ("ost, rester, stentvätt och inklination", "ost, rester, stentvätt och inklination"),
        ("två\nrader\toch  blanksteg", "två rader och blanksteg"),
    ],
)
def test_abbreviations_are_written_out_and_words_are_left_alone(typed: str, written: str) -> None:
    assert clear(typed) == written


@pytest.mark.parametrize("instruction", INSTRUCTIONS)
def test_payment_instructions_are_refused_with_a_sentence(instruction: str) -> None:
    with pytest.raises(PaymentInstruction) as refused:
        grounds(replace(INVOICE, described=f"Byte av takpannor, {instruction}"))
    assert refused.value.words.endswith(".")


@given(
    st.lists(
        st.sampled_from([*WORDS, *WRITTEN_OUT, *(short.upper() for short in WRITTEN_OUT)]),
        min_size=1,
        max_size=9,
    )
)
def test_whatever_the_seller_wrote_no_abbreviation_is_left(words: list[str]) -> None:
    assert is_clear(grounds(replace(INVOICE, described=" ".join(words))))


@given(st.text(max_size=200))
def test_any_text_becomes_clear_on_one_line_or_is_refused(text: str) -> None:
    try:
        written = clear(text)
    except PaymentInstruction:
        return
    assert is_clear(written)
    assert written == " ".join(written.split())
    assert clear(written) == written


def test_grounds_without_end_are_refused() -> None:
    with pytest.raises(TooLong):
        grounds(*[replace(INVOICE, described="a" * 900)] * 7)
