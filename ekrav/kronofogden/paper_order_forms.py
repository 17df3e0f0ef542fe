"""What Kronofogden answers on paper about a payment order, typed in: one form a kind."""

from collections.abc import Sequence
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ekrav.filings.payment_order import (
    Confirmation,
    Dismissal,
    Dispute,
    Ending,
    PaymentOrderApplication,
    Service,
    SupplementQuestion,
    Title,
    Verdict,
)
from ekrav.filings.record import Record
from ekrav.kronofogden.paper_form import DAY, KronorField, PaperForm, choices_of
from ekrav.law.kronofogden import last_day_to_ask_for_court, last_day_to_reopen
from ekrav.law.rates import Rates
from ekrav.look.parts import Words


class ConfirmationForm(PaperForm):
    """The authority has registered the application."""

    kind = "bekraftelse"
    case_number = forms.CharField(label=_("Målnummer"), max_length=40)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        return Confirmation(
            id=self.record_id,
            reference=applied.reference,
            case_number=said["case_number"],
            registered_on=said["day"],
        )


class SupplementForm(PaperForm):
    """The authority asks for more."""

    kind = "komplettering"
    question = forms.CharField(label=_("Vad frågar de?"), max_length=6000, widget=forms.Textarea)
    answer_by = forms.DateField(label=_("Svar senast"), error_messages=DAY)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        return SupplementQuestion(
            id=self.record_id,
            reference=applied.reference,
            question=said["question"],
            answer_by=said["answer_by"],
        )


class OneOfThem(PaperForm):
    """An answer about one respondent: which of them is asked when there are several."""

    who = forms.ChoiceField(label=_("Vilken svarande?"), widget=forms.RadioSelect)

    def about(self, applied: Record) -> None:
        """The respondents to choose from; a lone one is not asked about."""
        assert isinstance(applied, PaymentOrderApplication)
        if len(applied.respondents) > 1:
            self.fields["who"].choices = [  # type: ignore[attr-defined]
                (str(place), one.name) for place, one in enumerate(applied.respondents)
            ]
        else:
            del self.fields["who"]

    def number_in(self, applied: PaymentOrderApplication) -> str:
        """The number of the one it is about."""
        return applied.respondents[int(self.cleaned_data.get("who") or 0)].number


class ServiceForm(OneOfThem):
    """The order was served, or could not be."""

    kind = "delgivning"
    served = forms.TypedChoiceField(
        label=_("Är svaranden delgiven?"),
        choices=[("yes", _("Ja")), ("no", _("Nej"))],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )
    reason = forms.CharField(label=_("Annars varför inte"), max_length=500, required=False)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        assert isinstance(applied, PaymentOrderApplication)
        number = self.number_in(applied)
        if said["served"]:
            return Service(
                id=self.record_id, reference=applied.reference, respondent=number, served_on=said["day"]
            )
        return Service(
            id=self.record_id,
            reference=applied.reference,
            respondent=number,
            reason=said["reason"] or "Svaranden har inte kunnat delges.",
        )


class DisputeForm(OneOfThem):
    """The debtor objects."""

    kind = "bestridande"
    told_on = forms.DateField(label=_("Dagen då vi fick veta det"), error_messages=DAY)
    words = forms.CharField(
        label=_("Vad svaranden skriver"), max_length=6000, required=False, widget=forms.Textarea
    )

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        assert isinstance(applied, PaymentOrderApplication)
        return Dispute(
            id=self.record_id,
            reference=applied.reference,
            respondent=self.number_in(applied),
            disputed_on=said["day"],
            told_on=said["told_on"],
            words=said["words"] or "–",
            ask_court_by=last_day_to_ask_for_court(told=said["told_on"], rates=rates),
        )


class DismissalForm(PaperForm):
    """The case has ended without a verdict."""

    kind = "avslut"
    ending = forms.ChoiceField(
        label=_("Hur?"),
        choices=choices_of(
            {
                Ending.DISMISSED: _("Avvisat"),
                Ending.WRITTEN_OFF: _("Avskrivet"),
                Ending.TRANSFERRED: _("Överlämnat till tingsrätten"),
            }
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Skäl"), max_length=500)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        return Dismissal(
            id=self.record_id,
            reference=applied.reference,
            ending=Ending(said["ending"]),
            decided_on=said["day"],
            reason=said["reason"],
        )


class VerdictForm(PaperForm):
    """A verdict on what was applied for; the costs as they were granted."""

    kind = "utslag"
    costs = KronorField(label=_("Kostnader som dömdes ut"), max_length=20)

    def record(self, *, applied: Record, rates: Rates) -> Record:
        """The answer, after the form was found valid. Raises NoRow."""
        said = self.cleaned_data
        assert isinstance(applied, PaymentOrderApplication)
        title = Title(
            case_number=said["document"],
            decided_on=said["day"],
            claims=applied.claims,
            costs=said["costs"],
            against=tuple(one.number for one in applied.respondents),
            joint=applied.joint,
        )
        return Verdict(
            id=self.record_id,
            reference=applied.reference,
            title=title,
            reopen_by=last_day_to_reopen(verdict=said["day"], rates=rates),
        )


OF_ORDER: Final[Sequence[tuple[type[PaperForm], Words]]] = (
    (ConfirmationForm, _("Bekräftelse")),
    (SupplementForm, _("Begäran om komplettering")),
    (ServiceForm, _("Delgivning")),
    (DisputeForm, _("Bestridande")),
    (DismissalForm, _("Målet avslutat utan utslag")),
    (VerdictForm, _("Utslag")),
)
