"""OCR references and the OCR line of a payment slip.

An OCR number is 2-25 digits; the last is a modulus-10 check digit and the one before may tell the length
(total length modulo 10). The bank checks at one of four levels agreed per bankgiro. Ours have one fixed
length, a length digit and a check digit, and so pass at every level. Source: Bankgirot's rules for OCR
references.
"""

import re
from enum import StrEnum

from stdnum import luhn

from ekrav.money import Ore

LENGTH = 12

_NUMBER = re.compile("[0-9]{2,25}")
# The digits of twice the digit, added: 7 gives 14 gives 5.
_DOUBLED = str.maketrans("0123456789", "0246813579")
_SEPARATORS = re.compile("[\\s\u00a0\u202f-]")
_OURS_IN_TEXT = re.compile(r"(?<!\d)\d(?:[ \u00a0-]?\d){11}(?!\d)", re.ASCII)


class Slip(StrEnum):
    """How a hand slips when it copies a number."""

    WRONG = "wrong"
    SWAPPED = "swapped"
    MISSING = "missing"
    EXTRA = "extra"


class NotAnOcr(ValueError):
    """The digits cannot be, or are not, an OCR number."""


class NotACodeLine(ValueError):
    """The reference, the amount or the bankgiro has no room on the OCR line."""


def mint(*, serial: int, length: int = LENGTH) -> str:
    """Return the OCR number of `length` digits that begins with `serial`.

    `serial` must have exactly `length` - 2 digits and no leading zero: a zero in front is lost in
    spreadsheets, and a reference that changes its length is refused by banks that check it. Raises NotAnOcr.
    """
    if not 4 <= length <= 25:
        raise NotAnOcr(f"length {length}")
    if not 10 ** (length - 3) <= serial < 10 ** (length - 2):
        raise NotAnOcr(f"serial {serial} has not {length - 2} digits")
    body = f"{serial}{length % 10}"
    return body + str(luhn.calc_check_digit(body))


def digits(text: str) -> str:
    """Return `text` without spaces and hyphens: what a person or a bank put between the digits."""
    return _SEPARATORS.sub("", text)


def is_valid(text: str, *, length: int = LENGTH) -> bool:
    """Tell whether `text`, spaces aside, is an OCR number of `length` digits, both its checks right."""
    number = digits(text)
    return len(number) == length and has_check_digit(number) and number[-2] == str(length % 10)


def has_check_digit(number: str) -> bool:
    """Tell whether `number` is 2-25 digits with a right check digit, as anybody's OCR number is."""
    if _NUMBER.fullmatch(number) is None:
        return False
    # From the right each other digit is doubled. Written out, for it is asked of every payment.
    return sum(map(int, number[::-2] + number[-2::-2].translate(_DOUBLED))) % 10 == 0


def found_in(text: str) -> tuple[str, ...]:
    """Return our OCR numbers in a free text, in order and once each: "faktura 88, ocr 1104 2950 3425"."""
    numbers = (digits(match[0]) for match in _OURS_IN_TEXT.finditer(text))
    return tuple(dict.fromkeys(number for number in numbers if is_valid(number)))


def near(number: str) -> dict[str, Slip]:
    """Return our OCR numbers that one slip of the hand would have turned into `number`, each with the slip.

    A wrong number is never read as the right one: these are for a person to choose among.
    """
    found: dict[str, Slip] = {}
    places = range(len(number))
    if len(number) == LENGTH:
        tried = {
            number[:at] + digit + number[at + 1 :]: Slip.WRONG for at in places for digit in "0123456789"
        }
        found |= {
            number[:at] + number[at + 1] + number[at] + number[at + 2 :]: Slip.SWAPPED for at in places[:-1]
        } | tried
    elif len(number) == LENGTH - 1:
        ends = range(len(number) + 1)
        found = {number[:at] + digit + number[at:]: Slip.MISSING for at in ends for digit in "0123456789"}
    elif len(number) == LENGTH + 1:
        found = {number[:at] + number[at + 1 :]: Slip.EXTRA for at in places}
    return {one: slip for one, slip in found.items() if one != number and is_valid(one)}


def format_ocr(number: str) -> str:
    """Return "1104 2950 3427": groups of four with ordinary spaces, so that a copied number can be pasted."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def amount_check_digit(amount: Ore) -> str:
    """Return the modulus-10 check digit over the digits of kronor and öre together."""
    return str(luhn.calc_check_digit(str(amount)))


def code_line(*, ocr: str, amount: Ore, bankgiro: str) -> str:
    """Return the 83 characters of the OCR line of a bankgiro slip (form type 41), for OCR-B at 10 per inch.

    Read from the right: four blanks, `#41#`, bankgiro (25), `>`, the amount's check digit, öre (2), kronor
    (8), `#`, reference (25), `#`, `H`. Bankgirot's own specification could not be had: the layout is that of
    two independent open-source generators that agree, and a printed form must be approved by the bank. Raises
    NotACodeLine.
    """
    if not has_check_digit(ocr):
        raise NotACodeLine("reference")
    if not re.fullmatch(r"[0-9]{7,8}", bankgiro) or not luhn.is_valid(bankgiro):
        raise NotACodeLine("bankgiro")
    if not 0 < amount < 100_000_000_00:
        raise NotACodeLine("amount")
    kronor, ore = divmod(amount, 100)
    return f"H   # {ocr:>25} #{kronor:>8} {ore:02}   {amount_check_digit(amount)} >{bankgiro:>25}#41#    "
