"""What staff fill in about money that has arrived."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ekrav.bankfiles.document import LARGEST_FILE
from ekrav.bankfiles.ocr import digits


class NumberForm(forms.Form):
    """Which case money is for."""

    number = forms.CharField(
        label=_("OCR-nummer eller ärendenummer"),
        max_length=40,
        error_messages={"required": _("Skriv ett OCR-nummer eller ett ärendenummer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """The digits of what was typed."""
        number = digits(str(self.cleaned_data["number"]))
        if not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("Skriv bara siffror, till exempel 1104 2950 3427."))
        return number


class FileForm(forms.Form):
    """A file from the bank, brought by hand."""

    file = forms.FileField(
        label=_("Fil från banken"),
        help_text=_(
            "En avisering (camt.054, BgMax), ett kontoutdrag (camt.053) eller en statusrapport (pain.002), högst 32 MB."
        ),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Hämta den på nytt från banken."),
        },
        widget=forms.FileInput(attrs={"accept": ".xml,.txt,.bgmax"}),
        max_length=200,
    )

    def clean_file(self) -> Any:
        """A file that is not larger than any bank file."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("Filen är större än 32 MB. Be banken dela upp den."))
        return file
