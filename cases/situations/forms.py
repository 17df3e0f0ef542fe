"""The forms of what has happened: what and when, when the claim was filed, who is to be written to instead."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import PostcodeField
from cases.models import Debtor, Situation
from cases.situations.begin import NotBegun
from cases.situations.told import Told

Kind = Situation.Kind

# What can happen to whom.
OF_COMPANIES = frozenset({Kind.RECONSTRUCTION, Kind.DEREGISTERED, Kind.PARTNERSHIP})

NOT_BEGUN = {
    "closed": _("Ärendet är avslutat."),
    "stands": _("Det är redan inskrivet och gäller."),
    "ahead": _("Dagen har inte varit än."),
}


class DayForm(forms.Form):
    """A day that has been."""

    on = forms.DateField(
        label=_("Från vilken dag?"),
        error_messages={"required": _("Skriv dagen."), "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD.")},
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> date:
        """Nothing of this happens tomorrow."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(NOT_BEGUN["ahead"])
        return on


class BeginForm(DayForm):
    """What has happened, and from which day it counts. A person's enskild firma is a company here, and dies too."""

    kind = forms.ChoiceField(
        label=_("Vad har hänt?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Välj vad som har hänt."),
            "invalid_choice": _("Välj vad som har hänt."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("kind", "on", "key")

    def __init__(self, data: Any, *, debtor: Debtor, today: date, key: str) -> None:
        super().__init__(data, today=today)
        other = OF_COMPANIES if debtor.kind == Debtor.Kind.PERSON else frozenset({Kind.MINOR})
        self.fields["kind"].choices = [each for each in Kind.choices if each[0] not in other]  # type: ignore[attr-defined]
        self.fields["key"].initial = key

    def refuse(self, refused: NotBegun) -> None:
        """Say why it did not begin."""
        self.add_error("on" if refused.reason == "ahead" else "kind", NOT_BEGUN[refused.reason])


class FiledForm(DayForm):
    """The day the claim was filed."""

    def __init__(self, data: Any, *, today: date, began_on: date) -> None:
        super().__init__(data, today=today)
        self.began_on = began_on
        self.fields["on"].label = _("Vilken dag anmäldes fordringen?")

    def clean_on(self) -> date:
        """Not before there was anything to file it in."""
        on = super().clean_on()
        if on < self.began_on:
            raise forms.ValidationError(_("Fordringen kan inte ha anmälts innan det hände."))
        return on


class ToldForm(forms.Form):
    """Who is to be written to instead."""

    name = forms.CharField(label=_("Vem ska vi skriva till?"), max_length=100, required=False)
    street = forms.CharField(label=_("Gatuadress eller box"), max_length=120, required=False)
    postcode = PostcodeField(label=_("Postnummer"), max_length=6, required=False)
    city = forms.CharField(label=_("Ort"), max_length=60, required=False)
    case_number = forms.CharField(
        label=_("Domstolens eller myndighetens nummer"), max_length=40, required=False
    )

    def told(self) -> Told:
        """What was typed. The form is valid."""
        return Told(**self.cleaned_data)
