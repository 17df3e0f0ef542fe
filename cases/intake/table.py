"""The table of what was sold: where its heading stands, and the first thing on it."""

import re

from cases.intake.extraction import Field, State, missing
from cases.intake.layout import Paper, Segment, around
from cases.intake.values import an_amount

_WHAT = (
    r"produkt(?:er)? ?/ ?tjänst(?:er)?|benämning(?:ar)?|beskrivning|specifikation|produkt(?:er)?|artikelbenämning"
    r"|artikelnamn|vara|varor|tjänst(?:er)?|text|avser|description|item|details?|service"
)
_MEASURE = (
    r"art(?:ikel)?[ .-]*(?:nr|nummer)?|antal|ant|lev ant|enhet|enh|kvantitet|timmar|tim|[áàa][ -]?pris|pris(?:/\w+)?"
    r"|styckpris|belopp|summa|moms|rabatt|datum|rad|pos|qty|quantity|unit(?: price)?|price|rate|hours|amount|total|vat"
    r"|discount|item no"
)
_WORD = re.compile(rf"(?<!\w)(?:{_WHAT}|{_MEASURE})(?!\w)\.?", re.IGNORECASE)
_IS_WHAT = re.compile(rf"(?:{_WHAT})(?!\w)", re.IGNORECASE)
_LONGEST = 80


class ItemTable:
    """The heading row of the sold things; it looks like totals ("Belopp", "Moms") but is none."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.heading: tuple[Segment, ...] = next((row for row in paper.rows if _is_heading(row)), ())
        self._headings = {id(s) for row in paper.rows if _is_heading(row) for s in row}

    def holds(self, segment: Segment) -> bool:
        """Tell whether the segment is part of a heading row, or of its second line."""
        row = self._paper.row_of(segment)
        if id(segment) in self._headings:
            return True
        if not self.heading or not all(_WORD.fullmatch(other.text) for other in row):
            return False
        above = self.heading[0]
        return above.page == segment.page and 0 < segment.middle - above.middle < 2 * above.height

    def description(self) -> Field[str]:
        """Return the first thing on the table, with its second line if it has one, shortened."""
        what = next((s for s in self.heading if _IS_WHAT.match(s.text)), None)
        found = self._first_under(what) if what is not None else None
        if found is None:
            return missing()
        under = next(iter(self._paper.below(found)), None)
        goes_on = under is not None and under.text[:1].islower() and self._paper.row_of(under) == (under,)
        lines = [found, under] if under is not None and goes_on else [found]
        text = " ".join(line.text for line in lines)
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        return Field(text, State.READ, place=around(found.page, lines))

    def _first_under(self, what: Segment) -> Segment | None:
        """Return the first words in a heading's column that are no amount."""
        beside = self._paper.right_of(what)
        right = beside.x0 if beside else float("inf")
        for row in self._paper.rows:
            if row[0].page != what.page or row[0].middle <= what.y1 or any(self.holds(s) for s in row):
                continue
            for segment in row:
                inside = what.x0 - 15 <= segment.x0 < right and re.search(r"[^\W\d]{2}", segment.text)
                if inside and an_amount(segment.text) is None:
                    return segment
            if row[0].middle > what.y1 + 90:
                break
        return None


def _is_heading(row: tuple[Segment, ...]) -> bool:
    words = [match[0].lower() for segment in row for match in _WORD.finditer(segment.text)]
    covered = sum(len(word) for word in words) / max(1, sum(len(s.text) for s in row))
    return len(set(words)) >= 3 and covered > 0.6 and any(_IS_WHAT.match(s.text) for s in row)
