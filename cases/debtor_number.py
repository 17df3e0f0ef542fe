"""The debtor's number as it is kept: enciphered, hashed to be found by, and masked to be shown."""

from typing import Any

from django.conf import settings

from cases.models import Debtor
from ekrav.identity import decrypt, encrypt, keyed_hash, mask_organisation_number, mask_person_number


def number_columns(*, kind: str, number: str) -> dict[str, Any]:
    """The columns that keep `number`: 12 digits of a person, 10 of a company, or empty when not known."""
    if not number:
        return {"number_cipher": None, "number_key": None, "number_masked": ""}
    mask = mask_person_number if kind == Debtor.Kind.PERSON else mask_organisation_number
    key = settings.IDENTITY_KEY
    return {
        "number_cipher": encrypt(value=number, key=key),
        "number_key": keyed_hash(value=number, key=key),
        "number_masked": mask(number),
    }


def number_of(debtor: Debtor) -> str:
    """The digits, or empty when they are not known."""
    if debtor.number_cipher is None:
        return ""
    return decrypt(value=bytes(debtor.number_cipher), key=settings.IDENTITY_KEY)
