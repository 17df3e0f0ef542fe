"""What the agency's staff type: confirming a creditor, the agency's own record, appointing a colleague."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ekrav.accounts.fields import (
    BankgiroField,
    IbanField,
    KronorField,
    OrganisationNumberField,
    PersonNumberField,
    VatNumberField,
)
from ekrav.agency.models import Agency, StaffMember, Tariff

if TYPE_CHECKING:
    OfTheAgency = forms.ModelForm[Agency]
else:
    OfTheAgency = forms.ModelForm


class ConfirmForm(forms.Form):
    """What staff have made sure of by hand, and how."""

    signatory = forms.BooleanField(label=_("Den som skrev under får företräda företaget"), required=False)
    bankgiro = forms.BooleanField(label=_("Bankgirot är företagets eget"), required=False)
    source = forms.CharField(
        label=_("Hur vet vi det?"),
        help_text=_("Till exempel: registreringsbevis 2025-03-04 och Bankgirots register."),
        max_length=80,
        error_messages={"required": _("Skriv hur vi vet det.")},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("signatory") and not said.get("bankgiro"):
            self.add_error("signatory", str(_("Kryssa i det som är kontrollerat.")))
        return said


class AgencyForm(OfTheAgency):
    """The agency's record. Everything may be left empty for now; nothing leaves the house before it is complete."""

    organisation_number = OrganisationNumberField(
        label=_("Organisationsnummer"), max_length=20, required=False
    )
    vat_number = VatNumberField(label=_("Momsregistreringsnummer"), max_length=20, required=False)
    client_funds_bankgiro = BankgiroField(label=_("Klientmedel, bankgiro"), max_length=12, required=False)
    client_funds_iban = IbanField(label=_("Klientmedel, IBAN"), max_length=42, required=False)
    own_bankgiro = BankgiroField(
        label=_("Byråns eget bankgiro"),
        help_text=_(
            "Hit går byråns avgifter. Aldrig klientmedelskontot. Lämnas det tomt ligger avgifterna kvar."
        ),
        max_length=12,
        required=False,
    )
    postcode = forms.RegexField(
        r"^\d{3} ?\d{2}$",
        label=_("Postnummer"),
        required=False,
        error_messages={"invalid": _("Skriv postnumret med fem siffror.")},
    )
    bank_bic = forms.RegexField(
        r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$",
        label=_("Bankens BIC"),
        required=False,
        error_messages={"invalid": _("Kontrollera BIC: åtta eller elva tecken, till exempel ESSESESS.")},
    )
    minimum_payout_ore = KronorField(
        label=_("Minsta utbetalning, kr"),
        help_text=_("Ett mindre belopp väntar till borgenärens nästa utbetalning."),
        max_length=12,
        required=False,
    )
    tariff = forms.ModelChoiceField(
        queryset=Tariff.objects.none(), label=_("Tariff"), required=False, empty_label=_("Ingen vald")
    )

    class Meta:
        model = Agency
        exclude = ("id",)

    field_order = ("name", "organisation_number", "vat_number", "licence", "street", "postcode", "city")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tariff"]
        field.queryset = Tariff.objects.order_by("-version")  # type: ignore[attr-defined]
        field.label_from_instance = _tariff_words  # type: ignore[attr-defined]

    def mark_needed(self) -> None:
        """Before it is drawn: what the record needs to be complete is not called optional."""
        self.use_required_attribute = False
        for name in Agency.REQUIRED:
            self.fields[name.removesuffix("_id")].required = True


def _tariff_words(tariff: Tariff) -> str:
    return str(
        _("Version %(version)s, gäller från %(day)s")
        % {"version": tariff.version, "day": tariff.valid_from.isoformat()}
    )


class AppointForm(forms.Form):
    """A colleague at the agency, and what they may do there."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv namnet.")})
    person_number = PersonNumberField(
        label=_("Personnummer"),
        help_text=_("Tolv siffror. Vi sparar det bara som en kontrollsumma."),
        max_length=20,
        error_messages={"required": _("Skriv personnumret.")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Vad får kollegan göra?"),
        choices=StaffMember.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en roll.")},
    )
