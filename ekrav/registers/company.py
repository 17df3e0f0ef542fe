"""What the public registers say about a company: who may sign for it, its F-skatt, its bankgiro numbers.

Wire: `GET {url}/companies/{organisation number}` answers JSON, 404 for an unknown number. The manual adapter stands
where no register is connected: staff look by hand and confirm.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ekrav.identity import bankgiro, organisation_number, person_number
from ekrav.registers.wire import TIMEOUT, LookUpByHand, RegisterRefusal, RegisterSilent, ask, line_of


class LegalForm(StrEnum):
    """The legal forms the product knows; which of them the agency takes on is its own setting."""

    AKTIEBOLAG = "AB"
    HANDELSBOLAG = "HB"
    KOMMANDITBOLAG = "KB"
    ENSKILD_FIRMA = "EF"
    EKONOMISK_FORENING = "EK"
    IDEELL_FORENING = "IF"
    OTHER = "other"


LEGAL_FORM_WORDS: dict[LegalForm, str | Promise] = {
    LegalForm.AKTIEBOLAG: _("Aktiebolag"),
    LegalForm.HANDELSBOLAG: _("Handelsbolag"),
    LegalForm.KOMMANDITBOLAG: _("Kommanditbolag"),
    LegalForm.ENSKILD_FIRMA: _("Enskild firma"),
    LegalForm.EKONOMISK_FORENING: _("Ekonomisk förening"),
    LegalForm.IDEELL_FORENING: _("Ideell förening"),
    LegalForm.OTHER: _("Annan företagsform"),
}


class CompanyUnknown(RegisterRefusal):
    """No company has the organisation number."""

    words = _("Inget företag har det organisationsnumret. Kontrollera siffrorna.")


class CompanyRefused(RegisterRefusal):
    """The company exists and cannot be a creditor here."""


class NoFSkatt(CompanyRefused):
    """The company is not approved for F-skatt."""

    words = _("Företaget är inte godkänt för F-skatt. Ansök hos Skatteverket och kom tillbaka sedan.")


class CompanyNotActive(CompanyRefused):
    """The company is bankrupt, in liquidation or deregistered: somebody else speaks for it."""

    words = _(
        "Företaget är i konkurs, likvidation eller avregistrerat. Konkursförvaltaren eller likvidatorn får ringa oss."
    )


class LegalFormNotTaken(CompanyRefused):
    """The agency does not take on companies of this form."""

    words = _("Vi tar inte emot den företagsformen. Ring oss, så ser vi vad vi kan göra.")


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Somebody who may sign for the company, `alone` or only together with another."""

    person_number: str = field(repr=False)
    name: str = field(repr=False)
    alone: bool


@dataclass(frozen=True, kw_only=True)
class CompanyRecord:
    """A company as the registers tell it. Numbers are digits only; `vat_number` is empty when there is none."""

    organisation_number: str = field(repr=False)
    name: str
    legal_form: LegalForm
    street: str
    postcode: str
    city: str
    active: bool
    f_skatt: bool
    vat_number: str = field(repr=False)
    signatories: tuple[Signatory, ...]
    bankgiro_numbers: tuple[str, ...]

    def may_sign(self, *, person_number: str) -> bool:
        """Whether that person alone may bind the company."""
        return any(s.alone and s.person_number == person_number for s in self.signatories)

    def owns_bankgiro(self, *, bankgiro: str) -> bool:
        """Whether the bankgiro number (digits) is the company's."""
        return bankgiro in self.bankgiro_numbers


class Register(Protocol):
    """Somewhere to look companies up."""

    def look_up(self, *, organisation_number: str) -> CompanyRecord:
        """The record of the 10-digit number. Raises `RegisterRefusal`. Waits on others: never inside a scope."""
        ...


@dataclass(frozen=True, kw_only=True)
class HttpRegister:
    """A register that answers JSON over HTTP at `url`."""

    url: str
    timeout: float = TIMEOUT

    def look_up(self, *, organisation_number: str) -> CompanyRecord:
        """Ask the register. Raises `CompanyUnknown` and `RegisterSilent`."""
        address = f"{self.url.rstrip('/')}/companies/{organisation_number}"
        record = ask("GET", address, timeout=self.timeout, read=_record)
        if record is None:
            raise CompanyUnknown("404")
        if record.organisation_number != organisation_number:
            raise RegisterSilent("another company")
        return record


@dataclass(frozen=True, kw_only=True)
class ManualRegister:
    """No register at all: staff look the company up and confirm signatory, F-skatt and bankgiro by hand."""

    def look_up(self, *, organisation_number: str) -> CompanyRecord:
        """Always raises `LookUpByHand`."""
        raise LookUpByHand("no register is connected")


def register_at(*, url: str) -> Register:
    """The register at an address, or the manual one when the installation has none."""
    return HttpRegister(url=url) if url else ManualRegister()


def check_may_join(*, record: CompanyRecord, legal_forms: frozenset[LegalForm]) -> None:
    """Demand that the company may become a creditor: active, a form the agency takes, F-skatt.

    Raises `CompanyNotActive`, `LegalFormNotTaken` and `NoFSkatt`, whose `words` tell the person.
    """
    if not record.active:
        raise CompanyNotActive(record.name)
    if record.legal_form not in legal_forms:
        raise LegalFormNotTaken(record.name)
    if not record.f_skatt:
        raise NoFSkatt(record.name)


def _record(said: Any) -> CompanyRecord:
    form = str(said["legal_form"])
    address = said["address"]
    return CompanyRecord(
        organisation_number=organisation_number(said["organisation_number"]),
        name=line_of(said["name"]),
        legal_form=LegalForm(form) if form in set(LegalForm) else LegalForm.OTHER,
        street=line_of(address["street"]),
        postcode=line_of(address["postcode"]),
        city=line_of(address["city"]),
        active=said["status"] == "active",
        f_skatt=said["f_skatt"] is True,
        vat_number=str(said.get("vat_number") or ""),
        signatories=tuple(_signatory(row) for row in said["signatories"]),
        bankgiro_numbers=tuple(bankgiro(number) for number in said["bankgiro_numbers"]),
    )


def _signatory(said: Any) -> Signatory:
    return Signatory(
        person_number=person_number(said["person_number"]),
        name=line_of(said["name"]),
        alone=said["signs_alone"] is True,
    )
