"""Who owes whom: the debtor's address block, the creditor's name, and whose number is whose."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from cases.intake import labels, values
from cases.intake.addresses import Address, Line, Role, read_addresses
from cases.intake.extraction import Field, Sentence, State, missing
from cases.intake.layout import Paper, Place, Segment
from cases.intake.search import Hit, distinct, hits
from ekrav import identity

_FORM = (
    r"AB(?: \(publ\))?|HB|KB|Aktiebolag(?:et)?|Handelsbolag(?:et)?|Kommanditbolag(?:et)?|Ekonomisk förening|Ek\.? ?för\.?|Ideell förening|"
    r"Enskild firma|Stiftelse|Ltd|Limited|GmbH|Oy|ApS|A/S|Inc\.?"
)
_COMPANY = re.compile(
    rf"(?:(?:[A-ZÅÄÖ0-9&][^\s,:;]*\s+(?:[^\s,:;]+\s+){{0,6}}?(?:{_FORM}))|(?:AB|HB|KB|Brf|BRF|Bostadsrättsföreningen|Stiftelsen|Föreningen|Firma|Aktiebolaget)\s+[A-ZÅÄÖ][^,:;]{{1,50}})(?![\w/-])"
)
_TAIL = re.compile(r"(?:\s+(?!Org|Moms|Tel|Bank|Plus|Vat|VAT|Box|F-)[A-ZÅÄÖ][^\W\d_][\w&-]*){1,3}$")  # "Fastighets AB Luftslottet"
_PAYEE = re.compile(r"(?<!\w)(?:betalningsmottagare|säljare|leverantör|seller|supplier|payee|hyresvärd)\s*:?\s*(?=\S)", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?:fordran|faktura\w*) (?:är|har|enligt denna faktura är) (?:\w+ )?(?:överlåt|pantsatt|pantför|såld|sålts)|factoring|överlåten till|assigned to", re.IGNORECASE
)


@dataclass(frozen=True)
class Parties:
    """The fields that say who."""

    creditor_name: Field[str]
    creditor_org_number: Field[str]
    debtor_name: Field[str]
    debtor_co: Field[str]
    debtor_street: Field[str]
    debtor_postcode: Field[str]
    debtor_city: Field[str]
    debtor_country: Field[str]
    debtor_number: Field[str]


def read_parties(paper: Paper, *, invoice_date: date | None) -> Parties:
    """Return the parties' fields. `invoice_date` tells the century of a person number of ten digits."""
    blocks = read_addresses(paper)
    debtor, doubt = _debtor_block(paper, blocks)
    numbers = _numbers(paper, debtor)
    address = _address_fields(debtor, doubt)
    return Parties(
        creditor_name=_creditor_name(paper, blocks, debtor),
        creditor_org_number=_creditor_number(paper, numbers),
        debtor_name=address["name"],
        debtor_co=address["co"],
        debtor_street=address["street"],
        debtor_postcode=address["postcode"],
        debtor_city=address["city"],
        debtor_country=address["country"],
        debtor_number=_debtor_number(numbers, invoice_date),
    )


