"""Swedish identity numbers: check, normalise, show, mask; and how they are kept.

Numbers are kept as digits only. A person number always has its century (12 digits). A sole trader's
organisation number *is* the person's number without century, so it is masked and kept like one
(`is_sole_trader`, `mask_organisation_number`).
"""

import hashlib
import hmac
import os
import re
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from personnummer import personnummer
from stdnum import luhn
from stdnum.se import orgnr

_PERSON = re.compile(r"(?P<century>[0-9]{2})?(?P<born>[0-9]{6})(?P<sign>[-+]?)(?P<last>[0-9]{4})")
_ORGANISATION = re.compile(r"(?:16)?(?P<first>[0-9]{6})-?(?P<last>[0-9]{4})")
_BANKGIRO = re.compile(r"[0-9]{3,4}-?[0-9]{4}")
_CENTURIES = ("18", "19", "20")
_COORDINATION = 60  # a samordningsnummer's day is the day of birth plus 60 (folkbokföringslagen 18 b §)
_HIDDEN = "\u2022" * 4
_KEY = re.compile(r"(?:(?P<version>[0-9]+):)?(?P<secret>(?![0-9]+:).{32,})", re.DOTALL)


class NotAPersonNumber(ValueError):
    """The text is not a valid personnummer or samordningsnummer."""


class CenturyUnknown(NotAPersonNumber):
    """The number has ten digits and no day was given to tell the century by."""


class NotAnOrganisationNumber(ValueError):
    """The text is not a valid organisation number."""


class NotABankgiro(ValueError):
    """The text is not a valid bankgiro number."""


class NotAKey(ValueError):
    """The key is too short, or its version is not 0-255."""


class NotDecipherable(ValueError):
    """The ciphertext was altered, or it was made with another key or key version."""


def person_number(text: str, *, today: date | None = None) -> str:
    """Return the 12 digits of a personnummer or samordningsnummer, checked for date and check digit.

    Ten digits ("840215-1234"; "+" for a person of 100 or more) need `today` to tell the century, else
    CenturyUnknown: nothing here reads a clock. Skatteverket's test numbers are valid numbers.
    Raises NotAPersonNumber; the refusal never repeats the number.
    """
    match = _PERSON.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        raise NotAPersonNumber("form")
    digits = match["born"] + match["last"]
    if match["century"]:
        return _checked(match["century"] + digits)
    if today is None:
        raise CenturyUnknown("century")
    possible = [c + digits for c in _CENTURIES if _is_person(c + digits) and birth_date(c + digits) <= today]
    hundred = [n for n in possible if today.year - int(n[:4]) >= 100]
    chosen = hundred if match["sign"] == "+" else possible
    if not chosen:
        raise NotAPersonNumber("check")
    return chosen[-1]


def birth_date(number: str) -> date:
    """Return the day of birth in a 12-digit person number (for a samordningsnummer day minus 60)."""
    day = int(number[6:8])
    return date(int(number[:4]), int(number[4:6]), day - _COORDINATION if day > _COORDINATION else day)


def is_coordination_number(number: str) -> bool:
    """Tell whether a 12-digit person number is a samordningsnummer."""
    return int(number[6:8]) > _COORDINATION


def format_person_number(number: str) -> str:
    """Return "19840215-1234". For letters to the person only; everywhere else use `mask_person_number`."""
    return f"{number[:8]}-{number[8:]}"


def mask_person_number(number: str) -> str:
    """Return "840215-••••" for a 12- or 10-digit person number."""
    return f"{number[-10:-4]}-{_HIDDEN}"


def organisation_number(text: str) -> str:
    """Return the 10 digits of an organisation number, checked.

    Accepts "556677-8899", "16556677-8899" and a sole trader's person number with or without century. Legal
    persons have 20 or more in the third and fourth place; below that it must be somebody's person number.
    Raises NotAnOrganisationNumber; the refusal never repeats the number.
    """
    compact = re.sub(r"\s", "", text)
    person = _PERSON.fullmatch(compact)
    if person is not None and person["century"] in _CENTURIES:
        if not _is_person(person["century"] + person["born"] + person["last"]):
            raise NotAnOrganisationNumber("person")
        return person["born"] + person["last"]
    match = _ORGANISATION.fullmatch(compact)
    if match is None or not orgnr.is_valid(match["first"] + match["last"]):
        raise NotAnOrganisationNumber("check")
    digits = match["first"] + match["last"]
    if is_sole_trader(digits) and not any(_is_person(century + digits) for century in _CENTURIES):
        raise NotAnOrganisationNumber("person")
    return digits


