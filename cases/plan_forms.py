"""The forms of an instalment plan: what is wished for, how the debtor said yes, and who ends it."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.forms import AmountField
from cases.models import Notice
from cases.plan_end import Why
from cases.plan_offer import MOST, Wish
from cases.plan_page import REFUSED


class WishForm(forms.Form):
    """So many months or so much a month, and the first day. The address holds the answers until a plan is offered.

    `proposed` leaves the whole time of an offer for the debtor to say yes in; an earlier first day shortens it.
    """

    months = forms.IntegerField(
        label=_("Antal månader"),
        required=False,
        min_value=1,
        max_value=MOST,
        error_messages={
            "invalid": _("Skriv ett helt tal."),
            "min_value": _("Skriv ett tal mellan 1 och 60."),
            "max_value": _("Skriv ett tal mellan 1 och 60."),
        },
    )
    monthly = AmountField(label=_("Eller belopp i månaden, kr"), required=False)
    first = forms.DateField(
        label=_("Första dagen att betala"),
        error_messages={
            "required": _("Skriv den första dagen att betala."),
            "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD."),
        },
    )

    def __init__(self, data: QueryDict | None, *, earliest: date, proposed: date) -> None:
        super().__init__(data, initial={"months": 6, "first": proposed})
        self.fields["first"].help_text = _("Tidigast %(day)s.") % {"day": earliest.isoformat()}

    def clean(self) -> dict[str, Any]:
        """Months or an amount, and only one of them."""
        given: dict[str, Any] = super().clean() or {}
        if (given.get("months") is None) == (given.get("monthly") is None) and not self.errors:
            self.add_error("months", _("Skriv antal månader eller belopp i månaden, inte båda."))
        return given

    @property
    def wish(self) -> Wish:
        """What was typed, when it was valid."""
        given = self.cleaned_data
        return Wish(first=given["first"], months=given["months"], monthly=given["monthly"])

    def refuse(self, reason: str) -> None:
        """Say why no plan can be had."""
        self.add_error("first" if reason == "too_soon" else None, REFUSED[reason])


class AcceptForm(forms.Form):
    """The debtor has said yes to the plan that is offered."""

    plan = forms.IntegerField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Hur sa gäldenären ja?"),
        choices=[
            (Notice.Channel.PHONE, _("På telefon")),
            (Notice.Channel.LETTER, _("I brev")),
            (Notice.Channel.MAIL, _("Med e-post")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur gäldenären sa ja.")},
    )


class EndForm(forms.Form):
    """Who ends the plan."""

    why = forms.ChoiceField(
        label=_("Vem avslutar planen?"),
        choices=[(Why.DEBTOR, _("Gäldenären vill det")), (Why.AGENCY, _("Vi avslutar den"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som avslutar planen.")},
    )
