"""A letter that has no room for its words stops before print and goes to a person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ekrav.money import Ore, kronor
from letters.facts import LetterFacts, NotALetter, PaidFacts, Refusal
from letters.fits import _SUM_LABEL_MM, require_printable
from letters.glyphs import width_mm
from letters.sums import _GAP_MM, _WIDTH_MM, TABLE_POINTS, sums
from letters.words import period
from tests.letters.cast import AGENCY, CLAIM, INTEREST, demand_facts, payment


def refusal(facts: LetterFacts) -> tuple[Refusal, str]:
    with pytest.raises(NotALetter) as refused:
        require_printable(facts)
    return refused.value.reason, refused.value.field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"debtor_address": tuple(f"Rad {n}" for n in range(20))}, "debtor_address"),
        ({"debtor_address": ("S" * 500, "831 30 Östersund")}, "debtor_address"),
        ({"debtor_name": "Anna " * 100}, "debtor_address"),
        ({"creditor_name": "Bygg " * 80}, "creditor_name"),
        ({"payee": "Nordanvik " * 20}, "payee"),
        ({"agency": replace(AGENCY, name="Inkasso " * 20)}, "agency.name"),
        ({"agency": replace(AGENCY, portal="a" * 60 + ".se")}, "agency.portal"),
        ({"claims": (replace(CLAIM, description="ord " * 100),)}, "description"),
        ({"claims": (replace(CLAIM, invoice_number="9" * 60),)}, "invoice_number"),
        ({"portal_link": "https://mitt.nordanvik.se/" + "a" * 200}, "portal_link"),
        ({"bank_payload": "x" * 600}, "bank_payload"),
    ],
)
def test_texts_without_room_are_refused_by_name(changes: dict[str, Any], field: str) -> None:
    assert refusal(demand_facts(**changes)) == (Refusal.TOO_LONG, field)


@pytest.mark.parametrize("field", ["debtor_name", "creditor_name", "payee"])
def test_a_character_without_a_glyph_is_refused_by_name(field: str) -> None:
    assert refusal(demand_facts(**{field: "Anna 😀"})) == (Refusal.GLYPH, field)


def test_an_address_of_emoji_alone_is_refused() -> None:
    assert refusal(demand_facts(debtor_address=("😀😀", "🏠"))) == (Refusal.GLYPH, "debtor_address")


def test_interest_from_march_to_march_two_years_on_fits() -> None:
    """The longest period there is; one rate, agreed, and so one row for all of it."""
    words = period(date(2024, 3, 28), date(2026, 3, 28), year=2026)
    assert words.replace("\u00a0", " ") == "28 mars 2024–28 mars 2026"
    widest = _WIDTH_MM - _GAP_MM - width_mm("−9 999 999,99", points=TABLE_POINTS, bold=True)
    assert width_mm(words, points=TABLE_POINTS) < _SUM_LABEL_MM < widest


def test_the_longest_realistic_names_and_sums_fit() -> None:
    require_printable(longest_facts())


def test_a_sum_with_few_rows_stands_whole_on_page_one() -> None:
    rows = sums(demand_facts())
    assert [row.label[0].replace("\u00a0", " ") for row in rows.first_page] == [
        "Faktura 1042, 29 juli",
        "Ränta 10 % på 1 564,28 kr,",
        "Påminnelse 5 nov",
        "Inkassokrav 20 nov",
    ]
    assert rows.in_full == ()


def test_a_sum_with_many_rows_is_told_in_short_on_page_one_and_whole_on_page_two() -> None:
    rows = sums(many_rows_facts())
    assert [
        (row.label[0].replace("\u00a0", " "), row.amount.replace("\u00a0", " ")) for row in rows.first_page
    ] == [
        ("Faktura 1042, 29 juli", "1 564,28"),
        ("Ränta till och med 20 nov", "37,72"),
        ("Kostnader", "240,00"),
        ("Betalt", "−300,00"),
    ]
    assert len(rows.in_full) == 1 + 2 + 2 + 3


def many_rows_facts() -> LetterFacts:
    """Two rates of interest and three payments."""
    early = replace(INTEREST, last=date(2026, 9, 30), amount=kronor("17.72"), rate=1050)
    late = replace(INTEREST, first=date(2026, 10, 1), amount=kronor("20.00"))
    paid = tuple(PaidFacts("Betalt", date(2026, 11, day), kronor("100")) for day in (2, 3, 4))
    return demand_facts(claims=(replace(CLAIM, interest=(early, late)),), paid=paid, total=kronor("1542"))


def longest_facts() -> LetterFacts:
    """As long as names, addresses and sums come: c/o, a double name, a housing association, eight digits of kronor."""
    creditor = "Bostadsrättsföreningen Kungsholmsstrands Trädgårdsmästarbostäder"
    claim = replace(
        CLAIM,
        invoice_number="2026-000104298-17",
        capital=kronor("99999700.00"),
        description="Ombyggnad av samtliga badrum, stambyte, elinstallationer och återställning av trapphus i två hus",
        interest=(replace(INTEREST, base=kronor("99999700.00"), amount=Ore(59_99)),),
    )
    total = kronor("99999999.99")
    return demand_facts(
        creditor_name=creditor,
        debtor_name="Alexandra Margareta von Schwerin-Löwenhielm",
        debtor_address=(
            "c/o Konstantinopolous-Bergström",
            "Kungsholmsstrandsvägen 124 B, lgh 1203",
            "831 30 Östersund",
        ),
        claims=(claim,),
        total=total,
        payee="Nordanvik Inkasso AB, klientmedel",
        **payment(total),
    )
