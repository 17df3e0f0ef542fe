"""Printed text as geometry: words, pages, the segments that words form, and what stands beside and below a segment.

Coordinates are PostScript points from the top left corner of the page as it is shown, y downwards.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\u00ad\u0002\ufffe", "-"))
_MOST_WORDS = 6000
_GAP = 0.75  # of the text's height: a wider gap parts two segments (a space is about a quarter)


class Place(NamedTuple):
    """Where something stands: page number from 1, and a box in points."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space in it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in points and its words."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Segment:
    """Words that stand together on one line: a label, a value, a table cell, a line of a paragraph."""

    page: int
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @cached_property
    def y0(self) -> float:
        return min(word.y0 for word in self.words)

    @cached_property
    def y1(self) -> float:
        return max(word.y1 for word in self.words)

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Return the box of the words that characters start to end of the text belong to."""
        end = len(self.text) if end is None else end
        at, chosen = 0, []
        for word in self.words:
            if at < end and at + len(word.text) > start:
                chosen.append(word)
            at += len(word.text) + 1
        return around(self.page, chosen or self.words)


def around(page: int, boxes: Sequence[Word] | Sequence[Segment] | Sequence[Place]) -> Place:
    """Return the smallest box that holds all the boxes, in tenths of a point."""
    return Place(
        page,
        round(min(box.x0 for box in boxes), 1),
        round(min(box.y0 for box in boxes), 1),
        round(max(box.x1 for box in boxes), 1),
        round(max(box.y1 for box in boxes), 1),
    )


def plain(text: str) -> str:
    """Return text as it is compared: ligatures and accents composed, every dash a hyphen, one kind of space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(_DASHES)).strip()


class Paper:
    """A document's segments in reading order, and who stands next to whom."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = tuple(_first_words(pages))
        self.rows: tuple[tuple[Segment, ...], ...] = tuple(row for page in self.pages for row in _rows(page))
        self.segments: tuple[Segment, ...] = tuple(segment for row in self.rows for segment in row)
        self._row_of = {id(segment): row for row in self.rows for segment in row}
        self._by_page: dict[int, list[Segment]] = {page.number: [] for page in self.pages}
        self._index: dict[int, int] = {}
        for segment in self.segments:
            self._index[id(segment)] = len(self._by_page[segment.page])
            self._by_page[segment.page].append(segment)

    def row_of(self, segment: Segment) -> tuple[Segment, ...]:
        """Return the segments on the same line, the segment itself among them, left to right."""
        return self._row_of[id(segment)]

    def right_of(self, segment: Segment) -> Segment | None:
        """Return the nearest segment to the right on the same line, past lone punctuation."""
        after = (s for s in self.row_of(segment) if s.x0 > segment.x0)
        return next((s for s in after if re.search(r"\w", s.text)), None)

    def over(self, segment: Segment) -> Iterator[Segment]:
        """Yield what stands over the segment on its page, the nearest line first."""
        on_page = self._by_page[segment.page]
        for at in range(self._index[id(segment)] - 1, -1, -1):
            if on_page[at].middle < segment.middle:
                yield on_page[at]

    def below(self, segment: Segment, *, rows: int = 1) -> list[Segment]:
        """Return the segments under this one in its column, nearest first, at most `rows` lines down.

        The column reaches from the segment's left edge to the next segment on its line, since a value may stand at
        either side of its box. A line is at most three heights (or 30 points) under the one above it.
        """
        beside = self.right_of(segment)
        left, right = segment.x0 - 6, (beside.x0 - 2 if beside else float("inf"))
        found: list[Segment] = []
        above = segment
        for other in self._by_page[segment.page][self._index[id(segment)] + 1 :]:
            if len(found) == rows or other.y0 - above.y1 > max(3 * segment.height, 30):
                break
            centre = (other.x0 + other.x1) / 2
            inside = left <= other.x0 < right or left <= centre < right
            if other.middle > above.y1 - 0.1 * above.height and inside:
                found.append(other)
                above = other
        return found


def _first_words(pages: Sequence[Page]) -> Iterable[Page]:
    """Cut a document that has more words than any invoice, so that reading it takes bounded time."""
    left = _MOST_WORDS
    for page in pages:
        yield replace(page, words=page.words[:left])
        left = max(0, left - len(page.words))


def _rows(page: Page) -> Iterable[tuple[Segment, ...]]:
    """Group a page's words into lines, top down, and each line into segments."""
    line: list[Word] = []
    for word in sorted(page.words, key=lambda w: (w.y0 + w.y1, w.x0)):
        if line and not _same_line(line[-1], word):
            yield tuple(_segments(page.number, line))
            line = []
        line.append(word)
    if line:
        yield tuple(_segments(page.number, line))


def _same_line(one: Word, other: Word) -> bool:
    apart = abs((one.y0 + one.y1) - (other.y0 + other.y1)) / 2
    return apart < 0.35 * min(one.y1 - one.y0, other.y1 - other.y0)


def _segments(page: int, line: list[Word]) -> Iterable[Segment]:
    run: list[Word] = []
    for word in sorted(line, key=lambda w: w.x0):
        if run and word.x0 - run[-1].x1 > _GAP * min(run[-1].y1 - run[-1].y0, word.y1 - word.y0):
            yield Segment(page, tuple(run))
            run = []
        run.append(word)
    if run:
        yield Segment(page, tuple(run))
