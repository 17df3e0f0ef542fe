"""What staff fill in about what goes to Kronofogden and comes from it."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ekrav.filings.file import LARGEST


class FileForm(forms.Form):
    """A file from Kronofogden, brought by hand."""

    file = forms.FileField(
        label=_("Fil från Kronofogden"),
        help_text=_("En XML-fil i vårt format, högst 32 MB."),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Hämta den på nytt från Kronofogden."),
        },
        widget=forms.FileInput(attrs={"accept": ".xml"}),
        max_length=200,
    )

    def clean_file(self) -> Any:
        """A file that is not larger than any file of theirs."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("Filen är större än 32 MB. Kontrollera avsändaren."))
        return file


class SentForm(forms.Form):
    """That a form was printed and sent."""

    sent_on = forms.DateField(
        label=_("Skickad"),
        help_text=_("Dagen då den lämnades till posten eller Kronofogden, till exempel 2026-11-20"),
        error_messages={
            "required": _("Skriv dagen, till exempel 2026-11-20."),
            "invalid": _("Skriv dagen som 2026-11-20."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    diary_number = forms.CharField(
        label=_("Diarienummer"),
        help_text=_("Om Kronofogden har gett något."),
        max_length=40,
        required=False,
        error_messages={"max_length": _("Skriv högst 40 tecken.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._earliest = today, earliest

    def clean_sent_on(self) -> date:
        """A day from when it was laid out through today."""
        day: date = self.cleaned_data["sent_on"]
        if day > self._today:
            raise forms.ValidationError(_("Dagen har inte varit än. Skriv den dag formuläret skickades."))
        if day < self._earliest:
            raise forms.ValidationError(_("Dagen är före formulärets egen dag. Kontrollera året."))
        return day


class CodesForm(forms.Form):
    """What Kronofogden calls the agency."""

    code = forms.CharField(
        label=_("Ingivarkod"),
        max_length=8,
        required=False,
        help_text=_("Två till åtta stora bokstäver eller siffror. Ingen fil skapas förrän den är ifylld."),
        validators=[
            RegexValidator(r"^[A-Z0-9]{2,8}$", _("Skriv två till åtta stora bokstäver eller siffror."))
        ],
        error_messages={"max_length": _("Skriv två till åtta stora bokstäver eller siffror.")},
    )
    agent_code = forms.CharField(
        label=_("Ombudskod"),
        max_length=20,
        required=False,
        help_text=_("Står i varje ansökan."),
        error_messages={"max_length": _("Skriv högst 20 tecken.")},
    )
