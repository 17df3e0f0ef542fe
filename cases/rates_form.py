"""What staff fill in to enter a row of the law, and what they are told when it is not taken."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rates_page import MARKS, name_of
from ekrav.agency.rate_rows import Entered, Reason
from ekrav.agency.rate_values import NUMBERS
from ekrav.law.rates import Mark, Rates
from ekrav.look.parts import Words

# A figure that is unknown is no figure, and only a demo world's own bank makes one up.
ENTERED_MARKS: Final = (Mark.READ, Mark.SECOND_HAND, Mark.DERIVED, Mark.MEMORY)

REASONS: Final[Mapping[Reason, tuple[str | None, Words]]] = {
    Reason.VALUE: ("value", _("Skriv värdet med siffror i satsens enhet, till exempel 2,50 eller 180.")),
    Reason.DATES: ("valid_to", _("Den sista dagen är före den första.")),
    Reason.HALF_YEAR: (
        "valid_from",
        _(
            "Referensräntan gäller ett helt halvår, från 1 januari eller 1 juli, och anges i steg om en halv"
            " procentenhet."
        ),
    ),
    Reason.OVERLAPS: (
        "valid_from",
        _("Dagarna finns redan i en annan rad. En rättelse börjar samma dag som raden den ersätter."),
    ),
    Reason.OWN: (None, _("Du har själv skrivit in raden. En annan person behöver bekräfta den.")),
    Reason.ROLE: (None, _("Du får inte bekräfta satser. Be en administratör om rollen Ekonomi.")),
    Reason.BANKID: (None, _("Legitimera dig med BankID igen: det får vara högst tio minuter sedan.")),
    Reason.DONE: (None, _("Raden är redan bekräftad eller avvisad. Inget mer behövs.")),
}


class _Day(forms.DateField):
    default_error_messages = {"invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD.")}


class RateForm(forms.Form):
    """One row."""

    key = forms.ChoiceField(label=_("Sats"))
    value = forms.CharField(
        label=_("Värde"),
        help_text=_("Kronor, procent, dagar eller år, som raderna i satsen. Till exempel 2,50."),
        max_length=20,
        error_messages={"required": _("Skriv värdet.")},
    )
    valid_from = _Day(
        label=_("Gäller från och med"), error_messages={"required": _("Skriv den första dagen.")}
    )
    valid_to = _Day(
        label=_("Gäller till och med"),
        help_text=_("Lämna tomt om den gäller tills vidare. Referensräntan har alltid en sista dag."),
        required=False,
    )
    statute = forms.CharField(
        label=_("Författning"),
        help_text=_("Lämna tomt om den är densamma som i satsens andra rader."),
        max_length=200,
        required=False,
    )
    source = forms.CharField(
        label=_("Var står det?"),
        help_text=_("Till exempel: riksbank.se, beslut 2026-12-30."),
        max_length=200,
        error_messages={"required": _("Skriv var uppgiften står, så att nästa person kan läsa den.")},
    )
    mark = forms.ChoiceField(
        label=_("Hur vet vi det?"),
        choices=[(mark.value, MARKS[mark][0]) for mark in ENTERED_MARKS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur uppgiften är känd.")},
    )

    def __init__(self, data: Any, *, rates: Rates) -> None:
        super().__init__(data)
        keys = {row.key for row in rates.rows if row.unit in NUMBERS}
        choices = sorted(((key, name_of(key)) for key in keys), key=lambda choice: str(choice[1]))
        self.fields["key"].choices = choices  # type: ignore[attr-defined]
        self.initial["key"] = "interest.reference"

    def entered(self) -> Entered:
        """What was typed, of a valid form."""
        return Entered(**(self.cleaned_data | {"mark": Mark(self.cleaned_data["mark"])}))

    def refuse(self, reason: Reason) -> None:
        """Say why the act refused what was typed."""
        field, words = REASONS[reason]
        self.add_error(field, str(words))
