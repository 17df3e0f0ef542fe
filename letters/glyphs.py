"""What the letters' own fonts can print, and how wide it becomes. Pure: reads only the bundled font files.

A character none of the fonts holds would come out as a box, or in whatever font the machine happens to have: so the
question is asked before a letter is composed, and the answer stops it.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONT_FOLDER: Final = Path(__file__).parent / "fonts"
REGULAR: Final = ("IBMPlexSans-Regular.ttf", "NotoSans-Regular.ttf")
BOLD: Final = ("IBMPlexSans-SemiBold.ttf", "NotoSans-Bold.ttf")
OCR_B: Final = "OCRB.otf"

MM_PER_POINT: Final = 25.4 / 72
_UNPRINTABLE: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MOST_MARKS: Final = 2


class _Widths(dict[str, float]):
    """Each character's width in ems, in the first font that holds it. A character none holds counts one em."""

    def __missing__(self, character: str) -> float:
        return 1.0


@lru_cache(maxsize=2)
def _widths(bold: bool) -> _Widths:
    widths = _Widths()
    for file in reversed(BOLD if bold else REGULAR):
        with TTFont(FONT_FOLDER / file) as font:
            scale, advances = font["head"].unitsPerEm, font["hmtx"]
            held = font.getBestCmap().items()
            widths.update({chr(code): advances[name][0] / scale for code, name in held})
    return widths


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """Whether both weights hold the character, and it is to be seen."""
    seen = unicodedata.category(character) not in _UNPRINTABLE
    return seen and character in _widths(False) and character in _widths(True)


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Every character that can be printed and stands on its own: nearly all texts hold nothing else."""
    return frozenset(
        character
        for character in _widths(False)
        if _has_glyph(character) and not unicodedata.combining(character)
    )


def unprintable(text: str) -> list[str]:
    """Return the characters of `text` that the letters cannot print, each once, in order.

    Counted as such: what no bundled font of either weight holds, control and invisible formatting characters, and
    accents piled more than two high on one letter.
    """
    if _ordinary().issuperset(text):
        return []
    bad: dict[str, None] = {}
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS or not _has_glyph(character):
            bad[character] = None
    return list(bad)


@lru_cache(maxsize=16_384)
def _ems(text: str, bold: bool) -> float:
    """The width in ems. Remembered: letters are made of the same words."""
    return sum(map(_widths(bold).__getitem__, text))


def width_mm(text: str, *, points: float, bold: bool = False) -> float:
    """Return how wide `text` is on one line, in millimetres, at a type size in points.

    Kerning is left out, which makes the figure at most a little too large.
    """
    return _ems(text, bold) * points * MM_PER_POINT


def wrapped(text: str, *, points: float, within_mm: float, bold: bool = False) -> list[str]:
    """Return `text` broken at spaces into lines of a column. A word wider than the column has a line of its own."""
    space = width_mm(" ", points=points, bold=bold)
    lines: list[list[str]] = []
    used = 0.0
    for word in text.split(" "):
        width = width_mm(word, points=points, bold=bold)
        if lines and used + space + width <= within_mm:
            lines[-1].append(word)
            used += space + width
        else:
            lines.append([word])
            used = width
    return [" ".join(words) for words in lines]


def lines_needed(text: str, *, points: float, within_mm: float, bold: bool = False) -> int:
    """Return how many lines `text` takes in a column.

    A single word wider than the column makes the answer very large: it cannot be set at all.
    """
    if any(width_mm(word, points=points, bold=bold) > within_mm for word in text.split(" ")):
        return 1_000
    return len(wrapped(text, points=points, within_mm=within_mm, bold=bold))
