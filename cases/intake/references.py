"""What a payment is known by: invoice number, OCR number, bankgiro, plusgiro, and a payment slip's code line."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum import luhn

from cases.intake import labels, values
from cases.intake.extraction import Field, State, missing
from cases.intake.layout import Paper, Segment
from cases.intake.search import Hit, distinct, hits
from cases.intake.values import Found, pattern
from ekrav.money import Ore

# "# OCR # kronor öre check > giro #41#" (Bankgirot's complete code line; 41 is bankgiro with OCR, 42 without)
_CODE_LINE = re.compile(
    r"#\s*(\d{2,25})\s*#\s*(?:(\d{1,8})\s+(\d{2})\s+(\d)\s*>)?\s*(\d{2,10})\s*#\s*(\d\d)\s*#"
)
_BANKGIRO_FORMS = {"41", "42"}


@dataclass(frozen=True)
class CodeLine:
    """What the machine-read line of a payment slip says."""

    ocr: Hit[str]
    total: Hit[Ore] | None
    bankgiro: Hit[str] | None


def read_code_line(paper: Paper) -> CodeLine | None:
    """Return the slip's code line. Its amount counts only when the amount's own check digit holds."""
    for row in paper.rows:
        text = " ".join(segment.text for segment in row)
        match = _CODE_LINE.search(text)
        if match is not None:
            line = Segment(row[0].page, tuple(word for segment in row for word in segment.words))
            return _code_line(line, match)
    return None


def _code_line(line: Segment, match: re.Match[str]) -> CodeLine:
    ocr, kronor, ore, check, giro, form = match.groups()
    total = None
    if kronor and luhn.is_valid(f"{kronor}{ore}{check}"):
        place = line.place(match.start(2), match.end(3))
        total = Hit(Ore(int(kronor) * 100 + int(ore)), place, "code line", line, line)
    bankgiro = None
    if form in _BANKGIRO_FORMS:
        bankgiro = Hit(giro, line.place(match.start(5), match.end(5)), "code line", line, line)
    return CodeLine(
        Hit(ocr, line.place(match.start(1), match.end(1)), "code line", line, line), total, bankgiro
    )


_number = pattern(r"((?<![\w%])(?:[A-ZÅÄÖ]{1,6}[ /-]?)?\d[\w/.-]{0,24})(?<![./-])(?![\w%])(?! ?%)")
_heading_number = pattern(r"^[ :#]*(?:(?:nr|nummer|no)\.?:? ?)?((?:[A-ZÅÄÖ]{1,6}[/-]?)?\d[\w/-]{0,24})$")


def _invoice_number(text: str) -> Found[str] | None:
    """Return what can be an invoice number: letters and digits together, not a date and not an amount."""
    found = _number(text)
    if found is None or found.start > 12 or re.fullmatch(r"\d+[.,]\d\d", found.value):
        return None
    day = values.a_date(text)
    spelled = day is not None and re.search(r"[^\d]", text[day.start : day.end])
    return None if spelled and day is not None and day.start <= found.start < day.end else found


def read_invoice_number(paper: Paper) -> Field[str]:
    """Return the invoice's number: by its label, else from the heading ("FAKTURA 2026-1044")."""
    found = [h for h in hits(paper, labels.INVOICE_NUMBER, _invoice_number) if not _is_another(h)]
    found = found or [h for h in hits(paper, labels.INVOICE_HEADING, _heading_number) if not _is_another(h)]
    return _one(found, _("Två fakturanummer hittades, %(one)s och %(other)s."))


def _is_another(hit: Hit[str]) -> bool:
    """Tell whether it is the number of another invoice ("krediterar faktura 1001")."""
    before = hit.by.text[: hit.by.text.lower().find(hit.label)]
    return bool(labels.OTHER_INVOICE.search(before))


def read_ocr(paper: Paper, code_line: CodeLine | None) -> Field[str]:
    """Return the OCR number, its check digit tested (2 to 25 digits, the last by modulus 10)."""
    found = [h for h in hits(paper, labels.OCR, values.an_ocr) if len(h.value) <= 25]
    if code_line is not None:
        found.append(code_line.ocr)
    return _checked(
        found,
        luhn.is_valid,
        _("OCR-numrets kontrollsiffra stämmer inte."),
        _("Två OCR-nummer hittades, %(one)s och %(other)s."),
    )


def read_bankgiro(paper: Paper, code_line: CodeLine | None) -> Field[str]:
    """Return the bankgiro number, 7 or 8 digits, check digit tested."""
    found = hits(paper, labels.BANKGIRO, values.a_bankgiro)
    if code_line is not None and code_line.bankgiro is not None:
        found.append(code_line.bankgiro)
    return _checked(
        found,
        luhn.is_valid,
        _("Bankgironumrets kontrollsiffra stämmer inte."),
        _("Två bankgironummer hittades, %(one)s och %(other)s."),
    )


def read_plusgiro(paper: Paper) -> Field[str]:
    """Return the plusgiro number, 2 to 8 digits, check digit tested."""
    found = [h for h in hits(paper, labels.PLUSGIRO, values.a_plusgiro) if 2 <= len(h.value) <= 8]
    return _checked(
        found,
        luhn.is_valid,
        _("Plusgironumrets kontrollsiffra stämmer inte."),
        _("Två plusgironummer hittades, %(one)s och %(other)s."),
    )


def _checked(found: list[Hit[str]], valid: Callable[[str], bool], wrong: str, two: str) -> Field[str]:
    """Return the one value whose check digit holds; another valid one, or none that holds, is to be checked."""
    holding = [hit for hit in found if valid(hit.value)]
    if holding:
        return _one(holding, two)
    if not found:
        return missing()
    return Field(found[0].value, State.CHECK, wrong, found[0].place)


def _one(found: list[Hit[str]], two: str) -> Field[str]:
    different = distinct(found)
    if not different:
        return missing()
    chosen = different[0]
    if len(different) > 1:
        reason = two % {"one": chosen.value, "other": different[1].value}
        return Field(chosen.value, State.CHECK, reason, chosen.place)
    return Field(chosen.value, State.READ, "", chosen.place)
