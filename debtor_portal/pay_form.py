"""How much, and which way: the form that begins a payment."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from debtor_portal.say_forms import SumField
from ekrav.look.figures import kronor
from ekrav.money import Ore
from ekrav.payments.ways.begin import LEAST
from ekrav.payments.ways.states import Way


class PayForm(forms.Form):
    """The whole of what is owed or a part of it, by one of the ways that are open."""

    amount = SumField(
        label=_("Belopp, kr"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Skriv hur mycket du vill betala.")},
    )
    way = forms.ChoiceField(error_messages={"required": _("Välj hur du vill betala.")})

    def __init__(self, data: QueryDict | None, *, owed: Ore, suggested: Ore, ways: tuple[Way, ...]) -> None:
        super().__init__(data, initial={"amount": suggested})
        self.owed = owed
        self.fields["amount"].help_text = _("Du kan betala en del. Hela skulden i dag är %s.") % kronor(owed)
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(way.value, way.label) for way in ways]

    def clean_amount(self) -> Any:
        """Between a krona and the whole debt; a debt below a krona is paid whole."""
        amount = self.cleaned_data["amount"]
        if amount is None:
            return amount
        if amount > self.owed:
            raise forms.ValidationError(_("Du är skyldig %s. Skriv inte mer än det.") % kronor(self.owed))
        if amount < min(LEAST, self.owed):
            raise forms.ValidationError(_("Skriv minst en krona."))
        return amount
