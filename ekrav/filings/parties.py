"""Who applies, who speaks for whom, and who is to pay."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where somebody can be reached by post. `country` is empty for Sweden."""

    street: str
    postcode: str
    city: str
    care_of: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The creditor. `number`: 10 digits of an organisation, 12 of a person. `bankgiro`: where it is to be paid."""

    name: str
    number: str = field(repr=False)
    address: Address
    email: str = ""
    phone: str = ""
    bankgiro: str = ""


@dataclass(frozen=True, kw_only=True)
class Agent:
    """The agency, which acts for the applicant (ombud). `code` is the authority's name for it (ombudskod).

    `authority` says by what it may act: "fullmakt i avtal 2025-03-03".
    """

    name: str
    number: str
    code: str
    authority: str
    address: Address
    contact: str
    email: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Respondent:
    """Somebody the claim is made against.

    `address` is None for whoever has protected personal data: the authority asks Skatteverket itself, and nothing is
    written here. `in_place` is the name of a guardian, an estate's administrator, whoever is to be served.
    """

    name: str = field(repr=False)
    number: str = field(repr=False)
    address: Address | None = field(repr=False)
    protected: bool = False
    in_place: str = ""
    email: str = ""
    phone: str = ""
    employer: str = ""
