"""Form fields for the numbers of a Swedish company, judged by their check digits."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_rules
from stdnum.se import vat as vat_rules

from ekrav import identity
from ekrav.money import NotAnAmount, Ore, format_amount, parse_amount


class CheckedField(forms.CharField):
    """Text that `check` turns into its digits, or refuses with `words`."""

    words: ClassVar[str | Promise]

    @staticmethod
    def check(text: str) -> str:
        """The digits of `text`. Raises ValueError."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return type(self).check(text)
        except ValueError as refused:
            raise forms.ValidationError(str(self.words), code="number") from refused


class OrganisationNumberField(CheckedField):
    """An organisation number, or a sole trader's person number; gives ten digits."""

    @staticmethod
    def check(text: str) -> str:
        """As `identity.organisation_number`."""
        return identity.organisation_number(text)

    def prepare_value(self, value: Any) -> Any:
        text = str(value or "")
        return identity.format_organisation_number(text) if text.isdigit() and len(text) == 10 else value

    words = _("Kontrollera organisationsnumret: tio siffror, till exempel 556677-8899.")


class BankgiroField(CheckedField):
    """A bankgiro number; gives seven or eight digits, shows them grouped."""

    @staticmethod
    def check(text: str) -> str:
        """As `identity.bankgiro`."""
        return identity.bankgiro(text)

    words = _("Kontrollera bankgirot: sju eller åtta siffror, till exempel 5050-1055.")

    def prepare_value(self, value: Any) -> Any:
        text = str(value or "")
        return identity.format_bankgiro(text) if text.isdigit() and len(text) in {7, 8} else value


class VatNumberField(CheckedField):
    """A Swedish VAT number; gives "SE556677889901"."""

    @staticmethod
    def check(text: str) -> str:
        """Raises ValueError (`stdnum.exceptions.ValidationError`)."""
        return f"SE{vat_rules.validate(text)}"

    words = _("Kontrollera momsregistreringsnumret: SE, tolv siffror, till exempel SE556677889901.")


class IbanField(CheckedField):
    """An IBAN with right check digits; gives it without blanks."""

    @staticmethod
    def check(text: str) -> str:
        """Raises ValueError (`stdnum.exceptions.ValidationError`)."""
        return str(iban_rules.validate(text))

    words = _("Kontrollera IBAN: det börjar med SE och har 24 tecken.")

    def prepare_value(self, value: Any) -> Any:
        text = str(value or "")
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if text.isalnum() else value


class KronorField(CheckedField):
    """An amount typed in kronor; gives whole öre, and 0 when nothing is typed."""

    @staticmethod
    def check(text: str) -> str:
        """Raises ValueError."""
        if parse_amount(text) < 0:
            raise NotAnAmount(text)
        return text

    words = _("Skriv beloppet i kronor, till exempel 100 eller 100,50.")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return parse_amount(text) if text else 0

    def prepare_value(self, value: Any) -> Any:
        return format_amount(Ore(value)) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or 0))
        except forms.ValidationError:
            return True


class PersonNumberField(CheckedField):
    """A personnummer or samordningsnummer with its century; gives twelve digits."""

    @staticmethod
    def check(text: str) -> str:
        """As `identity.person_number`."""
        return identity.person_number(text)

    words = _("Kontrollera personnumret: tolv siffror, till exempel 19840215-1234.")
