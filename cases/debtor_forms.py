"""The forms about who the debtor is, judged in words that say what to do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.look_up import LONGEST_NAME, Answer
from cases.models import Debtor
from ekrav.accounts.fields import OrganisationNumberField, PersonNumberField

Word = Debtor.RegisterWord


class CorrectionForm(forms.Form):
    """The right name, and the right number when the one on the invoice is wrong."""

    name = forms.CharField(
        label=_("Namn"), max_length=LONGEST_NAME, error_messages={"required": _("Skriv namnet.")}
    )

    def __init__(self, data: Any, *, debtor: Debtor) -> None:
        super().__init__(data, initial={"name": debtor.name})
        person = debtor.kind == Debtor.Kind.PERSON
        field = PersonNumberField if person else OrganisationNumberField
        self.fields["number"] = field(
            label=_("Nytt personnummer") if person else _("Nytt organisationsnummer"),
            help_text=_("Lämna tomt om numret är rätt."),
            required=False,
        )


class AnswerForm(forms.Form):
    """What the register says, typed by the person who looked in it."""

    word = forms.ChoiceField(
        label=_("Vad säger registret?"),
        choices=Word.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad registret säger.")},
    )
    register_name = forms.CharField(label=_("Namnet i registret"), max_length=LONGEST_NAME, required=False)

    def __init__(self, data: Any, *, debtor: Debtor) -> None:
        super().__init__(data)
        other = Word.NOT_ACTIVE if debtor.kind == Debtor.Kind.PERSON else {Word.PROTECTED, Word.DECEASED}
        self.fields["word"].choices = [each for each in Word.choices if each[0] not in other]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever is found has a name; whoever is protected has none here."""
        said = super().clean() or {}
        if said.get("word") == Word.FOUND and not said.get("register_name"):
            self.add_error("register_name", _("Skriv namnet som det står i registret."))
        return said

    def answer(self) -> Answer:
        """What was typed. The form is valid."""
        word = Word(self.cleaned_data["word"])
        unnamed = word in {Word.UNKNOWN, Word.PROTECTED}
        return Answer(word=word, name="" if unnamed else self.cleaned_data["register_name"])
