"""What staff fill in about runs, holds, unknown payouts and money that goes back."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from ekrav.accounts.fields import BankgiroField, IbanField
from ekrav.bankfiles.accounts import BANKGIRO, IBAN, PLUSGIRO, Account, account
from ekrav.identity import NotABankgiro
from payouts.decide import LARGEST
from payouts.holds import LONGEST_REASON as LONGEST_HOLD
from payouts.models import Decision
from payouts.withdraw import LONGEST_REASON

_EXAMPLE: Final = timedelta(days=30)
_ACCOUNT: Final = _("Kontrollera numret: det stämmer inte med sin kontrollsiffra.")


class ReasonForm(forms.Form):
    """Why a draft is refused."""

    reason = forms.CharField(
        label=_("Varför avvisar du utkastet?"),
        help_text=_("Den som läser nästa utkast ser det."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför, så att nästa läsare förstår.")},
    )


class GiveUpFeesForm(forms.Form):
    """Why a withdrawal of fees that stands still is given up."""

    reason = forms.CharField(
        label=_("Hur du vet att banken inte betalar"),
        help_text=_("Till exempel vem du talade med hos banken, och när."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Skriv hur du vet det.")},
    )


class HoldForm(forms.Form):
    """Why a creditor's payouts are held, and until when."""

    reason = forms.CharField(
        label=_("Varför ska pengarna vänta?"),
        help_text=_("Borgenären läser det på Mina sidor."),
        max_length=LONGEST_HOLD,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför, så att borgenären förstår.")},
    )
    last_day = forms.DateField(
        label=_("Till och med"),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = {"day": (today + _EXAMPLE).isoformat()}
        last_day = self.fields["last_day"]
        last_day.help_text = _now("Lämna tomt om det är tills vidare. Till exempel %(day)s.") % example
        last_day.error_messages["invalid"] = _now("Skriv datumet som %(day)s.") % example


class DecisionForm(forms.Form):
    """What the bank has said of a payout whose fate is unknown, and on what paper."""

    verdict = forms.ChoiceField(
        label=_("Vad säger banken?"),
        choices=Decision.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad banken säger.")},
    )
    reason = forms.CharField(
        label=_("Vem på banken, när, och hur?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv vem som svarade, när och hur.")},
    )
    document = forms.FileField(
        label=_("Bankens besked som fil"),
        help_text=_("Ett brev, ett mejl eller en skärmbild, högst 5 MB."),
        error_messages={"required": _("Bifoga bankens besked."), "empty": _("Filen är tom. Välj en annan.")},
    )

    def clean_document(self) -> Any:
        """At most five megabytes."""
        given = self.cleaned_data["document"]
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError(_now("Filen är större än 5 MB. Välj en mindre."))
        return given


class PayerAccountForm(forms.Form):
    """The account a payer has told us."""

    kind = forms.ChoiceField(
        label=_("Vad har betalaren för konto?"),
        choices=[
            (IBAN, _("Bankkonto (IBAN)")),
            (BANKGIRO, _("Bankgiro")),
            (PLUSGIRO, _("Plusgiro")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj sorts konto.")},
    )
    number = forms.CharField(
        label=_("Kontonummer"),
        max_length=42,
        error_messages={"required": _("Skriv kontonumret.")},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") and said.get("number"):
            try:
                said["account"] = _account(said["kind"], said["number"])
            except (ValueError, NotABankgiro):
                self.add_error("number", str(_ACCOUNT))
        return said


def _account(kind: str, text: str) -> Account:
    """The account in its one spelling. Raises ValueError."""
    if kind == IBAN:
        return account(scheme=IBAN, number=IbanField.check(text))
    if kind == BANKGIRO:
        return account(scheme=BANKGIRO, number=BankgiroField.check(text))
    found = account(scheme=PLUSGIRO, number=text)
    if not (found.number.isascii() and found.number.isdigit() and 2 <= len(found.number) <= 8):
        raise ValueError("not a plusgiro")
    luhn.validate(found.number)
    return found
