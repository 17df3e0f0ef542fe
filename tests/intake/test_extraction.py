"""A field cannot be invented, and an extraction is kept and corrected without losing where things stood."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cases.intake.extraction import Extraction, Field, InterestTerms, Invented, State, from_json, to_json
from cases.intake.layout import Place
from ekrav.money import kronor

HERE = Place(1, 10.0, 20.0, 30.0, 40.0)
READ = Extraction(
    invoice_number=Field("4711", State.READ, place=HERE),
    due_date=Field(date(2026, 9, 30), State.CHECK, "Räknat ut.", HERE),
    total_ore=Field(kronor("1842.50"), State.READ, element="LegalTotal"),
    credit_note=Field(False, State.READ, place=HERE),
    interest_terms=Field(InterestTerms("Dröjsmålsränta 10,5 %", Fraction(21, 2)), State.READ, place=HERE),
    due_date_computed=True,
)


def test_a_value_without_a_place_is_refused() -> None:
    with pytest.raises(Invented):
        Field("4711", State.READ)


def test_a_missing_field_with_a_value_is_refused_and_a_read_one_without() -> None:
    with pytest.raises(Invented):
        Field("4711", State.MISSING, place=HERE)
    with pytest.raises(Invented):
        Field(None, State.READ, place=HERE)


def test_what_a_person_types_needs_no_place() -> None:
    assert Field("4711", State.TYPED).value == "4711"


def test_an_extraction_comes_back_from_json_as_it_was() -> None:
    assert from_json(to_json(READ)) == READ


def test_an_extraction_kept_before_a_field_existed_is_read() -> None:
    kept = to_json(READ)
    del kept["invoice_number"]

    assert from_json(kept) == replace(READ, invoice_number=Field())


def test_a_correction_is_marked_as_typed_and_what_is_the_same_keeps_its_place() -> None:
    corrected = READ.typed(invoice_number="4712", total_ore=kronor("1842.50"), due_date=date(2026, 10, 1))

    assert corrected.invoice_number == Field("4712", State.TYPED)
    assert corrected.total_ore == READ.total_ore
    assert corrected.due_date == Field(date(2026, 10, 1), State.TYPED)
    assert corrected.due_date_computed is False


def test_an_emptied_field_is_missing() -> None:
    assert READ.typed(invoice_number=None).invoice_number == Field()
