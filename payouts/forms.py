"""What staff fill in about a run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from payouts.withdraw import LONGEST_REASON


class ReasonForm(forms.Form):
    """Why a draft is refused."""

    reason = forms.CharField(
        label=_("Varför avvisar du utkastet?"),
        help_text=_("Den som läser nästa utkast ser det."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför, så att nästa läsare förstår.")},
    )
