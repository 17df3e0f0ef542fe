"""What an administrator types about how the company is paid, and what staff say of a changed bankgiro."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ekrav.accounts.fields import BankgiroField
from ekrav.accounts.forms import WRONG_EMAIL
from ekrav.accounts.models import Creditor


class BankgiroForm(forms.Form):
    """Where the money is to go from now on."""

    bankgiro = BankgiroField(
        label=_("Nytt bankgiro"),
        help_text=_("Det ska vara företagets eget."),
        max_length=12,
        error_messages={"required": _("Skriv det nya bankgirot.")},
    )


class RhythmForm(forms.Form):
    """How often the company is paid."""

    rhythm = forms.ChoiceField(
        label=_("Hur ofta ska vi betala ut?"),
        help_text=_("Varje utbetalning har en egen avräkningsnota."),
        choices=[
            (Creditor.Rhythm.WEEKLY, _("Varje vecka, på fredagar")),
            (Creditor.Rhythm.DAILY, _("Varje bankdag som det finns pengar")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur ofta.")},
    )


class NotesEmailForm(forms.Form):
    """Where the settlement notes are mailed from now on."""

    notes_email = forms.EmailField(
        label=_("E-post för avräkningsnotor"),
        help_text=_("Dit mejlar vi underlag för bokföringen, till exempel ekonomi@foretag.se."),
        error_messages={"required": _("Skriv vart vi mejlar avräkningsnotorna."), "invalid": WRONG_EMAIL},
    )


class ConfirmBankgiroForm(forms.Form):
    """How staff know whose number it is."""

    source = forms.CharField(
        label=_("Hur vet vi att bankgirot är företagets?"),
        help_text=_("Till exempel: Bankgirots register 2025-03-04."),
        max_length=80,
        error_messages={"required": _("Skriv hur vi vet det.")},
    )
