"""Who BankID says is there: the one thing the login hands on to the rest of the service."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class BankIdIdentity:
    """A person identified with BankID, as a verified ID token says it.

    `person_number` has 12 digits and is kept out of the representation, so that no log can hold it.
    `issuer` and `subject` name the person at the identity provider, `acr` says how the person was
    identified, and `auth_time` (aware, UTC) when.
    """

    person_number: str = field(repr=False)
    name: str = field(repr=False)
    issuer: str
    subject: str = field(repr=False)
    acr: str
    auth_time: datetime
