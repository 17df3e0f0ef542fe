"""The creditor's name: a company's name that stands with its numbers, on top, or more than once."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from cases.intake import labels
from cases.intake.addresses import Address, Role
from cases.intake.debtor import near_number
from cases.intake.extraction import Field, Sentence, State, missing
from cases.intake.layout import Paper, Segment
from cases.intake.search import Hit, distinct

_FORM = (
    r"AB(?: \(publ\))?|HB|KB|Aktiebolag(?:et)?|Handelsbolag(?:et)?|Kommanditbolag(?:et)?|Ekonomisk förening"
    r"|Ek\.? ?för\.?|Ideell förening|Enskild firma|Stiftelse|Ltd|Limited|GmbH|Oy|ApS|A/S|Inc\.?"
)
_FIRST = "AB|HB|KB|Brf|BRF|Bostadsrättsföreningen|Stiftelsen|Föreningen|Firma|Aktiebolaget"
_ENDS = rf"[A-ZÅÄÖ0-9&][^\s,:;]*\s+(?:[^\s,:;]+\s+){{0,6}}?(?:{_FORM})"
_BEGINS = rf"(?:{_FIRST})\s+[A-ZÅÄÖ][^,:;]{{1,50}}"
_COMPANY = re.compile(rf"(?:{_ENDS}|{_BEGINS})(?![\w/-])")
_NOT_TAIL = "Org|Moms|Tel|Bank|Plus|Vat|VAT|Box|F-"
_TAIL = re.compile(rf"(?:\s+(?!{_NOT_TAIL})[A-ZÅÄÖ][^\W\d_][\w&-]*){{1,3}}$")  # "Fastighets AB Luftslottet"
_PAYEE = re.compile(
    r"(?<!\w)(?:betalningsmottagare|säljare|leverantör|seller|supplier|payee|hyresvärd)\s*:?\s*(?=\S)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?:fordran|faktura\w*) (?:är|har|enligt denna faktura är) (?:\w+ )?(?:överlåt|pantsatt|pantför|såld|sålts)"
    r"|factoring|överlåten till|assigned to",
    re.IGNORECASE,
)
_LONGEST = 70


def creditor_name(paper: Paper, blocks: list[Address], debtor: Address | None) -> Field[str]:
    """Return the sender's name; to be checked where only its position speaks for it."""
    found = _company_names(paper, blocks, debtor)
    if not found:
        return _name_by_position(paper, blocks, debtor)
    count = Counter(hit.value.casefold() for hit in found)

    def weight(hit: Hit[str]) -> int:
        top = hit.place.page == 1 and hit.place.y0 < 0.15 * paper.pages[0].height
        return (
            (4 if hit.label else 0)
            + (2 if top else 0)
            + 2 * min(count[hit.value.casefold()], 3)
            + (2 if near_number(paper, hit.at) else 0)
        )

    best = max(found, key=lambda hit: (weight(hit), not hit.value.isupper()))
    others = [hit for hit in distinct(found) if hit.value.casefold() != best.value.casefold()]
    rivals = [hit for hit in others if weight(hit) >= weight(best)]
    reason: Sentence = ""
    if any(_ASSIGNED.search(segment.text) for segment in paper.segments):
        reason = _("Fakturan nämner överlåtelse eller factoring. Kontrollera vem som äger fordran.")
    elif rivals:
        reason = _("Två namn hittades, %(one)s och %(other)s.") % {
            "one": best.value,
            "other": rivals[0].value,
        }
    elif weight(best) < 4:
        reason = _("Namnet står bara på ett ställe. Kontrollera att det är ditt företag.")
    return Field(best.value, State.CHECK if reason else State.READ, reason, best.place)


def _company_names(paper: Paper, blocks: list[Address], debtor: Address | None) -> list[Hit[str]]:
    """Return the companies named outside the blocks of the debtor and the delivery."""
    others = [b for b in blocks if b is debtor or b.role in {Role.DEBTOR, Role.DELIVERY}]
    theirs = {block.name.text for block in others}
    outside = [s for s in paper.segments if not any(s in block.segments for block in others)]
    return [hit for segment in outside if (hit := _company(segment)) and hit.value not in theirs]


def _company(segment: Segment) -> Hit[str] | None:
    """Return the company that the segment begins with, after a label like "Betalningsmottagare"."""
    label = _PAYEE.match(segment.text)
    match = _COMPANY.match(segment.text, label.end() if label else 0)
    if match is None:
        return None
    tail = _TAIL.match(segment.text, match.end())
    end = tail.end() if tail else match.end()
    name = segment.text[match.start() : end].strip()
    if len(name) > _LONGEST:
        return None
    return Hit(name, segment.place(match.start(), end), label[0] if label else "", segment, segment)


def _name_by_position(paper: Paper, blocks: list[Address], debtor: Address | None) -> Field[str]:
    """Return the first line of the sender's own address, else the largest words on top; always to be checked."""
    reason = _("Namnet är taget ur var det står på sidan.")
    own = next((b for b in blocks if b is not debtor and b.role is not Role.DELIVERY and b.street), None)
    if own is not None:
        return Field(own.name.text, State.CHECK, reason, own.name.place)
    theirs = debtor.segments if debtor is not None else ()
    top = [
        segment
        for segment in paper.segments
        if segment.page == 1
        and segment.y0 < 0.15 * paper.pages[0].height
        and re.search(r"[^\W\d]{3}", segment.text)
        and not labels.begins_with_label(segment.text)
        and segment not in theirs
    ]
    if not top:
        return missing()
    largest = max(top, key=lambda segment: segment.height)
    return Field(largest.text, State.CHECK, reason, largest.place())
