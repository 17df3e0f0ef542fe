"""The printed sheet: every zone where the window, the fold, the slip's reader and the eye want it (± 1 mm)."""

from itertools import pairwise

import pytest
import segno

from letters.facts import LetterFacts
from tests.letters.paper import Glyph, glyphs, ink, inside, qr_modules, texts

Rendered = dict[str, tuple[LetterFacts, bytes]]

LETTERS = ["demand", "reminder", "longest", "many rows"]
WIDTH, HEIGHT = 210.0, 297.0


def squeezed(*lines: str) -> str:
    return "".join("".join(lines).split())


def find(found: list[Glyph], text: str) -> list[Glyph]:
    """The glyphs that spell `text`, blanks aside."""
    at = "".join(glyph.text for glyph in found).index(squeezed(text))
    return found[at : at + len(squeezed(text))]


@pytest.mark.parametrize("name", LETTERS)
def test_the_address_and_nothing_else_stands_in_the_window(rendered: Rendered, name: str) -> None:
    facts, pdf = rendered[name]
    page = glyphs(pdf, page=0)
    # The clear zone is what may show through the window wherever the sheet slides; the address zone never leaves it.
    shown = inside(page, x=(105, 210), y=(29, 79))
    assert shown == squeezed(facts.debtor_name, *facts.debtor_address)
    assert inside(page, x=(125, 195), y=(44, 64.6)) == shown
    for left, right, top, bottom in (
        (105, 125, 29, 79),
        (195.5, 210, 29, 79),
        (105, 210, 29, 43.5),
        (105, 210, 65, 79),
    ):
        assert not ink(pdf, page=0, x=(left, right), y=(top, bottom))


def test_the_address_lines_are_pitched_for_the_window(rendered: Rendered) -> None:
    facts, pdf = rendered["demand"]
    page = glyphs(pdf, page=0)
    lines = [facts.debtor_name, *facts.debtor_address]
    places = [find(page, line)[0] for line in lines]
    assert [place.origin for place in places] == pytest.approx([125.0] * 4, abs=0.5)
    assert [b.baseline - a.baseline for a, b in pairwise(places)] == pytest.approx([4.1] * 3, abs=0.05)


@pytest.mark.parametrize("name", LETTERS)
def test_the_fold_is_empty(rendered: Rendered, name: str) -> None:
    assert not ink(rendered[name][1], page=0, x=(0, WIDTH), y=(146, 151))


@pytest.mark.parametrize("name", LETTERS)
def test_the_code_line_is_alone_in_its_clear_zone_and_set_ten_to_the_inch(
    rendered: Rendered, name: str
) -> None:
    facts, pdf = rendered[name]
    page = glyphs(pdf, page=0)
    line = [glyph for glyph in page if glyph.top > 270]
    printed = facts.code_line.rstrip().removeprefix("H").lstrip()
    assert "".join(glyph.text for glyph in line) == squeezed(printed)
    assert {round(glyph.baseline, 1) for glyph in line} == {281.5}
    # Counted from the right edge, position 0 outermost: the last sign stands at position 5.
    positions = [len(printed) - 1 - index + 5 for index, sign in enumerate(printed) if sign != " "]
    expected = [WIDTH - (position + 1) * 2.54 for position in positions]
    assert [glyph.origin for glyph in line] == pytest.approx(expected, abs=0.15)
    assert not ink(pdf, page=0, x=(0, 6.5), y=(270, 292))
    assert not ink(pdf, page=0, x=(197.6, WIDTH), y=(270, 292))
    assert not ink(pdf, page=0, x=(0, WIDTH), y=(270, 278.5))
    assert not ink(pdf, page=0, x=(0, WIDTH), y=(282.6, 292))


@pytest.mark.parametrize("name", LETTERS)
def test_every_text_of_page_one_stands_in_a_zone_and_none_runs_into_another(
    rendered: Rendered, name: str
) -> None:
    zones = [
        (20, 104, 13, 27), (125, 190, 13, 26), (125, 195.5, 44, 65), (20, 100, 44, 64), (20, 190, 81, 91.5),
        (20, 190, 94, 125), (20, 190, 129, 141.5), (20, 102, 153, 203), (112, 190, 153, 203),
        (20, 92, 213, 251), (104, 190, 213, 251), (7, 203, 261, 268), (6.8, 197.4, 270, 292),
    ]  # fmt: skip
    page = glyphs(rendered[name][1], page=0)
    outside = [
        glyph
        for glyph in page
        if not any(
            left - 0.3 <= glyph.left
            and glyph.right <= right + 0.3
            and top - 0.3 <= glyph.top
            and glyph.bottom <= bottom + 0.3
            for left, right, top, bottom in zones
        )
    ]
    assert outside == []


def test_the_heading_the_sum_and_the_day_stand_where_the_eye_looks_first(rendered: Rendered) -> None:
    page = glyphs(rendered["demand"][1], page=0)
    assert find(page, "Du har en skuld")[0].origin == pytest.approx(20, abs=1)
    assert find(page, "Du har en skuld")[0].baseline == pytest.approx(88.2, abs=1)
    assert find(page, "1 842")[0].left == pytest.approx(26, abs=1)
    assert find(page, "fredag 4 december")[0].origin == pytest.approx(91.6, abs=1)
    assert find(page, "Så här räknas")[0].origin == pytest.approx(20, abs=1)
    assert find(page, "Betala, eller")[0].origin == pytest.approx(112, abs=1)
    assert find(page, "Till bankgiro")[0].origin == pytest.approx(108.2, abs=1)


@pytest.mark.parametrize("name", LETTERS)
def test_the_qr_codes_are_printed_module_by_module(rendered: Rendered, name: str) -> None:
    facts, pdf = rendered[name]
    places = {facts.portal_link: (159.9, 97, 22), facts.bank_payload: (60, 213, 32)}
    if facts.swish_payload:
        places[facts.swish_payload] = (20, 213, 32)
    for payload, (left, top, size) in places.items():
        expected = [
            [bool(module) for module in row] for row in segno.make(payload, error="m", micro=False).matrix
        ]
        found = qr_modules(pdf, left=left, top=top, size=size, side=len(expected))
        assert found == expected


@pytest.mark.parametrize("name", ["demand", "reminder", "longest", "many rows"])
def test_an_ordinary_letter_is_one_sheet(rendered: Rendered, name: str) -> None:
    pages = texts(rendered[name][1])
    assert len(pages) == (2 if name in {"demand", "reminder"} else len(pages)) <= 3
    assert f"sida 2 av {len(pages)}" in pages[1]


def test_page_two_keeps_to_its_measure(rendered: Rendered) -> None:
    for _, pdf in rendered.values():
        body = [glyph for glyph in glyphs(pdf, page=1) if glyph.top > 25]
        assert min(glyph.origin for glyph in body) == pytest.approx(20, abs=0.5)
        assert max(glyph.right for glyph in body) <= 148.5
        assert max(glyph.bottom for glyph in body) <= HEIGHT - 12
