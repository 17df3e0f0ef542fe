"""What a new company and its administrators type."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from ekrav.accounts.application import Application
from ekrav.accounts.fields import BankgiroField, OrganisationNumberField, VatNumberField
from ekrav.accounts.models import Membership
from ekrav.identity import is_sole_trader
from ekrav.registers.company import LEGAL_FORM_WORDS, LegalForm

YES, NO = "ja", "nej"

WRONG_EMAIL = _("Kontrollera e-postadressen, till exempel namn@foretag.se.")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, be it nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


class OrganisationNumberForm(forms.Form):
    """Which company is to be signed up."""

    organisation_number = OrganisationNumberField(
        label=_("Organisationsnummer"),
        help_text=_("Har du enskild firma skriver du ditt personnummer."),
        max_length=20,
        error_messages={"required": _("Skriv företagets organisationsnummer.")},
    )


class DetailsForm(forms.Form):
    """What no register says, and what it says and the company may correct."""

    bankgiro = BankgiroField(
        label=_("Bankgiro"),
        help_text=_("Hit betalar vi ut. Det ska vara företagets eget."),
        max_length=12,
        error_messages={"required": _("Skriv företagets bankgiro.")},
    )
    notes_email = forms.EmailField(
        label=_("E-post för avräkningsnotor"),
        help_text=_("Dit mejlar vi underlag för bokföringen, till exempel ekonomi@foretag.se."),
        error_messages={"required": _("Skriv vart vi mejlar avräkningsnotorna."), "invalid": WRONG_EMAIL},
    )
    vat_registered = forms.ChoiceField(
        label=_("Är företaget registrerat för moms?"),
        choices=[(YES, _("Ja")), (NO, _("Nej"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Svara om företaget är registrerat för moms.")},
    )
    vat_number = VatNumberField(
        label=_("Momsregistreringsnummer"),
        help_text=_("Behövs om du svarade ja."),
        max_length=20,
        required=False,
    )
    email = forms.EmailField(
        label=_("Din egen e-post"),
        help_text=_("För besked om dina ärenden och ditt konto."),
        error_messages={"required": _("Skriv din egen e-postadress."), "invalid": WRONG_EMAIL},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        if is_sole_trader(application.organisation_number):
            # The number is a person number, and can only be one: worked out, never shown.
            del self.fields["vat_number"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("vat_registered") == NO:
            said["vat_number"] = ""
        elif "vat_number" not in self.fields:
            said["vat_number"] = f"SE{self.application.organisation_number}01"
        elif not said.get("vat_number") and "vat_number" not in self.errors:
            self.add_error("vat_number", str(_("Skriv momsregistreringsnumret.")))
        said["vat_registered"] = said.get("vat_registered") == YES
        return said


class ByHandForm(DetailsForm):
    """The same when no register has answered: the company says everything, and staff look it up."""

    name = forms.CharField(
        label=_("Företagets namn"), max_length=120, error_messages={"required": _("Skriv företagets namn.")}
    )
    legal_form = forms.ChoiceField(
        label=_("Företagsform"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj företagsform.")},
    )
    street = forms.CharField(
        label=_("Gatuadress"), max_length=120, error_messages={"required": _("Skriv gatuadressen.")}
    )
    postcode = forms.RegexField(
        r"^\d{3} ?\d{2}$",
        label=_("Postnummer"),
        error_messages={
            "required": _("Skriv postnumret."),
            "invalid": _("Skriv postnumret med fem siffror."),
        },
    )
    city = forms.CharField(label=_("Ort"), max_length=60, error_messages={"required": _("Skriv postorten.")})
    f_skatt = forms.BooleanField(
        label=_("Företaget är godkänt för F-skatt"),
        error_messages={"required": _("Företaget måste vara godkänt för F-skatt.")},
    )

    field_order = ("name", "legal_form", "street", "postcode", "city", "f_skatt", "bankgiro")

    def __init__(self, *args: Any, legal_forms: Sequence[LegalForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(form), LEGAL_FORM_WORDS[form]) for form in legal_forms]
        self.fields["legal_form"].choices = choices  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """The agreement, read and accepted."""

    accept = forms.BooleanField(
        label=_("Jag har läst avtalet och godkänner det för företagets räkning"),
        error_messages={"required": _("Kryssa i att du godkänner avtalet.")},
    )


ROLE_WORDS = {
    Membership.Role.ADMIN: _("Administratör: gör allt och bjuder in kollegor"),
    Membership.Role.USER: _("Användare: registrerar ärenden och betalningar"),
    Membership.Role.READER: _("Läsbehörig: ser allt men ändrar ingenting"),
}


class RoleForm(forms.Form):
    """What a colleague may do."""

    role = forms.ChoiceField(
        label=_("Vad får kollegan göra?"),
        choices=list(ROLE_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad kollegan får göra.")},
    )


class InviteForm(RoleForm):
    """Whom to invite, and to do what."""

    email = forms.EmailField(
        label=_("Kollegans e-post"),
        help_text=_("Vi mejlar en länk som gäller i sju dagar."),
        error_messages={"required": _("Skriv kollegans e-postadress."), "invalid": WRONG_EMAIL},
    )
    field_order = ("email", "role")
