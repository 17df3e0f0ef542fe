"""What became of a note's mail, in words, with what to do when it did not arrive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ekrav.outbox.models import Parcel

State = Parcel.State

# RFC 3463: what the first figures of a status say.
_WHY: Final[Mapping[str, str | Promise]] = {
    "5.1": _l("Adressen finns inte."),
    "5.2": _l("Brevlådan är full eller stängd."),
    "5.3": _l("Mottagarens server kan inte ta emot det."),
    "5.4": _l("Mottagarens server kunde inte nås."),
    "5.7": _l("Mottagarens server tar inte emot mejl från oss."),
}


@dataclass(frozen=True, kw_only=True)
class MailWords:
    """A note's mail: its state, to whom, and why it did not arrive (empty when it did, or is on its way)."""

    state: str
    recipient: str
    why: str = ""

    @property
    def did_not_arrive(self) -> bool:
        """Whether somebody must do something."""
        return bool(self.why)


def mail_words(parcel: Parcel | None) -> MailWords | None:
    """The words; None when nothing was mailed yet."""
    if parcel is None:
        return None
    why = why_not(parcel) if parcel.did_not_arrive else ""
    return MailWords(state=parcel.state, recipient=parcel.recipient, why=why)


def why_not(parcel: Parcel) -> str:
    """Why the mail did not arrive."""
    if parcel.state == State.BOUNCED:
        return str(_WHY.get(parcel.problem[:3], _("Mottagarens server skickade tillbaka det.")))
    return _("Det gick inte att skicka till adressen.")
