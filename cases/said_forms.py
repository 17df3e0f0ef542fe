"""The forms of what people say: staff who have heard the debtor, the creditor's answer, the decision on a dispute."""

import uuid
from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.claims import Claims
from cases.forms import AmountField
from cases.joint import answering, key_of
from cases.models import Case, Dispute, Ground, Notice
from cases.papers_in import PaperField

LONGEST: Final = 5000
Channel, Outcome = Notice.Channel, Dispute.Outcome


class WordsField(forms.CharField):
    """Free text of one or more lines, no longer than a notice keeps."""

    def __init__(self, **words: Any) -> None:
        super().__init__(
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 6}),
            error_messages={
                "max_length": _("Texten får vara högst 5 000 tecken."),
                **words.pop("error_messages", {}),
            },
            **words,
        )


class HearForm(forms.Form):
    """What the debtor has said to staff: how, when, and what it is about."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("Vad säger gäldenären?"),
        choices=Notice.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad det gäller.")},
    )
    channel = forms.ChoiceField(
        label=_("Hur kom det?"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PORTAL],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det kom.")},
    )
    on = forms.DateField(
        label=_("Vilken dag kom det?"),
        help_text=_("Dagen räknas: inget brev får kosta något efter att kravet har bestritts."),
        error_messages={"required": _("Skriv dagen."), "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD.")},
    )
    ground = forms.ChoiceField(
        label=_("Varför stämmer inte kravet?"),
        help_text=_("Bara om kravet bestrids. Utan skäl frågar vi gäldenären i ett brev."),
        choices=[("", _("Inget skäl sagt")), *Ground.choices],
        required=False,
    )
    amount = AmountField(
        label=_("Belopp, kr"),
        help_text=_("Hur mycket av fakturan som bestrids, eller hur mycket som är betalt. Tomt: hela."),
        required=False,
    )
    text = WordsField(label=_("Vad sa eller skrev gäldenären?"), required=False)
    scan = PaperField(label=_("Inskannat brev"), help_text=_("PDF, JPG eller PNG, högst 20 MB."))

    def __init__(
        self,
        data: QueryDict | None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None",
        *,
        case: Case,
        today: date,
    ) -> None:
        super().__init__(data, files, initial={"on": today})
        self._first, self._last = case.registered_on, today
        several = answering(case)
        if len(several) > 1:
            self.fields["who"] = forms.ChoiceField(
                label=_("Vem säger det?"),
                choices=[(key_of(each, case=case) or "", each.name) for each in several],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean_on(self) -> date:
        """A day since the case was registered, and not one to come."""
        on: date = self.cleaned_data["on"]
        if not self._first <= on <= self._last:
            raise forms.ValidationError(_("Skriv en dag från det att ärendet registrerades till i dag."))
        return on

    def clean_amount(self) -> int | None:
        """More than nothing, or nothing said."""
        amount: int | None = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("Beloppet måste vara större än 0."))
        return amount

    def clean(self) -> dict[str, Any]:
        """Whatever is not a dispute says something."""
        said: dict[str, Any] = super().clean() or {}
        bare = not said.get("text") and not said.get("scan") and "scan" not in self.errors
        if said.get("kind") and said["kind"] != Notice.Kind.DISPUTE and bare:
            self.add_error("text", str(_("Skriv vad gäldenären sa, eller bifoga brevet.")))
        return said


class PartForm(forms.Form):
    """A choice of which one gives up a part of the invoice: then how much is asked for."""

    PART = ""
    CHOICE = ""
    # Asked for by some answers: neither required by all nor anybody's to leave out.
    conditional = frozenset({"credited", "invoice", "words"})

    invoice = forms.ChoiceField(label=_("Vilken faktura sänks?"), required=False, widget=forms.RadioSelect)
    credited = AmountField(
        label=_("Hur mycket sänks fakturan, kr?"),
        help_text=_("Bara om en del av kravet är fel."),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, claims: Claims) -> None:
        super().__init__(data)
        if claims.several:
            numbers = [claim.invoice_number for claim in claims]
            self.fields["invoice"].choices = list(zip(numbers, numbers, strict=True))  # type: ignore[attr-defined]
        else:
            del self.fields["invoice"]

    def clean(self) -> dict[str, Any]:
        """A part has its amount, and its invoice when there are several."""
        said: dict[str, Any] = super().clean() or {}
        if said.get(self.CHOICE) == self.PART and not said.get("credited") and "credited" not in self.errors:
            self.add_error("credited", str(_("Skriv hur mycket fakturan sänks.")))
        if said.get(self.CHOICE) == self.PART and "invoice" in self.fields and not said.get("invoice"):
            self.add_error("invoice", str(_("Välj vilken faktura det är.")))
        return said

    def refuse_part(self) -> None:
        """Say that the amount is not a part of what is left of the invoice."""
        self.add_error(
            "credited",
            str(_("Beloppet måste vara mindre än det som är kvar av fakturan. Är allt fel, välj det.")),
        )


class AnswerDisputeForm(PartForm):
    """The creditor's answer to a dispute."""

    CHOICE, PART = "answer", "part"

    answer = forms.ChoiceField(
        label=_("Vad säger du?"),
        choices=[
            ("stands", _("Kravet stämmer")),
            ("part", _("En del av kravet är fel")),
            ("all", _("Hela kravet är fel")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett svar.")},
    )
    words = WordsField(
        label=_("Berätta varför"),
        help_text=_(
            "Stämmer kravet måste du säga varför: vad beställdes, när levererades det, och vad har ni sagt till"
            " varandra? Vi läser det."
        ),
        required=False,
    )
    field_order = ("answer", "invoice", "credited", "words")

    def clean(self) -> dict[str, Any]:
        """Whoever stands by the claim says why."""
        said = super().clean()
        if said.get("answer") == "stands" and not said.get("words", "").strip():
            self.add_error("words", str(_("Berätta varför kravet stämmer.")))
        return said


class DecideDisputeForm(PartForm):
    """A handler's decision."""

    CHOICE, PART = "outcome", Outcome.PARTLY

    outcome = forms.ChoiceField(
        label=_("Hur avgörs bestridandet?"),
        choices=[
            (Outcome.REJECTED, _("Avvisas: hela kravet står kvar")),
            (Outcome.PARTLY, _("Godtas till en del: fakturan sänks")),
            (Outcome.UPHELD, _("Godtas: hela kravet faller och ärendet avslutas")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur bestridandet avgörs.")},
    )
    field_order = ("outcome", "invoice", "credited")