def is_sole_trader(number: str) -> bool:
    """Tell whether a 10-digit organisation number is a person's number (enskild firma)."""
    return number[2] < "2"


def other_number(number: str, *, on: date) -> str:
    """Return the other number of a person with an enskild firma: the ten digits of twelve, or the twelve of ten.

    Empty for a legal person's. The century of ten digits is the latest that `on` allows. Raises NotAPersonNumber.
    """
    if len(number) == 12:
        return number[2:]
    return person_number(number, today=on) if is_sole_trader(number) else ""


def is_partnership(number: str) -> bool:
    """Tell whether a 10-digit organisation number is of the series of handelsbolag and kommanditbolag.

    That the series are 916 and 969 is from memory.
    """
    return len(number) == 10 and number[:3] in ("916", "969")


def format_organisation_number(number: str) -> str:
    """Return "556677-8899". For a sole trader this shows a person number: see `mask_organisation_number`."""
    return orgnr.format(number)


def mask_organisation_number(number: str) -> str:
    """Return "556677-8899" for a legal person and "840215-••••" for a sole trader."""
    return mask_person_number(number) if is_sole_trader(number) else format_organisation_number(number)


def bankgiro(text: str) -> str:
    """Return the 7 or 8 digits of a bankgiro number, check digit (modulus 10) tested. Raises NotABankgiro."""
    compact = re.sub(r"\s", "", text)
    digits = compact.replace("-", "")
    if not _BANKGIRO.fullmatch(compact) or int(digits) == 0 or not luhn.is_valid(digits):
        raise NotABankgiro(text)
    return digits


def format_bankgiro(number: str) -> str:
    """Return "123-4567" or "1234-5678"."""
    return f"{number[:-4]}-{number[-4:]}"


def keyed_hash(*, value: str, key: str) -> bytes:
    """Return the key's version byte followed by HMAC-SHA256 of `value`: 33 bytes, equal for equal values.

    `key` is text of at least 32 characters, with its version in front when that is not 1: "2:…".
    Raises NotAKey.
    """
    version, secret = _key(key, purpose=b"ekrav identity hash")
    return version + hmac.digest(secret, value.encode(), hashlib.sha256)


def encrypt(*, value: str, key: str) -> bytes:
    """Return `value` under AES-256-GCM: version byte, nonce (12 bytes), ciphertext with tag.

    `key` as in `keyed_hash`. Raises NotAKey.
    """
    version, secret = _key(key, purpose=b"ekrav identity cipher")
    nonce = os.urandom(12)
    return version + nonce + AESGCM(secret).encrypt(nonce, value.encode(), version)


def decrypt(*, value: bytes, key: str) -> str:
    """Return what `encrypt` was given. Raises NotDecipherable (altered, or another key) and NotAKey."""
    version, secret = _key(key, purpose=b"ekrav identity cipher")
    if value[:1] != version:
        raise NotDecipherable(f"key version {value[:1].hex()}, not {version.hex()}")
    try:
        return AESGCM(secret).decrypt(value[1:13], value[13:], version).decode()
    except (InvalidTag, ValueError) as refused:
        raise NotDecipherable("altered, or another key") from refused


def _checked(number: str) -> str:
    if not _is_person(number):
        raise NotAPersonNumber("check")
    return number


def _is_person(number: str) -> bool:
    # The library reads the clock only to choose between "-" and "+", which twelve digits do not need.
    return number[:2] in _CENTURIES and personnummer.valid(number)


def _key(key: str, *, purpose: bytes) -> tuple[bytes, bytes]:
    match = _KEY.fullmatch(key)
    if match is None or int(match["version"] or 1) > 255:
        raise NotAKey("at least 32 characters, version 0-255")
    # One secret, one derived key per purpose: the hash must tell nothing about the cipher.
    return bytes([int(match["version"] or 1)]), hmac.digest(match["secret"].encode(), purpose, hashlib.sha256)
