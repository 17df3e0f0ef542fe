"""Address blocks: lines that stand under each other and end with postcode and town, and whose they are."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from cases.intake import labels
from cases.intake.countries import country_of, country_of_prefix
from cases.intake.layout import Paper, Place, Segment, around

_POSTAL = re.compile(
    r"(?:(?P<prefix>[A-Z]{1,3})[- ])?(?P<postcode>\d{3} ?\d{2}|\d{4,5}|\d{2}-\d{3})"
    r"(?:,?\s+(?P<city>[^\W\d_][^\d,:;@]{1,40}?)(?:,\s*(?P<country>[^\W\d_][^\d,]+))?)?"
)
_CITY = re.compile(r"[^\W\d_][^\d,:;@]{1,40}")
_CO = re.compile(r"(?:c/o|co/|℅|c/o:)\s*\S", re.IGNORECASE)
_ATTENTION = re.compile(r"(?:att|attn|attention|er ref|ref)(?:erens)?\b[.: ]", re.IGNORECASE)
_NOT_ADDRESS = re.compile(
    r"@|www\.|(?<!\w)(?:tel|telefon|mobil|fax|e-post|moms|vat|org|bankgiro|bg|plusgiro|iban)(?!\w)[ .:]",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(
    r"(?:(?:org|pers)\S*\s*(?:nr|nummer)?[.:]*\s*)?(?:\d{2})?\d{6}[-+]?\d{4}", re.IGNORECASE
)
_MOST_LINES = 7
_MOST_BLOCKS = 20


class Role(StrEnum):
    """Whose address a block is said to be by the label at it."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"
    DELIVERY = "delivery"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Line:
    """One part of an address and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Address:
    """A block. What follows the name is None when the block does not print it."""

    role: Role
    box: Place
    name: Line
    co: Line | None = None
    street: Line | None = None
    postcode: Line | None = None
    city: Line | None = None
    country: Line | None = None
    doubtful: bool = False
    segments: tuple[Segment, ...] = field(default=(), repr=False)


def is_care_of(text: str) -> bool:
    """Tell whether an address line is a c/o."""
    return _CO.match(text) is not None


def read_addresses(paper: Paper) -> list[Address]:
    """Return the address blocks in reading order."""
    blocks: list[Address] = []
    for segment in paper.segments:
        if len(blocks) == _MOST_BLOCKS:
            break
        if any(segment in block.segments for block in blocks):
            continue
        block = _swedish_or_foreign(paper, segment) or _by_country(paper, segment)
        if block is not None:
            blocks.append(block)
    return blocks


def _swedish_or_foreign(paper: Paper, segment: Segment) -> Address | None:
    match = _POSTAL.fullmatch(segment.text)
    if match is None:
        return None
    ending = [segment]
    city = Line(match["city"].strip(" ,."), segment.place(*match.span("city"))) if match["city"] else None
    if city is None:
        beside = paper.right_of(segment)
        if (
            beside is None
            or beside.x0 - segment.x1 > 60
            or not _CITY.fullmatch(beside.text)
            or labels.is_label(beside.text)
        ):
            return None
        city, ending = Line(beside.text, beside.place()), [segment, beside]
    postcode = Line(match["postcode"], segment.place(*match.span("postcode")))
    country = _country(paper, segment, match)
    above = _above(paper, segment)
    return _address(paper, above, ending, postcode=postcode, city=city, country=country)


def _country(paper: Paper, segment: Segment, match: re.Match[str]) -> Line | None:
    """Return the country after the town, on the line below, or before the postcode."""
    if match["country"] and (code := country_of(match["country"])):
        return Line(code, segment.place(*match.span("country")))
    under = next(iter(paper.below(segment)), None)
    if under is not None and (code := country_of(under.text)):
        return Line(code, under.place())
    if match["prefix"] and (code := country_of_prefix(match["prefix"])):
        return Line(code, segment.place(*match.span("prefix")))
    return None


def _by_country(paper: Paper, segment: Segment) -> Address | None:
    """Return a block that ends with the name of another country, whatever its postcode looks like."""
    code = country_of(segment.text)
    if code in {None, "SE"}:
        return None
    above = _above(paper, segment)
    if len(above) < 2:
        return None
    return _address(paper, above, [segment], country=Line(str(code), segment.place()))


def _above(paper: Paper, last: Segment) -> list[Segment]:
    """Return the lines stacked on the last one, top down, as far as they are aligned, evenly close and not labels."""
    lines = [last]
    usual = float("inf")
    for segment in paper.over(last):
        if segment.middle > lines[-1].y0 or not _aligned(segment, last):
            continue
        gap = lines[-1].y0 - segment.y1
        far = gap > min(1.3 * max(segment.height, lines[-1].height), 1.6 * max(usual, 0) + 3)
        number = _NUMBER_LINE.fullmatch(segment.text)
        if far or len(lines) > _MOST_LINES or (_is_no_line(segment.text) and not number):
            break
        usual = min(usual, gap)
        if not number:
            lines.append(segment)
    return lines[:0:-1]


def _is_no_line(text: str) -> bool:
    """Tell whether a text is a heading or a labelled value, and so no line of an address."""
    if _ATTENTION.match(text):
        return False
    if labels.is_label(text) or labels.INVOICE_HEADING.match(text) or _NOT_ADDRESS.search(text):
        return True
    return labels.names_another_value(text) or (
        ":" in text and _without_label(text) == text and not is_care_of(text)
    )


def _aligned(one: Segment, other: Segment) -> bool:
    return (
        abs(one.x0 - other.x0) <= 4
        or abs(one.x1 - other.x1) <= 1.5
        or abs(one.x0 + one.x1 - other.x0 - other.x1) <= 3
    )


def _address(
    paper: Paper,
    above: list[Segment],
    ending: list[Segment],
    *,
    postcode: Line | None = None,
    city: Line | None = None,
    country: Line | None = None,
) -> Address | None:
    if not above:
        return None
    role = _role(paper, above[0])
    lines = [Line(_without_label(s.text), s.place()) for s in above if not _ATTENTION.match(s.text)]
    co = next((line for line in lines if is_care_of(line.text)), None)
    rest = [line for line in lines if line is not co and line.text]
    if not rest:
        return None
    return Address(
        role=role,
        box=around(above[0].page, [*above, *ending]),
        name=rest[0],
        co=co,
        street=rest[-1] if len(rest) > 1 else None,
        postcode=postcode,
        city=city,
        country=country,
        doubtful=len(rest) > 2,
        segments=(*above, *ending),
    )


def _without_label(text: str) -> str:
    match = labels.DEBTOR.match(text) or labels.CREDITOR.match(text)
    if match is not None and text[match.end() :].startswith(":"):
        return text[match.end() + 1 :].strip()
    return text


def _role(paper: Paper, top: Segment) -> Role:
    """Return whose address it is by the label in its first line, to the left of it or over it."""
    left = [s for s in paper.row_of(top) if s.x0 < top.x0]
    over = [
        s
        for s in paper.segments
        if s.page == top.page
        and 0 < top.y0 - s.y0 < 30 + top.height
        and s.x0 - 12 <= top.x0 <= max(s.x1, s.x0 + 60)
        and s is not top
    ]
    for text in [top.text, *(s.text for s in left[-1:]), *(s.text for s in reversed(over))]:
        bare = text.strip(" :.")
        labelled = text is top.text
        for role, label in (
            (Role.DELIVERY, labels.DELIVERY),
            (Role.DEBTOR, labels.DEBTOR),
            (Role.CREDITOR, labels.CREDITOR),
        ):
            match = label.match(bare)
            if match is not None and (
                match.end() == len(bare) or (labelled and bare[match.end() :].startswith(":"))
            ):
                return role
    return Role.UNKNOWN
