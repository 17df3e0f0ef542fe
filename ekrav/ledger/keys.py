"""What an entry's key means: the thing that happened, as a person would name it."""

import re
from typing import Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ekrav.look.parts import Words

# The first that fits. A number in a key is the row's own id, which staff can look up and which tells nothing else.
_MEANINGS: Final[tuple[tuple[re.Pattern[str], Words], ...]] = (
    (re.compile(r"^register \d+$"), _("Registreringen")),
    (re.compile(r"^\w+ \d+ letter (?P<n>\d+)$"), _("Brev %(n)s")),
    (re.compile(r"^surveillance letter \d+ (?P<n>\d+)$"), _("Brev %(n)s")),
    (re.compile(r"^plan \d+ \d+ notice (?P<n>\d+)$"), _("Avi %(n)s i planen")),
    (re.compile(r"^plan \d+ (?P<n>\d+) "), _("Amorteringsplan %(n)s")),
    (re.compile(r"^direct payment (?P<n>\d+)\b"), _("Betalning direkt till borgenären, nr %(n)s")),
    (re.compile(r"^(payment by )?way (?P<n>\d+)\b"), _("Betalning på annan väg, nr %(n)s")),
    (re.compile(r"^(bank entry|payment|assign|send back) (?P<n>\d+)\b"), _("Bankens post nr %(n)s")),
    (re.compile(r"^quote (?P<n>\d+)$"), _("Godkänt pris nr %(n)s")),
    (re.compile(r"^dispute (?P<n>\d+)\b"), _("Bestridande nr %(n)s")),
    (re.compile(r"^situation (?P<n>\d+)\b"), _("Händelse nr %(n)s hos gäldenären")),
    (re.compile(r"^returned payout (?P<n>\d+)$"), _("Bankens post nr %(n)s")),
    (re.compile(r"^payout (?P<n>\S+)"), _("Utbetalning %(n)s")),
    (re.compile(r"^fees (?P<n>\S+)"), _("Avgiftsuttag %(n)s")),
    (re.compile(r"^(write off|withdraw|remainder|give up)\b"), _("Avslutet")),
)
_BACK: Final = re.compile(r"^(recall|back|.* takes back) (?P<what>.+)$")


def meaning_of(key: str) -> str:
    """What the key names; the key itself when it is of no kind that is known."""
    back = _BACK.match(key)
    if back:
        return _t("Ändring: %(what)s") % {"what": meaning_of(back["what"])}
    for pattern, words in _MEANINGS:
        found = pattern.match(key)
        if found:
            return str(words) % found.groupdict()
    return key
