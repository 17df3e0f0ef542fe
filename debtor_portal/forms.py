"""The door's form: what stands on the letter, typed with any spacing and case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debtor_portal.door import Locked, Wrong
from letters.portal_code import LENGTH, SYMBOLS

NUMBER_LENGTH = 8


def _bare(text: str) -> str:
    return "".join(symbol for symbol in text if symbol.isalnum()).upper()


class NumberForm(forms.Form):
    """A case number."""

    arende = forms.CharField(
        label=_("Ärendenummer"),
        help_text=_("8 siffror."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Skriv ärendenumret. Det står överst på brevet.")},
    )

    def clean_arende(self) -> str:
        """The eight digits."""
        number = _bare(self.cleaned_data["arende"])
        if len(number) != NUMBER_LENGTH or not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("Ärendenumret har 8 siffror. Kontrollera det mot brevet."))
        return number


class DoorForm(NumberForm):
    """A case number and its code. A code that cannot be one is not tried, and not counted."""

    kod = forms.CharField(
        label=_("Kod"),
        help_text=_("10 tecken, till exempel K7MH Q2VX 9T. Stora eller små bokstäver spelar ingen roll."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Skriv koden. Den står överst på brevet, under ärendenumret.")},
    )

    def clean_kod(self) -> str:
        """The ten symbols, in capitals."""
        code = _bare(self.cleaned_data["kod"])
        if set(code) - set(SYMBOLS):
            raise forms.ValidationError(_("Koden har aldrig 0, 1, O, I eller L. Kontrollera den mot brevet."))
        if len(code) != LENGTH:
            raise forms.ValidationError(_("Koden har 10 tecken. Kontrollera den mot brevet."))
        return code

    def refuse(self, answer: Wrong | Locked) -> None:
        """Say that the door stays closed, in the same words for a wrong code and an unknown number."""
        words: Any = _("Ärendenumret och koden hör inte ihop. Kontrollera båda mot brevet.")
        if isinstance(answer, Locked):
            words = _("Koden prövades för många gånger.")
        self.add_error(None if isinstance(answer, Locked) else "kod", words)


class YesForm(forms.Form):
    """A yes to the plan that is offered. `key` is the form's own, so that a double click is one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    plan = forms.IntegerField(widget=forms.HiddenInput)
