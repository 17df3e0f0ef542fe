"""Finding a label's value: in the same segment after it, else the nearest to the right, else the nearest below."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from cases.intake.labels import begins_with_label, names_another_value
from cases.intake.layout import Paper, Place, Segment
from cases.intake.values import Found, Parser

T = TypeVar("T")

_MOST_LABELS = 60  # of one kind; more is no invoice, and reading it must not take for ever
_NEAR = 28  # characters between a label and its value in running text ("ska betalas till bankgiro nummer …")
_AFTER_LABEL = re.compile(
    r"""[\s:.#=/-]*(?:(?:\(?(?:SEK|kr|EUR|USD|NOK|DKK)\)?|\(?\d{1,2}(?:[.,]\d{1,2})?\ ?%\)?
    |\d{4}-\d\d-\d\d|(?:på|av|of|on)\ [\d\ ,.]+\ ?(?:kr|SEK)?|\((?!\d)[^)]{1,30}\))[\s:.]*)*""",
    re.VERBOSE | re.IGNORECASE,
)

_PAIRED = re.compile(
    r" ?(?:/|&|och) ?(?=[^\W\d])[\w-]+(?: ?(?:nr|nummer)(?!\w))?\.?", re.IGNORECASE
)  # "Fakturanr/OCR-nr"


@dataclass(frozen=True)
class Hit(Generic[T]):
    """A value that stood by a label."""

    value: T
    place: Place
    label: str
    at: Segment
    by: Segment
    doubt: bool = False
    start: int = 0


def hits(
    paper: Paper,
    label: re.Pattern[str],
    parse: Parser[T],
    *,
    skip: Callable[[Segment], bool] = lambda segment: False,
    rows: int = 1,
) -> list[Hit[T]]:
    """Return the values of the label's occurrences, in reading order; one occurrence gives at most one value per row.

    `rows` > 1 follows a column further down (a table of VAT rates). `skip` leaves out what is no label here.
    """
    labelled = ((s, match) for s in paper.segments for match in label.finditer(s.text) if not skip(s))
    found: list[Hit[T]] = []
    for segment, match in islice(labelled, _MOST_LABELS):
        found.extend(_values(paper, segment, match, parse, rows))
    return found


def _values(
    paper: Paper, segment: Segment, match: re.Match[str], parse: Parser[T], rows: int
) -> Iterable[Hit[T]]:
    name = match[0].lower()
    paired = _PAIRED.match(segment.text, match.end())
    end = paired.end() if paired else match.end()
    rest = segment.text[end:]
    inline = parse(rest)
    if inline is not None and inline.start <= _NEAR and not _label_between(rest[: inline.start]):
        return [_hit(inline, name, segment, segment, end)]
    suffix = _AFTER_LABEL.match(rest)
    stands_alone = (
        suffix is not None and suffix.end() == len(rest) and len(segment.text[: match.start()].split()) <= 2
    )
    if not stands_alone:
        return []
    beside = paper.right_of(segment)
    if beside is not None and not begins_with_label(beside.text):
        value = parse(beside.text)
        if value is not None and value.start <= _NEAR:
            return [_hit(value, name, beside, segment, 0)]
    return list(_below(paper, segment, name, parse, rows))


def _below(paper: Paper, segment: Segment, name: str, parse: Parser[T], rows: int) -> Iterator[Hit[T]]:
    for under in paper.below(segment, rows=rows):
        value = None if begins_with_label(under.text) else parse(under.text)
        if value is None or value.start > _NEAR:
            return
        yield _hit(value, name, under, segment, 0)


def _hit(found: Found[T], label: str, at: Segment, by: Segment, offset: int) -> Hit[T]:
    place = at.place(offset + found.start, offset + found.end)
    return Hit(found.value, place, label, at, by, found.doubt, offset + found.start)


def _label_between(text: str) -> bool:
    """Tell whether another label, or the end of a sentence, stands between a label and what looks like its value."""
    return bool(re.search(r"\. [A-ZÅÄÖ]", text)) or any(
        names_another_value(text[word.start() :]) for word in re.finditer(r"(?<!\w)[^\W\d_]{2,}", text)
    )


def distinct(found: Iterable[Hit[T]]) -> list[Hit[T]]:
    """Return the first hit of each value."""
    seen: dict[T, Hit[T]] = {}
    for hit in found:
        seen.setdefault(hit.value, hit)
    return list(seen.values())
