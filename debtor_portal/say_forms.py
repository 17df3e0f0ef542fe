"""What the debtor may tell us in Mitt Ärende. Text only: files cannot be sent this way yet, and the pages say so."""

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.messages import Said
from cases.models import Ground, Notice
from cases.papers_in import Paper, PaperField
from ekrav.look.figures import amount
from ekrav.look.parts import Words
from ekrav.money import NotAnAmount, Ore, parse_amount

LONGEST: Final = 5000
A_MONTH: Final = timedelta(days=30)
TOO_LONG: Final = _("Texten får vara högst 5 000 tecken.")
DAY: Final = _("Skriv dagen som ÅÅÅÅ-MM-DD.")
DAYS: Final = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")
"""How a day may be written: the hint's way, or with the month as an English word. 3/4/2026 is two different days."""


LARGEST: Final = 10_000_000
"""Bytes of a paper; the database takes no larger one from the portal."""


def a_paper(label: Words) -> PaperField:
    """The question for a paper beside one's words."""
    return PaperField(
        label=label,
        help_text=_("En fil: PDF, JPG eller PNG, högst 10 MB. Du kan skicka fler var för sig."),
        most=LARGEST,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class SumField(forms.CharField):
    """An amount in kronor as people write it, or as a page in English does: "SEK 1,842.50"; gives öre."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            ore = parse_amount(text.removeprefix("SEK")) if text else None
        except NotAnAmount as refused:
            raise forms.ValidationError(
                _("Skriv beloppet i kronor och öre, till exempel 1 842,50.")
            ) from refused
        if ore is not None and ore <= 0:
            raise forms.ValidationError(_("Beloppet måste vara större än 0."))
        return ore

    def prepare_value(self, value: Any) -> Any:
        return amount(Ore(value)) if isinstance(value, int) else value


class SayForm(forms.Form):
    """Words of one's own, and the form's own key, so that sending it twice is once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("Berätta med egna ord"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(
        self,
        data: QueryDict | None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        today: date,
    ) -> None:
        super().__init__(data, files)
        self.today = today
        self.fit()

    def fit(self) -> None:
        """Fit the fields to this form and this day."""

    @property
    def handed_in(self) -> Paper | None:
        """The file that a valid form came with."""
        return self.cleaned_data.get("paper")

    def said(self) -> Said:
        """What a valid form says."""
        raise NotImplementedError


class DisputeForm(SayForm):
    """ "Kravet stämmer inte"."""

    ground = forms.ChoiceField(
        label=_("Varför stämmer inte kravet?"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj det som stämmer bäst.")},
    )
    amount = SumField(
        label=_("Hur mycket är fel, kr?"),
        help_text=_("Om bara en del av fakturan är fel. Lämna tomt om hela är fel."),
        required=False,
    )
    paper = a_paper(_("Har du något som visar det?"))
    field_order = ("key", "ground", "amount", "text", "paper")

    def clean(self) -> dict[str, Any]:
        """ "Annat" needs words."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("ground") == Ground.OTHER and not given.get("text", "").strip():
            self.add_error("text", str(_("Berätta vad som är fel.")))
        return given

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            key=given["key"],
            kind=Notice.Kind.DISPUTE,
            ground=given["ground"],
            amount=given["amount"],
            text=given["text"],
        )


class PaidForm(SayForm):
    """ "Jag har redan betalat"."""

    day = forms.DateField(
        label=_("Vilken dag betalade du?"),
        input_formats=DAYS,
        error_messages={"required": _("Skriv vilken dag du betalade."), "invalid": DAY},
    )
    amount = SumField(
        label=_("Hur mycket betalade du, kr?"),
        error_messages={"required": _("Skriv hur mycket du betalade.")},
    )
    paper = a_paper(_("Har du ett kvitto?"))
    field_order = ("key", "day", "amount", "text", "paper")

    def fit(self) -> None:
        """See `SayForm.fit`."""
        self.fields["day"].help_text = _("Till exempel %(day)s.") % {"day": self.today.isoformat()}

    def clean_day(self) -> date:
        """Not a day to come."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            key=given["key"],
            kind=Notice.Kind.PAID,
            day=given["day"],
            amount=given["amount"],
            text=given["text"],
        )


class CannotForm(SayForm):
    """ "Jag kan inte betala allt nu": later, or in parts."""

    WISHES: ClassVar = [
        (Notice.Kind.RESPITE, _("Betala allt, men senare")),
        (Notice.Kind.PLAN, _("Dela upp betalningen")),
    ]

    wish = forms.ChoiceField(
        label=_("Vad vill du?"),
        choices=WISHES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj det du vill.")},
    )
    day = forms.DateField(
        label=_("När kan du betala?"),
        input_formats=DAYS,
        required=False,
        error_messages={"invalid": DAY},
    )
    months = forms.IntegerField(
        label=_("På hur många månader?"),
        help_text=_("Om du vill dela upp betalningen."),
        min_value=1,
        max_value=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv ett tal, till exempel 6."),
            "min_value": _("Skriv minst 1 månad."),
            "max_value": _("Skriv högst 60 månader."),
        },
    )
    field_order = ("key", "wish", "day", "months", "text")

    def fit(self) -> None:
        """See `SayForm.fit`."""
        self.fields["day"].help_text = _("Om du vill betala allt senare. Till exempel %(day)s.") % {
            "day": (self.today + A_MONTH).isoformat()
        }

    def clean(self) -> dict[str, Any]:
        """A wish to pay later has its day, and one to pay in parts how many."""
        given: dict[str, Any] = super().clean() or {}
        wish, day = given.get("wish"), given.get("day")
        if wish == Notice.Kind.RESPITE and "day" not in self.errors and (day is None or day <= self.today):
            self.add_error("day", str(_("Skriv en dag som kommer, då du kan betala.")))
        if wish == Notice.Kind.PLAN and "months" not in self.errors and given.get("months") is None:
            self.add_error("months", str(_("Skriv på hur många månader du vill betala.")))
        return given

    def said(self) -> Said:
        given = self.cleaned_data
        later = given["wish"] == Notice.Kind.RESPITE
        return Said(
            key=given["key"],
            kind=Notice.Kind(given["wish"]),
            day=given["day"] if later else None,
            months=None if later else given["months"],
            text=given["text"],
        )


class NoLettersForm(SayForm):
    """ "Pröva kravet eller lägg ned det"."""

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(key=given["key"], kind=Notice.Kind.NO_LETTERS, text=given["text"])


class WriteForm(SayForm):
    """ "Skriv till oss"."""

    def fit(self) -> None:
        """See `SayForm.fit`."""
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = str(_("Skriv vad du vill säga."))

    def said(self) -> Said:
        return Said(key=self.cleaned_data["key"], kind=Notice.Kind.MESSAGE, text=self.cleaned_data["text"])
