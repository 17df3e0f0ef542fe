"""What else the invoice says: late interest, a reminder fee, and whether it is a credit note."""

import re
from fractions import Fraction

from django.utils.translation import gettext as _

from cases.intake import labels
from cases.intake.extraction import Field, InterestTerms, State, missing
from cases.intake.layout import Paper, Place, Segment, around
from cases.intake.search import hits
from cases.intake.values import Found, pattern
from ekrav.money import Ore

_INTEREST = re.compile(
    r"dröjsmåls ?-?ränt|förseningsränt|räntelag|referensränt"
    r"|ränta (?:debiteras|utgår|tillkommer|uttas|tas ut|beräknas)|(?:debiteras|utgår|uttas|debiterar vi|tas) \w* ?ränta"
    r"|(?:late|overdue|default|penalty|delay) (?:payment )?interest|interest (?:on|for|according|is charged|will)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<!\w)(?:dröjsmåls ?-?ränta|förseningsränta|ränta|late (?:payment )?interest|overdue interest|interest)(?!\w)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?) ?(?:%|procent|percent|per cent)", re.IGNORECASE)
_BY_LAW = re.compile(r"räntelag|interest act|lagstadgad|enligt lag\b|gällande lag", re.IGNORECASE)
_REFERENCE = re.compile(r"referensränt|diskonto|reference rate", re.IGNORECASE)
_MONTHLY = re.compile(r"(?:per|/|i|varje) ?mån|månadsränta|per month|monthly", re.IGNORECASE)
_REMINDER = re.compile(
    r"påminnelse ?-?avgift|påminnelsekostnad|avgift (?:för|vid) (?:skriftlig )?påminnelse|reminder fee",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!](?=\s+[A-ZÅÄÖ]|\s*$)")
_RATE = pattern(r"^[\s:]*((?:ref\w* ?\+ ?)?\d{1,2}(?:[.,]\d{1,2})? ?%[^.]{0,60}|(?:enligt )?räntelag\w*)")
_BEFORE_FEE = re.compile(r",? (?:samt|och|plus|and) (?=[^.]*(?:påminnelse|reminder))", re.IGNORECASE)
_LONGEST = 200


def read_interest(paper: Paper) -> Field[InterestTerms]:
    """Return what is said about late interest, in the invoice's own words."""
    by_label = hits(paper, _LABEL, _RATE)
    for hit in by_label:
        if hit.at is not hit.by:
            return _interest(
                f"{hit.label.capitalize()} {hit.value}", around(hit.at.page, [hit.by.place(), hit.place])
            )
    for segment in paper.segments:
        match = _INTEREST.search(segment.text)
        if match is not None:
            text, lines = _sentence(paper, segment, match.start())
            return _interest(_BEFORE_FEE.split(text)[0], around(segment.page, lines))
    return missing()


def _interest(text: str, place: Place) -> Field[InterestTerms]:
    terms = interest_terms(text)
    reason = ""
    if terms.percent is None and not terms.by_law:
        reason = _("Räntan går inte att läsa som procent om året.")
    return Field(terms, State.CHECK if reason else State.READ, reason, place)


def interest_terms(text: str) -> InterestTerms:
    """Return the words' meaning: the rate a year, if one is named and not by the month; whether the law is named."""
    rates = {match[1].replace(",", ".") for match in _PERCENT.finditer(text)}
    percent = Fraction(rates.pop()) if len(rates) == 1 and not _MONTHLY.search(text) else None
    by_law = bool(_BY_LAW.search(text))
    return InterestTerms(text, percent, over_reference=bool(_REFERENCE.search(text)), by_law=by_law)


def read_reminder_fee(paper: Paper) -> Field[str]:
    """Return the sentence that speaks of a reminder fee, if any."""
    for segment in paper.segments:
        match = _REMINDER.search(segment.text)
        if match is not None:
            text, lines = _sentence(paper, segment, match.start())
            return Field(text, State.READ, place=around(segment.page, lines))
    return missing()


def speaks_of_reminder_fee(text: str) -> bool:
    """Tell whether a text speaks of a reminder fee."""
    return _REMINDER.search(text) is not None


def read_credit_note(paper: Paper, total: Field[Ore]) -> Field[bool]:
    """Return whether the document calls itself a credit note; a total below zero speaks for it."""
    headings = [
        s
        for s in paper.segments
        if labels.INVOICE_HEADING.match(s.text) or labels.INVOICE_NUMBER.match(s.text)
    ]
    for segment in paper.segments:
        match = labels.CREDIT_NOTE.match(segment.text)
        if match is not None and len(segment.text.split()) <= 4:
            return Field(True, State.READ, place=segment.place())
    if total.value is not None and total.value < 0:
        return Field(True, State.CHECK, _("Beloppet är negativt. Är det en kreditfaktura?"), total.place)
    return Field(False, State.READ, place=headings[0].place()) if headings else missing()


def _sentence(paper: Paper, segment: Segment, at: int) -> tuple[str, list[Segment]]:
    """Return the sentence around a place in a segment, with the lines it runs over."""
    lines = _paragraph(paper, segment)
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line.text + " "
    at += starts[lines.index(segment)]
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at)), default=0)
    end = next((m.start() for m in _SENTENCE_END.finditer(text, at)), len(text))
    over = [
        line
        for line, first in zip(lines, starts, strict=True)
        if first < end and first + len(line.text) > start
    ]
    return text[start:end].strip()[:_LONGEST], over


def _paragraph(paper: Paper, segment: Segment) -> list[Segment]:
    """Return the lines of running text that a line belongs to: close, aligned, and filled or going on in lower case."""
    column = [s for s in paper.segments if s.page == segment.page and abs(s.x0 - segment.x0) < 3]
    column.sort(key=lambda s: s.middle)
    width = next(page.width for page in paper.pages if page.number == segment.page)
    first = last = column.index(segment)
    while first > 0 and _flows(column[first - 1], column[first], width):
        first -= 1
    while last + 1 < len(column) and _flows(column[last], column[last + 1], width):
        last += 1
    return column[first : last + 1]


def _flows(line: Segment, following: Segment, width: float) -> bool:
    close = 0 <= following.middle - line.middle < 2.2 * max(line.height, following.height)
    filled = line.x1 - line.x0 > 0.45 * width
    return close and (filled or following.text[:1].islower())


def said(text: str) -> Found[str] | None:
    """Return the sentence about interest in a note of running text (XML)."""
    match = _INTEREST.search(text)
    if match is None:
        return None
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
    end = _SENTENCE_END.search(text, match.start())
    stop = end.start() if end else len(text)
    return Found(text[start:stop].strip()[:_LONGEST], start, stop)