def _debtor_block(paper: Paper, blocks: list[Address]) -> tuple[Address | None, Sentence]:
    """Return the block most like the debtor's, and a doubt when another is as likely."""
    scored = sorted(((_likeness(paper, block, blocks), block) for block in blocks), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < 0:
        return None, ""
    best = scored[0][1]
    rival = next((b for score, b in scored[1:] if score == scored[0][0] and _name(b) != _name(best)), None)
    if rival is not None:
        return best, _("Två adresser hittades, %(one)s och %(other)s.") % {"one": _name(best), "other": _name(rival)}
    return best, ""


def _name(block: Address) -> str:
    return block.name.text if block.name else ""


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
    elsewhere = [s for s in paper.segments if s not in block.segments and _name(block) and _name(block) in s.text]
    if block.role is not Role.DEBTOR and any(s.y0 > 0.6 * page.height or _near_number(paper, s) for s in elsewhere):
        score -= 4
    return score


def _near_number(paper: Paper, segment: Segment) -> bool:
    """Tell whether an organisation or VAT number stands on the same line: then it is the sender's own line."""
    return any(labels.ORG_NUMBER.search(s.text) or labels.VAT_NUMBER.search(s.text) for s in paper.row_of(segment))


def _address_fields(block: Address | None, doubt: Sentence) -> dict[str, Field[str]]:
    if block is None:
        return dict.fromkeys(("name", "co", "street", "postcode", "city", "country"), missing())
    foreign = block.country is not None and block.country.text != "SE"
    odd = block.postcode is not None and not foreign and len(values.digits(block.postcode.text)) != 5
    postal = doubt or (_("Postnumret är inte svenskt.") if odd else "")
    extra = doubt or (_("Adressen har fler rader än väntat.") if block.doubtful else "")
    return {
        "name": _from_line(block.name, doubt),
        "co": _from_line(block.co, doubt),
        "street": _from_line(block.street, extra),
        "postcode": _from_line(_tidy_postcode(block.postcode), postal),
        "city": _from_line(block.city, doubt),
        "country": _from_line(block.country, doubt),
    }


def _tidy_postcode(line: Line | None) -> Line | None:
    """Write a postcode of five digits as Posten does, "703 63"."""
    if line is None or not re.fullmatch(r"\d{5}", line.text):
        return line
    return replace(line, text=f"{line.text[:3]} {line.text[3:]}")


def _from_line(line: Line | None, reason: Sentence) -> Field[str]:
    if line is None:
        return missing()
    return Field(line.text, State.CHECK if reason else State.READ, reason, line.place)


@dataclass(frozen=True)
class _Number:
    """An organisation or person number by a label, and whose it is."""

    hit: Hit[str]
    theirs: bool
    from_vat: bool = False


def _numbers(paper: Paper, debtor: Address | None) -> list[_Number]:
    """Return the labelled numbers, and one that stands in the debtor's own block without a label."""
    found = [_Number(h, _is_theirs(paper, h, debtor, person=False)) for h in hits(paper, labels.ORG_NUMBER, values.a_number)]
    found += [_Number(h, _is_theirs(paper, h, debtor, person=True)) for h in hits(paper, labels.PERSON_NUMBER, values.a_number)]
    for hit in hits(paper, labels.VAT_NUMBER, values.a_vat_number):
        ten = replace(hit, value=hit.value[:10])
        found.append(_Number(ten, _is_theirs(paper, hit, debtor, person=False), from_vat=True))
    for segment in paper.segments:
        number = values.a_number(segment.text)
        if debtor is not None and number and len(number.value) == len(segment.text) and _in_block(segment, debtor):
            found.append(_Number(Hit(number.value, segment.place(), "", segment, segment), theirs=True))
    return found


def _is_theirs(paper: Paper, hit: Hit[str], debtor: Address | None, *, person: bool) -> bool:
    """Tell whether a number is the debtor's: the label says so ("Ert org.nr"), or it stands in the debtor's block."""
    before = hit.by.text[: hit.by.text.lower().find(hit.label)]
    if labels.THEIRS.search(before) or labels.DEBTOR.match(before):
        return True
    page = next(page for page in paper.pages if page.number == hit.place.page)
    footer = hit.by.y0 > 0.7 * page.height
    return (debtor is not None and _in_block(hit.by, debtor)) or (person and not footer)


def _in_block(segment: Segment, block: Address) -> bool:
    """Tell whether a segment stands in a block or close under it, in its column."""
    box = block.box
    return segment.page == box.page and box.y0 - 4 <= segment.middle <= box.y1 + 45 and abs(segment.x0 - box.x0) <= 12


def _creditor_number(paper: Paper, numbers: list[_Number]) -> Field[str]:
    """Return the creditor's organisation number, check digit tested; the VAT number confirms or replaces it."""
    ours = [n for n in numbers if not n.theirs]
    if not ours:
        return missing()
    named, vat = [n for n in ours if not n.from_vat], [n for n in ours if n.from_vat]
    confirmed = next((n for n in named if any(_ten(n) == _ten(v) for v in vat)), None)
    chosen = confirmed or (named or vat)[0]
    number = _organisation(chosen.hit.value)
    if number is None:
        return Field(_ten(chosen), State.CHECK, _("Organisationsnumrets kontrollsiffra stämmer inte."), chosen.hit.place)
    if len({_ten(n) for n in ours}) > 1:
        return Field(number, State.CHECK, _("Flera organisationsnummer hittades."), chosen.hit.place)
    reason = "" if named else _("Läst ur momsregistreringsnumret.")
    return Field(number, State.READ, reason, chosen.hit.place)


def _ten(number: _Number) -> str:
    return values.digits(number.hit.value)[-10:]


def _organisation(text: str) -> str | None:
    try:
        return identity.organisation_number(text)
    except identity.NotAnOrganisationNumber:
        return None


def _debtor_number(numbers: list[_Number], invoice_date: date | None) -> Field[str]:
    """Return the debtor's number: 12 digits for a person, 10 for a company, check digit tested."""
    theirs = [n for n in numbers if n.theirs]
    if not theirs:
        return missing()
    first = theirs[0].hit
    return number_field(first.value, place=first.place, element="", born_before=invoice_date, several=len({_ten(n) for n in theirs}) > 1)


def number_field(text: str, *, place: Place | None, element: str, born_before: date | None, several: bool = False) -> Field[str]:
    """Return a debtor's number as a field, with what is wrong with it."""
    reason: Sentence = _("Flera nummer hittades.") if several else ""
    number = _organisation(text)
    if number is None:
        reason, number = _("Numrets kontrollsiffra eller datum stämmer inte."), values.digits(text)
    elif identity.is_sole_trader(number):
        try:
            number = identity.person_number(text, today=born_before)
        except identity.NotAPersonNumber:
            reason = _("Personnumrets århundrade går inte att läsa.")
    return Field(number, State.CHECK if reason else State.READ, reason, place, element)


def _creditor_name(paper: Paper, blocks: list[Address], debtor: Address | None) -> Field[str]:
    """Return the sender's name: a company's name that stands with its numbers, on top, or more than once."""
    found = _company_names(paper, blocks, debtor)
    if not found:
        return _name_by_position(paper, blocks, debtor)
    count = Counter(hit.value for hit in found)
    page = paper.pages[0]

    def weight(hit: Hit[str]) -> int:
        labelled = 4 if hit.label else 0
        top = 2 if hit.place.page == 1 and hit.place.y0 < 0.15 * page.height else 0
        return labelled + top + 2 * min(count[hit.value], 3) + (2 if _near_number(paper, hit.at) else 0)

    best = max(found, key=weight)
    certain = count[best.value] > 1 or weight(best) >= 4
    rivals = [h for h in distinct(found) if h.value != best.value and weight(h) >= weight(best)]
    reason: Sentence = ""
    if any(_ASSIGNED.search(s.text) for s in paper.segments):
        reason = _("Fakturan nämner överlåtelse eller factoring. Kontrollera vem som äger fordran.")
    elif rivals:
        reason = _("Två namn hittades, %(one)s och %(other)s.") % {"one": best.value, "other": rivals[0].value}
    elif not certain:
        reason = _("Namnet står bara på ett ställe. Kontrollera att det är ditt företag.")
    return Field(best.value, State.CHECK if reason else State.READ, reason, best.place)


def _company_names(paper: Paper, blocks: list[Address], debtor: Address | None) -> list[Hit[str]]:
    """Return the companies named outside the blocks of the debtor and the delivery."""
    others = [b for b in blocks if b is debtor or b.role in {Role.DEBTOR, Role.DELIVERY}]
    theirs = {_name(b) for b in others}
    found: list[Hit[str]] = []
    for segment in paper.segments:
        if any(segment in b.segments for b in others):
            continue
        label = _PAYEE.match(segment.text)
        start = label.end() if label else 0
        match = _COMPANY.match(segment.text, start)
        if match is None:
            continue
        tail = _TAIL.match(segment.text, match.end())
        end = tail.end() if tail else match.end()
        name = segment.text[match.start() : end].strip()
        if name not in theirs and len(name) <= 70:
            found.append(Hit(name, segment.place(match.start(), end), label[0] if label else "", segment, segment))
    return found


def _name_by_position(paper: Paper, blocks: list[Address], debtor: Address | None) -> Field[str]:
    """Return the first line of the sender's own address, else the largest words on top; always to be checked."""
    own = next((b for b in blocks if b is not debtor and b.role is not Role.DELIVERY and b.name and b.street), None)
    reason = _("Namnet är taget ur var det står på sidan.")
    if own is not None and own.name is not None:
        return Field(own.name.text, State.CHECK, reason, own.name.place)
    if not paper.pages:
        return missing()
    top = [
        s
        for s in paper.segments
        if s.page == 1 and s.y0 < 0.15 * paper.pages[0].height and re.search(r"[^\W\d]{3}", s.text)
        and not labels.begins_with_label(s.text) and (debtor is None or s not in debtor.segments)
    ]  # fmt: skip
    if not top:
        return missing()
    largest = max(top, key=lambda s: s.height)
    return Field(largest.text, State.CHECK, reason, largest.place())
