"""What was told with a situation: who is to be written to instead, where, and the court's number. Enciphered."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings

from cases.models import Situation
from ekrav.identity import decrypt, encrypt


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who is to be written to in the debtor's place, and the case number of a court or an authority. May be bare."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    case_number: str = ""

    @property
    def has_address(self) -> bool:
        """Whether there is somebody to write to, and where."""
        return all((self.name, self.street, self.postcode, self.city))


NOTHING: Final = Told()


def sealed(told: Told) -> bytes:
    """What a row keeps of it; empty for nothing."""
    if told == NOTHING:
        return b""
    return encrypt(value=json.dumps(asdict(told)), key=settings.IDENTITY_KEY)


def told_of(situation: Situation) -> Told:
    """What was told with it."""
    kept = bytes(situation.told_cipher)
    return Told(**json.loads(decrypt(value=kept, key=settings.IDENTITY_KEY))) if kept else NOTHING
