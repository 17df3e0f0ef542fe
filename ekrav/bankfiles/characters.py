"""The characters a Swedish bank takes in a payment file, and how other ones are written with them.

The set is the one of a Swedish bank's file check (PFH_214): digits, A-Z and a-z with åäö, space and
`/ - ? : ( ) . , ' +`.
"""

import re
import unicodedata

_ALLOWED = re.compile("[0-9A-Za-zåäöÅÄÖ/\\-?:().,'+ ]*")
_WRITTEN_AS = str.maketrans(
    {
        "æ": "ä", "Æ": "Ä", "ø": "ö", "Ø": "Ö", "ß": "ss", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th",
        "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "–": "-", "—": "-", "−": "-", "_": "-",
        "’": "'", "‘": "'", "´": "'", "`": "'", "”": "'", "“": "'", '"': "'", "&": "+", "@": "(a)", ";": ",",
        "!": ".", "[": "(", "]": ")", "{": "(", "}": ")", "\\": "/", "|": "/", "§": "par.", "*": ".", "=": "-",
    }
)  # fmt: skip


def is_bank_text(text: str) -> bool:
    """Tell whether every character of `text` may stand in a payment file."""
    return _ALLOWED.fullmatch(text) is not None


def bank_text(text: str) -> str:
    """Return `text` in the bank's characters ("Müller & Søn" is "Muller + Sön"); "?" is what has none."""
    written = unicodedata.normalize("NFC", text).translate(_WRITTEN_AS)
    return " ".join("".join(_plain(character) for character in written).split())


def _plain(character: str) -> str:
    if is_bank_text(character) or character.isspace():
        return character
    base = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in base if not unicodedata.combining(part))
    return kept if kept and is_bank_text(kept) else "?"
