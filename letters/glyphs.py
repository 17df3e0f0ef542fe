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


@lru_cache(maxsize=8)
def _advances(file: str) -> dict[int, float]:
    """Return, for every character the font holds, its width in ems."""
    with TTFont(FONT_FOLDER / file) as font:
        scale, widths = font["head"].unitsPerEm, font["hmtx"]
        return {code: widths[name][0] / scale for code, name in font.getBestCmap().items()}


def unprintable(text: str) -> list[str]:
    """Return the characters of `text` that the letters cannot print, each once, in order.

    Counted as such: what no bundled font of either weight holds, control and invisible formatting characters, and
    accents piled more than two high on one letter.
    """
    bad: dict[str, None] = {}
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        held = all(any(ord(character) in _advances(file) for file in weight) for weight in (REGULAR, BOLD))
        if marks > _MOST_MARKS or not held or unicodedata.category(character) in _UNPRINTABLE:
            bad[character] = None
    return list(bad)


def width_mm(text: str, *, points: float, bold: bool = False) -> float:
    """Return how wide `text` is on one line, in millimetres, at a type size in points.

    Kerning is left out, which makes the figure at most a little too large. A character no font holds counts one em.
    """
    fonts = [_advances(file) for file in (BOLD if bold else REGULAR)]
    ems = sum(next((font[ord(c)] for font in fonts if ord(c) in font), 1.0) for c in text)
    return ems * points * MM_PER_POINT


def wrapped(text: str, *, points: float, within_mm: float, bold: bool = False) -> list[str]:
    """Return `text` broken at spaces into lines of a column. A word wider than the column has a line of its own."""
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if not lines[-1] or width_mm(longer, points=points, bold=bold) <= within_mm:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def lines_needed(text: str, *, points: float, within_mm: float, bold: bool = False) -> int:
    """Return how many lines `text` takes in a column.

    A single word wider than the column makes the answer very large: it cannot be set at all.
    """
    lines = wrapped(text, points=points, within_mm=within_mm, bold=bold)
    if any(width_mm(line, points=points, bold=bold) > within_mm for line in lines):
        return 1_000
    return len(lines)
