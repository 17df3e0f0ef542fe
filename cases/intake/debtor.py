"""The debtor's address: which block on the paper is it, and what does it say."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from cases.intake import labels, values
from cases.intake.addresses import Address, Line, Role
from cases.intake.extraction import Field, Sentence, State, missing
from cases.intake.layout import Paper, Segment

_SENDERS = re.compile(
    r"@|www\.|(?<!\w)(?:tel|telefon|mobil|phone|fax|e-?post|e-?mail|bankgiro|bg|plusgiro|pg|f-skatt\w*)(?!\w)",
    re.IGNORECASE,
)  # what nobody prints under a customer's address


_LONGEST = 120


def debtor_block(paper: Paper, blocks: list[Address]) -> tuple[Address | None, Sentence]:
    """Return the block most like the debtor's, and a doubt when another is as likely."""
    scored = sorted(((_likeness(paper, block, blocks), block) for block in blocks), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < 0:
        return None, ""
    score, best = scored[0]
    rival = next((b for other, b in scored[1:] if other >= score - 1 and b.name.text != best.name.text), None)
    if rival is None:
        return best, ""
    names = {"one": best.name.text, "other": rival.name.text}
    return best, _("Två adresser hittades, %(one)s och %(other)s.") % names


def _likeness(paper: Paper, block: Address, blocks: list[Address]) -> int:
    """Score a block: its label says most; else an address in the window of the envelope, not the sender's own.

    The window is the upper half, right of the middle (Swedish standard) or left below the sender (Word, English).
    """
    page = next(page for page in paper.pages if page.number == block.box.page)
    score = {Role.DEBTOR: 10, Role.UNKNOWN: 2, Role.DELIVERY: 1, Role.CREDITOR: -8}[block.role]
    if block.box.y0 > 0.6 * page.height:
        score -= 5
    if block.box.x0 > 0.4 * page.width:
        score += 2
    if block.box.page > 1:
        score -= 3
    if any(other.box.page == block.box.page and other.box.y0 < block.box.y0 - 20 for other in blocks):
        score += 1
    if any(_SENDERS.search(s.text) for s in _beside(paper, block)):
        score -= 6
    size = 1.25 * max(s.height for s in block.segments)  # larger is a letterhead
    elsewhere = [s for s in paper.segments if s not in block.segments and block.name.text in s.text]
    if block.role is not Role.DEBTOR and any(
        s.y0 > 0.6 * page.height or near_number(paper, s) or s.height > size for s in elsewhere
    ):
        score -= 4
    return score


def _beside(paper: Paper, block: Address) -> list[Segment]:
    """Return what stands close under or over a block in its column."""
    box = block.box
    return [
        s
        for s in paper.segments
        if s.page == box.page
        and s not in block.segments
        and abs(s.x0 - box.x0) <= 4
        and (0 <= s.y0 - box.y1 <= 30 or 0 <= box.y0 - s.y1 <= 15)
    ]


def near_number(paper: Paper, segment: Segment) -> bool:
    """Tell whether an organisation or VAT number stands on the same line: then it is the sender's own line."""
    return any(
        labels.ORG_NUMBER.search(other.text) or labels.VAT_NUMBER.search(other.text)
        for other in paper.row_of(segment)
    )


def address_fields(block: Address | None, doubt: Sentence) -> dict[str, Field[str]]:
    """Return the debtor's name and address as fields by name."""
    if block is None:
        return {}
    foreign = block.country is not None and block.country.text != "SE"
    odd = block.postcode is not None and not foreign and len(values.digits(block.postcode.text)) != 5
    postal = doubt or (_("Postnumret är inte svenskt.") if odd else "")
    extra = doubt or (_("Adressen har fler rader än väntat.") if block.doubtful else "")
    return {
        "debtor_name": _field(block.name, doubt),
        "debtor_co": _field(block.co, doubt),
        "debtor_street": _field(block.street, extra),
        "debtor_postcode": _field(_tidy_postcode(block.postcode), postal),
        "debtor_city": _field(block.city, doubt),
        "debtor_country": _field(block.country, doubt),
    }


def _tidy_postcode(line: Line | None) -> Line | None:
    """Write a postcode of five digits as Posten does, "703 63"."""
    if line is None or not re.fullmatch(r"\d{5}", line.text):
        return line
    return replace(line, text=f"{line.text[:3]} {line.text[3:]}")


def _field(line: Line | None, reason: Sentence) -> Field[str]:
    if line is None:
        return missing()
    return Field(line.text[:_LONGEST], State.CHECK if reason else State.READ, reason, line.place)
