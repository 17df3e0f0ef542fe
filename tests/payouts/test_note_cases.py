"""What a note says in each case of VAT on the agency's fees: the sums, worked out by hand, and the words."""

from dataclasses import dataclass

import pytest

from ekrav.agency.models import StaffMember
from payouts.note_page import note_page
from tests.payouts.given import (
    Paid,
    a_creditor,
    an_agency,
    money_in,
)
from tests.payouts.note_words import FULL, WITH_INTEREST, bookkept, plain, reckoning
from tests.payouts.notes import issued, note_of

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was paid, under which tariff, and what the note then says and how it is bookkept."""

    paid: Paid
    tariff: int
    vat: bool
    rows: list[tuple[str, str]]
    entry: list[tuple[str, int]]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(
            Told(
                paid=FULL,
                tariff=1,
                vat=True,
                # A. 25 % of 240 is 60; 1 240 − 240 − 60 = 940, and 1 000 − 940 = 60: the VAT.
                rows=[
                    ("Kapital", "1 000,00"),
                    ("Påminnelser och inkassokrav", "240,00"),
                    ("Betalt av gäldenärerna", "1 240,00"),
                    ("Våra avgifter", "-240,00"),
                    ("Moms 25 % på 240,00 kr", "-60,00"),
                    ("Utbetalas", "940,00"),
                ],
                entry=[
                    ("1930", 94_000),
                    ("6062", 24_000),
                    ("2641", 6_000),
                    ("1510", -100_000),
                    ("3990", -24_000),
                ],
            ),
            id="A",
        ),
        pytest.param(
            Told(
                paid=WITH_INTEREST,
                tariff=1,
                vat=True,
                # B. The interest is the creditor's: 953.97.
                rows=[
                    ("Kapital", "1 000,00"),
                    ("Ränta", "13,97"),
                    ("Påminnelser och inkassokrav", "240,00"),
                    ("Betalt av gäldenärerna", "1 253,97"),
                    ("Våra avgifter", "-240,00"),
                    ("Moms 25 % på 240,00 kr", "-60,00"),
                    ("Utbetalas", "953,97"),
                ],
                entry=[
                    ("1930", 95_397),
                    ("6062", 24_000),
                    ("2641", 6_000),
                    ("1510", -100_000),
                    ("8313", -1_397),
                    ("3990", -24_000),
                ],
            ),
            id="B",
        ),
        pytest.param(
            Told(
                paid=WITH_INTEREST,
                tariff=2,
                vat=True,
                # C. The agency keeps the interest: fee 253.97, 25 % is 63.4925, so 63.49; 1 253.97 − 317.46 = 936.51.
                rows=[
                    ("Kapital", "1 000,00"),
                    ("Ränta", "13,97"),
                    ("Påminnelser och inkassokrav", "240,00"),
                    ("Betalt av gäldenärerna", "1 253,97"),
                    ("Våra avgifter", "-253,97"),
                    ("Moms 25 % på 253,97 kr", "-63,49"),
                    ("Utbetalas", "936,51"),
                ],
                entry=[
                    ("1930", 93_651),
                    ("6062", 25_397),
                    ("2641", 6_349),
                    ("1510", -100_000),
                    ("8313", -1_397),
                    ("3990", -24_000),
                ],
            ),
            id="C",
        ),
        pytest.param(
            Told(
                paid=Paid(capital="251.78", interest="8.22", costs="240.00"),
                tariff=1,
                vat=True,
                # Part payment of 500: costs first, 200 to the creditor.
                rows=[
                    ("Kapital", "251,78"),
                    ("Ränta", "8,22"),
                    ("Påminnelser och inkassokrav", "240,00"),
                    ("Betalt av gäldenärerna", "500,00"),
                    ("Våra avgifter", "-240,00"),
                    ("Moms 25 % på 240,00 kr", "-60,00"),
                    ("Utbetalas", "200,00"),
                ],
                entry=[
                    ("1930", 20_000),
                    ("6062", 24_000),
                    ("2641", 6_000),
                    ("1510", -25_178),
                    ("8313", -822),
                    ("3990", -24_000),
                ],
            ),
            id="part payment",
        ),
        pytest.param(
            Told(
                paid=FULL,
                tariff=1,
                vat=False,
                # Not registered for VAT: the same sums, and the 60 are a cost.
                rows=[
                    ("Kapital", "1 000,00"),
                    ("Påminnelser och inkassokrav", "240,00"),
                    ("Betalt av gäldenärerna", "1 240,00"),
                    ("Våra avgifter", "-240,00"),
                    ("Moms 25 % på 240,00 kr", "-60,00"),
                    ("Utbetalas", "940,00"),
                ],
                entry=[("1930", 94_000), ("6062", 30_000), ("1510", -100_000), ("3990", -24_000)],
            ),
            id="not registered",
        ),
        pytest.param(
            Told(
                paid=Paid(capital="1000.00", late_payment="450.00"),
                tariff=1,
                vat=True,
                # 450 kept: VAT 112.50; 1 450 − 562.50 = 887.50.
                rows=[
                    ("Kapital", "1 000,00"),
                    ("Förseningsersättning", "450,00"),
                    ("Betalt av gäldenärerna", "1 450,00"),
                    ("Våra avgifter", "-450,00"),
                    ("Moms 25 % på 450,00 kr", "-112,50"),
                    ("Utbetalas", "887,50"),
                ],
                entry=[
                    ("1930", 88_750),
                    ("6062", 45_000),
                    ("2641", 11_250),
                    ("1510", -100_000),
                    ("3990", -45_000),
                ],
            ),
            id="450 kept",
        ),
        pytest.param(
            Told(
                paid=Paid(capital="1000.00", late_payment="450.00"),
                tariff=3,
                vat=True,
                # 450 to the creditor: no fee, no VAT.
                rows=[
                    ("Kapital", "1 000,00"),
                    ("Förseningsersättning", "450,00"),
                    ("Betalt av gäldenärerna", "1 450,00"),
                    ("Utbetalas", "1 450,00"),
                ],
                entry=[("1930", 145_000), ("1510", -100_000), ("3990", -45_000)],
            ),
            id="450 to the creditor",
        ),
    ],
)
def test_a_note_says_the_sums_of_its_case_and_how_to_bookkeep_them(
    astrid: StaffMember, bertil: StaffMember, told: Told
) -> None:
    an_agency()
    creditor = a_creditor(tariff=told.tariff, vat=told.vat)
    money_in(creditor, told.paid)
    issued(astrid, bertil)
    facts = note_of(creditor).facts
    assert reckoning(facts) == told.rows
    assert bookkept(facts) == told.entry
    assert sum(ore for _number, ore in told.entry) == 0
    assert plain(note_page(facts).performed) == "20 november 2026"
    assert note_page(facts).vat_status == (
        "Du är registrerad för moms och får dra av den."
        if told.vat
        else "Du är inte registrerad för moms: den är en kostnad för dig."
    )
