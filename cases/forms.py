"""The forms of a case: what the creditor types, judged in words that say what to do."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.claims import Claims
from cases.models import DirectPayment
from cases.untold import How
from ekrav.money import NotAnAmount, Ore, format_amount, parse_amount


class AmountField(forms.CharField):
    """An amount in kronor as people write it; gives öre."""

    default_error_messages = {"amount": _("Skriv beloppet i kronor och öre, till exempel 1 842,50.")}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_amount(text)
        except NotAnAmount as refused:
            raise forms.ValidationError(self.error_messages["amount"], code="amount") from refused

    def prepare_value(self, value: Any) -> Any:
        return format_amount(Ore(value)) if isinstance(value, int) else value


class PostcodeField(forms.CharField):
    """A Swedish postcode however it is spaced; gives "831 45"."""

    default_error_messages = {
        "postcode": _("Postnumret har fem siffror. Vi driver bara in fordringar mot kunder i Sverige.")
    }

    def to_python(self, value: Any) -> Any:
        digits = (super().to_python(value) or "").replace(" ", "")
        if digits and (len(digits) != 5 or not (digits.isascii() and digits.isdigit())):
            raise forms.ValidationError(self.error_messages["postcode"], code="postcode")
        return f"{digits[:3]} {digits[3:]}" if digits else ""


class AddressForm(forms.Form):
    """Where the debtor is to be written to, corrected."""

    care_of = forms.CharField(label=_("c/o"), required=False, max_length=120)
    street = forms.CharField(
        label=_("Gatuadress eller box"), max_length=120, error_messages={"required": _("Skriv gatuadressen.")}
    )
    postcode = PostcodeField(
        label=_("Postnummer"), max_length=6, error_messages={"required": _("Skriv postnumret, fem siffror.")}
    )
    city = forms.CharField(label=_("Ort"), max_length=60, error_messages={"required": _("Skriv orten.")})


class PostedForm(forms.Form):
    """The day a person posted a letter."""

    on = forms.DateField(
        label=_("Vilken dag postade du brevet?"),
        error_messages={
            "required": _("Skriv vilken dag du postade brevet."),
            "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD."),
        },
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.fields["on"].help_text = _("Till exempel %(day)s.") % {"day": today.isoformat()}

    def refuse(self) -> None:
        """Say that the letter cannot have been posted that day."""
        self.add_error(
            "on",
            _("Brevet kan inte ha postats den dagen: det var inte skrivet, eller dagen har inte varit än."),
        )


class ToldForm(forms.Form):
    """How a person told what no letter could tell."""

    how = forms.ChoiceField(
        label=_("Hur fick gäldenären veta det?"),
        choices=How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur gäldenären fick veta det.")},
    )


class DirectPaymentForm(forms.Form):
    """ "Registrera betalning": the debtor paid the creditor itself."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    amount = AmountField(
        label=_("Belopp, kr"), error_messages={"required": _("Skriv hur mycket du har fått.")}
    )
    paid_on = forms.DateField(
        label=_("Vilken dag fick du pengarna?"),
        error_messages={
            "required": _("Skriv vilken dag du fick pengarna."),
            "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD."),
        },
    )

    invoice = forms.ChoiceField(
        label=_("Vilken faktura har gäldenären betalat?"), required=False, widget=forms.RadioSelect
    )
    rest = forms.ChoiceField(
        label=_("Vad händer med resten?"),
        choices=DirectPayment.Rest.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    # The prices that were shown, as the page signed them.
    waived = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    withdrawn = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    REASONS = {
        "closed": (None, _("Ärendet är redan avslutat.")),
        "amount": ("amount", _("Beloppet måste vara större än 0.")),
        "too_much": (
            "amount",
            _("Beloppet är större än hela skulden den dagen. Kontrollera beloppet och dagen."),
        ),
        "future": ("paid_on", _("Dagen har inte varit än.")),
        "rate_not_decided": (
            "paid_on",
            _("Räntan för den dagen är inte beslutad ännu. Registrera betalningen när den är det."),
        ),
        "before_invoice": ("paid_on", _("Dagen är före fakturans datum.")),
    }

    def __init__(self, data: QueryDict | None, *, today: date, claims: Claims) -> None:
        super().__init__(data, initial={"paid_on": today, "invoice": ""})
        if claims.several:
            numbers = [(claim.invoice_number, claim.invoice_number) for claim in claims]
            choices = [*numbers, ("", _("Det är inte sagt"))]
            self.fields["invoice"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["invoice"]
        if claims.is_rent:
            # For rent the day it was paid counts, not the day it came (IMY).
            self.fields["paid_on"].label = _("Vilken dag betalade hyresgästen?")
        self.fields["paid_on"].help_text = _("Till exempel %(day)s.") % {"day": today.isoformat()}

    def ask_rest(self) -> None:
        """What is left must be chosen about; who has been asked already, with its price, is told so."""
        self.fields["rest"].required = True
        if self.cleaned_data["waived"]:
            self.add_error("rest", _("Välj vad som händer med resten."))

    def refuse(self, reason: str) -> None:
        """Say why the act refused what was typed."""
        field, words = self.REASONS[reason]
        self.add_error(field, words)
