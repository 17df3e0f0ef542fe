"""SIE type 4i, the file that bookkeeping programs read entries from (SIE-gruppen, version 4B). Pure.

Code page 437 (`#FORMAT PC8`), CRLF, a decimal point. Series and number are left empty: the receiving program numbers.
Every entry balances, or no file is made.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

CODE_PAGE: Final = "cp437"
_SPELT: Final = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "”": '"', "“": '"', "\u00a0": " "}
)


class Unbalanced(ValueError):
    """An entry's rows do not sum to 0, or there are none."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of an entry: account, öre (debit positive), text."""

    account: str
    ore: int
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Voucher:
    """One entry."""

    day: date
    text: str
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Company:
    """Whose entries they are. `organisation_number` is left out for whoever's is a person number."""

    name: str
    organisation_number: str = ""


def sie_file(
    *, company: Company, accounts: Mapping[str, str], vouchers: Sequence[Voucher], made_on: date
) -> bytes:
    """The file. `accounts`: the names of those that are used, by number. Raises `Unbalanced`."""
    lines = [
        "#FLAGGA 0",
        '#PROGRAM "eKrav" "1"',
        "#FORMAT PC8",
        f"#GEN {made_on:%Y%m%d}",
        "#SIETYP 4",
        *([f"#ORGNR {company.organisation_number}"] if company.organisation_number else []),
        f"#FNAMN {quoted(company.name)}",
        "#KPTYP EUBAS97",
    ]
    used = {row.account for voucher in vouchers for row in voucher.rows}
    lines += [f"#KONTO {number} {quoted(accounts[number])}" for number in sorted(used)]
    for voucher in vouchers:
        lines += _voucher(voucher)
    return "".join(f"{line}\r\n" for line in lines).encode(CODE_PAGE)


def quoted(text: str) -> str:
    """A text field: in quotes, on one line, in the code page's characters (others by their nearest)."""
    flat = " ".join("".join(_nearest(char) for char in text.translate(_SPELT)).split())
    return '"' + flat.replace("\\", "/").replace('"', '\\"') + '"'


def _voucher(voucher: Voucher) -> list[str]:
    if not voucher.rows or sum(row.ore for row in voucher.rows) != 0:
        raise Unbalanced(voucher.text)
    rows = [f'   #TRANS {row.account} {{}} {_amount(row.ore)} "" {quoted(row.text)}' for row in voucher.rows]
    return [f'#VER "" "" {voucher.day:%Y%m%d} {quoted(voucher.text)}', "{", *rows, "}"]


def _amount(ore: int) -> str:
    whole, part = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{whole}.{part:02}"


def _nearest(char: str) -> str:
    """The character itself, without its accent, or a question mark; a control character is a space."""
    if unicodedata.category(char).startswith("C"):
        return " "
    for spelt in (char, unicodedata.normalize("NFKD", char)):
        known = "".join(part for part in spelt if _fits(part))
        if known:
            return known
    return "?"


def _fits(char: str) -> bool:
    try:
        char.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return not unicodedata.combining(char)
