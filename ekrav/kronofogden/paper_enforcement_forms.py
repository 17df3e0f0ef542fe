"""What Kronofogden answers on paper about enforcement, typed in: one form a kind."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ekrav.filings.claims import Amount, AmountKind
from ekrav.filings.enforcement import (
    Closing,
    EnforcementClosing,
    EnforcementFee,
    EnforcementReport,
    Finding,
    MoneyPaidOut,
)
from ekrav.filings.record import Record
from ekrav.kronofogden.form_words import AMOUNTS
from ekrav.kronofogden.paper_form import KronorField, PaperForm, choices_of
from ekrav.kronofogden.paper_order_forms import ConfirmationForm
from ekrav.law.rates import Rates
from ekrav.look.parts import Words


class FeeForm(PaperForm):
    """The base fee of a year of enforcement."""

    kind = "grundavgift"
    year = forms.IntegerField(label=_("Vilket år i ordningen"), min_value=1, max_value=50)
    amount = KronorField(label=_("Avgift"), max_length=20)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        return EnforcementFee(
            id=self.record_id,
            reference=applied.reference,
            year=said["year"],
            falls_on=said["day"],
            amount=said["amount"],
        )


class ReportForm(PaperForm):
    """What the authority has found."""

    kind = "utredning"
    finding = forms.ChoiceField(
        label=_("Vad hittades?"),
        choices=choices_of(
            {
                Finding.NO_ASSETS: _("Inga tillgångar"),
                Finding.WAGES: _("Lön"),
                Finding.PROPERTY: _("Egendom"),
            }
        ),
        widget=forms.RadioSelect,
    )

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        return EnforcementReport(
            id=self.record_id,
            reference=applied.reference,
            reported_on=said["day"],
            finding=Finding(said["finding"]),
        )


class MoneyForm(PaperForm):
    """Money paid out to us, parted as the authority parted it."""

    kind = "utbetalning"
    fees_taken = KronorField(label=_("Kronofogdens egna avgifter"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, word in AMOUNTS.items():
            self.fields[kind.value] = KronorField(label=word, max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        """Something was paid out. Raises `ValidationError`."""
        said = super().clean() or {}
        if not self.errors and not any(said[kind.value] for kind in AmountKind):
            raise forms.ValidationError(_("Skriv minst ett belopp som betalades ut."))
        return said

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        amounts = tuple(Amount(kind=kind, amount=said[kind.value]) for kind in AmountKind if said[kind.value])
        return MoneyPaidOut(
            id=self.record_id,
            reference=applied.reference,
            paid_on=said["day"],
            amounts=amounts,
            fees_taken=said["fees_taken"],
        )


class ClosingForm(PaperForm):
    """Enforcement has ended."""

    kind = "slutredovisning"
    closing = forms.ChoiceField(
        label=_("Varför?"),
        choices=choices_of(
            {
                Closing.PAID: _("Betalt"),
                Closing.NO_ASSETS: _("Inga tillgångar"),
                Closing.WITHDRAWN: _("Återkallat"),
                Closing.BANKRUPTCY: _("Konkurs"),
                Closing.DEBT_RELIEF: _("Skuldsanering"),
                Closing.LIMITATION: _("Preskription"),
            }
        ),
        widget=forms.RadioSelect,
    )
    left = KronorField(label=_("Kvar av utslaget"), max_length=20, required=False)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        return EnforcementClosing(
            id=self.record_id,
            reference=applied.reference,
            closed_on=said["day"],
            closing=Closing(said["closing"]),
            left=said["left"],
        )


OF_ENFORCEMENT: Final[Sequence[tuple[type[PaperForm], Words]]] = (
    (ConfirmationForm, _("Bekräftelse")),
    (FeeForm, _("Grundavgift")),
    (ReportForm, _("Utredningsrapport")),
    (MoneyForm, _("Utbetalning")),
    (ClosingForm, _("Slutredovisning")),
)
