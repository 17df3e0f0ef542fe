"""The form of respite and pause: why, and until when."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.holds import LONGEST_MONTHS
from ekrav.law.periods import months_after
from ekrav.look.parts import Words


class HoldForm(forms.Form):
    """Respite or pause. `refuse` says why the act did not take what was typed."""

    reason = forms.ChoiceField(
        label=_("Varför?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj varför."), "invalid_choice": _("Välj varför.")},
    )
    until = forms.DateField(
        label=_("Till och med vilken dag?"),
        error_messages={
            "required": _("Skriv den sista dagen."),
            "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD."),
        },
    )

    REASONS = {
        "past": ("until", _("Välj en dag efter i dag.")),
        "too_long": ("until", _("Välj en dag inom sex månader.")),
        "state": (None, _("Ärendet kan inte vila som det står nu.")),
        "letter": (None, _("Brevet till gäldenären kan inte gå. Se efter namn, adress och registret.")),
        "rate": (None, _("Räntan för i dag är inte beslutad än. Försök igen när den är inlagd.")),
    }

    def __init__(self, data: QueryDict | None, *, reasons: Sequence[tuple[str, Words]], today: date) -> None:
        super().__init__(data)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = reasons
        self.fields["until"].help_text = _("Längst till och med %(day)s.") % {
            "day": months_after(today, LONGEST_MONTHS).isoformat()
        }

    def refuse(self, reason: str) -> None:
        """Say why the act refused what was typed."""
        field, words = self.REASONS[reason]
        self.add_error(field, words)
