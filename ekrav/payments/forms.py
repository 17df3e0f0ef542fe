"""What staff fill in about money that has arrived."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ekrav.bankfiles.branches import LARGEST_STREAM
from ekrav.bankfiles.ocr import digits
from ekrav.money import NotAnAmount, parse_amount
from ekrav.payments.models import PayersWord
from ekrav.payments.split import Part


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
            "En avisering (camt.054, högst 128 MB, eller BgMax), ett kontoutdrag (camt.053) eller en statusrapport"
            " (pain.002), högst 32 MB."
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
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST_STREAM:
            raise forms.ValidationError(_("Filen är större än 128 MB. Be banken dela upp den."))
        return file


CASES = 4


class SplitForm(forms.Form):
    """How much of a payment is for each of several cases; empty rows are left out."""

    NO_NUMBER = _("Skriv ett OCR-nummer eller ett ärendenummer.")
    NO_AMOUNT = _("Skriv beloppet i kronor och öre, till exempel 1 842,50.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, CASES + 1):
            # Two cases at least; more when there are more.
            self.fields[f"number_{row}"] = forms.CharField(
                label=_("Ärende %(row)d: OCR-nummer eller ärendenummer") % {"row": row},
                max_length=40,
                required=row <= 2,
                error_messages={"required": self.NO_NUMBER},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
            self.fields[f"amount_{row}"] = forms.CharField(
                label=_("Belopp, kr"),
                max_length=20,
                required=row <= 2,
                error_messages={"required": self.NO_AMOUNT},
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """The parts that were filled in, under "parts"."""
        cleaned = super().clean() or {}
        parts = []
        for row in range(1, CASES + 1):
            number, amount = (
                str(cleaned.get(f"{name}_{row}") or "").strip() for name in ("number", "amount")
            )
            if not number and not amount:
                continue
            if not digits(number) and row > 2:
                self.add_error(f"number_{row}", self.NO_NUMBER)
            try:
                parts.append(Part(number=digits(number), amount=parse_amount(amount)))
            except NotAnAmount:
                if f"amount_{row}" not in self.errors:
                    self.add_error(f"amount_{row}", self.NO_AMOUNT)
        return {**cleaned, "parts": parts}


class WordForm(forms.Form):
    """The payer's word that money of its own is to pay another debt of its own."""

    number = NumberForm.base_fields["number"]
    how = forms.ChoiceField(label=_("Hur betalaren sade det"), choices=PayersWord.How.choices)
    said_on = forms.DateField(
        label=_("Vilken dag"),
        help_text=_("Den dagen räknas skulden som betald."),
        error_messages={
            "required": _("Skriv dagen, till exempel 2026-11-20."),
            "invalid": _("Skriv dagen som 2026-11-20."),
        },
    )
    said = forms.CharField(
        label=_("Vad betalaren sade"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Skriv vad betalaren sade. Utan betalarens ord går pengarna tillbaka.")
        },
    )

    def clean_number(self) -> str:
        """The digits of what was typed."""
        number = digits(str(self.cleaned_data["number"]))
        if not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("Skriv bara siffror, till exempel 1104 2950 3427."))
        return number
