"""Organisation, VAT and person numbers on the paper, and whose they are."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from cases.intake import labels, values
from cases.intake.addresses import Address
from cases.intake.extraction import Field, Sentence, State, missing
from cases.intake.layout import Paper, Place, Segment
from cases.intake.search import Hit, hits
from ekrav import identity


@dataclass(frozen=True)
class Number:
    """A number by a label, and whether it is the debtor's."""

    hit: Hit[str]
    theirs: bool
    from_vat: bool = False

    @property
    def ten(self) -> str:
        """The ten digits that an organisation number and a person number have in common."""
        return values.digits(self.hit.value)[-10:]


def read_numbers(paper: Paper, debtor: Address | None) -> list[Number]:
    """Return the labelled numbers, and one that stands in the debtor's own block without a label."""
    found = [
        Number(h, _is_theirs(paper, h, debtor, person=False))
        for h in hits(paper, labels.ORG_NUMBER, values.a_number)
    ]
    people = hits(paper, labels.PERSON_NUMBER, values.a_number)
    found += [Number(h, _is_theirs(paper, h, debtor, person=True)) for h in people]
    for hit in hits(paper, labels.VAT_NUMBER, values.a_vat_number):
        ten = replace(hit, value=hit.value[:10])  # SE + ten digits + 01
        found.append(Number(ten, _is_theirs(paper, hit, debtor, person=False), from_vat=True))
    for segment in paper.segments:
        number = values.a_number(segment.text)
        if (
            debtor is not None
            and number
            and len(number.value) == len(segment.text)
            and _in_block(segment, debtor)
        ):
            found.append(Number(Hit(number.value, segment.place(), "", segment, segment), theirs=True))
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
    near = box.y0 - 4 <= segment.middle <= box.y1 + 45
    return segment.page == box.page and near and abs(segment.x0 - box.x0) <= 12


def creditor_number(numbers: list[Number]) -> Field[str]:
    """Return the creditor's organisation number, check digit tested; the VAT number confirms or replaces it."""
    ours = [n for n in numbers if not n.theirs]
    if not ours:
        return missing()
    named, vat = [n for n in ours if not n.from_vat], [n for n in ours if n.from_vat]
    confirmed = next((n for n in named if any(n.ten == v.ten for v in vat)), None)
    chosen = confirmed or (named or vat)[0]
    place = chosen.hit.place
    number = _organisation(chosen.hit.value)
    if number is None:
        return Field(chosen.ten, State.CHECK, _("Organisationsnumrets kontrollsiffra stämmer inte."), place)
    if len({n.ten for n in ours}) > 1:
        return Field(number, State.CHECK, _("Flera organisationsnummer hittades."), place)
    return Field(number, State.READ, "" if named else _("Läst ur momsregistreringsnumret."), place)


def debtor_number(numbers: list[Number], *, invoice_date: date | None) -> Field[str]:
    """Return the debtor's number: 12 digits for a person, 10 for a company, check digit tested."""
    theirs = [n for n in numbers if n.theirs]
    if not theirs:
        return missing()
    first = theirs[0].hit
    several = len({n.ten for n in theirs}) > 1
    return number_field(first.value, place=first.place, element="", on=invoice_date, several=several)


def number_field(
    text: str, *, place: Place | None, element: str, on: date | None, several: bool = False
) -> Field[str]:
    """Return a debtor's number as a field, with what is wrong with it; `on` tells the century of ten digits."""
    reason: Sentence = _("Flera nummer hittades.") if several else ""
    number = _organisation(text)
    if number is None:
        reason, number = _("Numrets kontrollsiffra eller datum stämmer inte."), values.digits(text)
    elif identity.is_sole_trader(number):
        try:
            number = identity.person_number(text, today=on)
        except identity.NotAPersonNumber:
            reason = _("Personnumrets århundrade går inte att läsa.")
    return Field(number, State.CHECK if reason else State.READ, reason, place, element)


def _organisation(text: str) -> str | None:
    try:
        return identity.organisation_number(text.replace("+", "-"))
    except identity.NotAnOrganisationNumber:
        return None
