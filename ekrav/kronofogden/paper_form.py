"""What Kronofogden has answered on paper, typed in as the record it would have been in a file: one form a kind.

The document's own number makes the record's id, so that two people who type it in enter it once.
"""

import re
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ekrav.filings.record import Record
from ekrav.law.rates import Rates
from ekrav.look.parts import Words
from ekrav.money import NotAnAmount, Ore, parse_amount

DAY: Final = {
    "required": _("Skriv dagen, till exempel 2026-11-20."),
    "invalid": _("Skriv dagen som 2026-11-20."),
}


class KronorField(forms.CharField):
    """An amount in kronor, as öre; empty is 0 where it is not required."""

    def clean(self, value: Any) -> Ore:
        """Raises `ValidationError`."""
        text = super().clean(value)
        if not text:
            return Ore(0)
        try:
            return parse_amount(text)
        except NotAnAmount as wrong:
            raise forms.ValidationError(_("Skriv beloppet i kronor, till exempel 1 500,00.")) from wrong


class PaperForm(forms.Form):
    """What every answer has: the paper's own number and the day it counts from."""

    document = forms.CharField(
        label=_("Handlingens nummer"),
        help_text=_(
            "Som det står på papperet, till exempel målnummer och dag. Samma handling skrivs in en gång."
        ),
        max_length=40,
        error_messages={"required": _("Skriv numret på handlingen.")},
    )
    day = forms.DateField(label=_("Dag"), error_messages=DAY)
    kind: ClassVar[str]

    def about(self, applied: Record) -> None:
        """What the form asks because of the application it answers; nothing for most."""

    @property
    def record_id(self) -> str:
        """The id: the kind and the paper's number, in letters and digits."""
        number = re.sub(r"[^A-Za-z0-9]+", "-", self.cleaned_data["document"]).strip("-")
        return f"P-{self.kind}-{number}"[:60]

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer about the application, after the form was found valid. Raises NoRow."""
        raise NotImplementedError


def choices_of(words: dict[Any, Words]) -> list[tuple[str, Words]]:
    return [(each.value, word) for each, word in words.items()]
