"""What is filled in about notes: a period, accounts, how notes are mailed, and why one is credited."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ekrav.money import NotAnAmount, Ore, parse_amount
from payouts.chart import Chart
from payouts.credit import LONGEST_REASON
from payouts.kinds import Purpose

_WRONG_DAY = _l("Skriv dagen så här: 2026-11-27.")
LONGEST_PERIOD = 366 * 2
_ACCOUNT = re.compile(r"[1-8][0-9]{3}")


class PeriodForm(forms.Form):
    """From and to, both days included."""

    fran = forms.DateField(
        label=_l("Från och med"),
        widget=forms.DateInput(format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _l("Välj den första dagen."), "invalid": _WRONG_DAY},
    )
    till = forms.DateField(
        label=_l("Till och med"),
        widget=forms.DateInput(format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _l("Välj den sista dagen."), "invalid": _WRONG_DAY},
    )

    def clean(self) -> dict[str, Any]:
        """The days in order, and not so far apart that the file grows without end."""
        said = super().clean() or {}
        first, last = said.get("fran"), said.get("till")
        if first and last and last < first:
            self.add_error("till", _("Den sista dagen är före den första. Byt dem."))
        elif first and last and (last - first).days > LONGEST_PERIOD:
            self.add_error("till", _("Välj högst två år i taget."))
        return said

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.cleaned_data["fran"], self.cleaned_data["till"]


class AccountsForm(forms.Form):
    """An account for each purpose of a chart."""

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._chart = chart
        for purpose, default in chart.items():
            self.fields[purpose] = forms.CharField(
                label=str(default.what),
                help_text=_("BAS: %(number)s %(name)s") % {"number": default.number, "name": default.name},
                max_length=20,
                error_messages={"required": _("Skriv ett konto, till exempel %s.") % default.number},
            )

    def clean(self) -> dict[str, Any]:
        """Four digits of a class that such a posting can stand in."""
        said = super().clean() or {}
        for purpose, default in self._chart.items():
            number = said.get(purpose, "").strip()
            said[purpose] = number
            if not number:
                continue
            if not _ACCOUNT.fullmatch(number):
                self.add_error(purpose, _("Ett konto har fyra siffror, till exempel %s.") % default.number)
            elif number[0] not in default.classes:
                self.add_error(purpose, _wrong_class(number, default.classes))
        return said

    @property
    def chosen(self) -> dict[Purpose, str]:
        """The accounts, by purpose."""
        return {purpose: self.cleaned_data[purpose] for purpose in self._chart}


def _wrong_class(number: str, classes: str) -> str:
    words = {"number": number, "classes": _either(classes)}
    return _("%(number)s är inte ett sådant konto. Det ska börja på %(classes)s.") % words


def _either(classes: Iterable[str]) -> str:
    *first, last = classes
    return _("%(some)s eller %(last)s") % {"some": ", ".join(first), "last": last} if first else last


class DeliveryForm(forms.Form):
    """How notes are mailed."""

    attached = forms.TypedChoiceField(
        label=_l("Hur vill ni ha avräkningsnotorna?"),
        choices=[
            ("link", _l("En länk i mejlet. Notan hämtas på Mina sidor.")),
            ("pdf", _l("En länk och notan som PDF i mejlet. Den har gäldenärernas namn.")),
        ],
        coerce=lambda said: said == "pdf",
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj ett av sätten."), "invalid_choice": _l("Välj ett av sätten.")},
    )


class CreditForm(forms.Form):
    """Which cases of a note are credited, and why."""

    cases = forms.MultipleChoiceField(
        label=_l("Vilka ärendens avgift ska krediteras?"),
        help_text=_l("Avgiften och momsen krediteras och betalas med nästa utbetalning."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _l("Välj minst ett ärende."),
            "invalid_choice": _l("Välj bland notans ärenden."),
        },
    )
    part = forms.CharField(
        label=_l("Bara en del av avgiften, kronor utan moms"),
        help_text=_l("Lämna tomt för hela avgiften. En del kan krediteras i ett ärende i taget."),
        max_length=20,
        required=False,
    )
    # How many notes had credited it when the page was shown: the same form sent again credits no second part.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_l("Varför?"),
        help_text=_l("Borgenären läser det på kreditnotan. Skriv inga namn."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _l("Skriv varför, så att borgenären förstår."),
            "max_length": _l("Skriv kortare, högst %(limit_value)d tecken."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """A part only of what the page showed."""
        said = super().clean() or {}
        if said.get("part") and said.get("seen") is None:
            self.add_error(None, _("Läs sidan igen och skriv beloppet på nytt."))
        return said

    def clean_part(self) -> Ore | None:
        """The part in öre; None for the whole fee."""
        text = self.cleaned_data["part"].strip()
        if not text:
            return None
        try:
            part = parse_amount(text)
        except NotAnAmount as refused:
            raise forms.ValidationError(
                _("Skriv beloppet i kronor och öre, till exempel 90,00.")
            ) from refused
        if part <= 0:
            raise forms.ValidationError(_("Skriv ett belopp som är större än noll."))
        return part

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = choices  # type: ignore[attr-defined]
