"""What the two QR codes on a letter say: the payer's Swish app, and the bank apps that read UsingQR.

Sources: Swish's guide to QR codes ("C" codes), UsingQR's specification revision 2 (June 2014; free to use).
"""

import json
import re
from datetime import date
from enum import IntFlag
from urllib.parse import quote

from ekrav.bankfiles.ocr import has_check_digit
from ekrav.identity import format_bankgiro, format_organisation_number
from ekrav.money import Ore

_SWISH_MESSAGE = 50
_SWISH_LARGEST = 999_999_999_999_99


class Editable(IntFlag):
    """What the payer may change in the Swish app."""

    NOTHING = 0
    PAYEE = 1
    AMOUNT = 2
    MESSAGE = 4


class NotAPayload(ValueError):
    """A value that the payer's app could not read."""


def swish(*, payee: str, amount: Ore | None, message: str, editable: Editable = Editable.NOTHING) -> str:
    """Return the text of a Swish "C" code: `C1231181189;100,00;message;0`.

    `payee` is a Swish number (digits, with country code for a mobile). `amount` None leaves it to the payer,
    and needs `Editable.AMOUNT`. The message, at most 50 characters before it is percent-encoded, carries our
    OCR. Raises NotAPayload.
    """
    if not re.fullmatch(r"[0-9]{8,15}", payee):
        raise NotAPayload("payee")
    if len(message) > _SWISH_MESSAGE:
        raise NotAPayload("message")
    if amount is None and Editable.AMOUNT not in editable:
        raise NotAPayload("no amount and none can be entered")
    if amount is not None and not 0 < amount <= _SWISH_LARGEST:
        raise NotAPayload("amount")
    shown = "" if amount is None else f"{amount // 100},{amount % 100:02}"
    return f"C{payee};{shown};{quote(message, safe='')};{int(editable)}"


def using_qr(
    *,
    payee_name: str,
    organisation_number: str,
    ocr: str,
    invoice_date: date,
    due_date: date,
    amount: Ore,
    bankgiro: str,
) -> str:
    """Return the one-line JSON of a UsingQR invoice code (`tp` 1) to be paid to a bankgiro.

    Numbers come as digits and leave with hyphens, as in the specification's examples. Raises NotAPayload.
    """
    if amount <= 0:
        raise NotAPayload("amount")
    if not has_check_digit(ocr):
        raise NotAPayload("reference")
    texts = {
        "nme": payee_name,
        "cc": "SE",
        "cid": format_organisation_number(organisation_number),
        "iref": ocr,
        "idt": f"{invoice_date:%Y%m%d}",
        "ddt": f"{due_date:%Y%m%d}",
    }
    account = {"cur": "SEK", "pt": "BG", "acc": format_bankgiro(bankgiro)}
    # The amount is a JSON number; json.dumps would want a float, and money never is one.
    due = f'"due":{amount // 100}.{amount % 100:02}'
    return f'{{"uqr":1,"tp":1,{_members(texts)},{due},{_members(account)}}}'


def _members(texts: dict[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))[1:-1]
