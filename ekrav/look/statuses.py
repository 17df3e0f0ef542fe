"""Every status a page can show: its Swedish word, its shape and its tone.

The keys are the stored codes of the houses above, by kind; each house can test that none of its codes is missing here.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ekrav.look.shapes import shape


class NoSuchStatus(ValueError):
    """A status code that has neither word nor shape."""


@dataclass(frozen=True)
class Status:
    """How one status looks. `tone` is "" (unmarked), "accent", "warn" or "stop"."""

    word: str | Promise
    shape: str
    tone: str = ""


CASE: Final[dict[str, Status]] = {
    # On its way.
    "registered": Status(_("Registrerat"), "ring"),
    "reminded": Status(_("Påminnelse"), "quarter"),
    "demanded": Status(_("Inkassokrav"), "half"),
    "final_notice": Status(_("Sista uppmaning"), "half-lower"),
    "awaiting_decision": Status(_("Väntar på beslut"), "fork"),
    "decided": Status(_("Väg vald"), "fork-taken"),
    "payment_order": Status(_("Hos Kronofogden"), "three-quarters"),
    "order_disputed": Status(_("Bestritt hos Kronofogden"), "diamond-ring", "warn"),
    "court": Status(_("Hos tingsrätten"), "court"),
    "titled": Status(_("Utslag"), "disc"),
    "enforcement": Status(_("Utmätning"), "disc-hole"),
    "surveillance": Status(_("Efterbevakning"), "dotted"),
    "plan": Status(_("Amorteringsplan"), "bars"),
    "respite": Status(_("Anstånd"), "clock"),
    # Paid, or said to be.
    "paid": Status(_("Betalt"), "done", "accent"),
    "claimed_paid": Status(_("Sägs betalt"), "ring-check"),
    "overpaid": Status(_("Överbetalt"), "ring-plus"),
    # Standing still, or ended.
    "disputed": Status(_("Bestridet"), "diamond", "warn"),
    "closed_disputed": Status(_("Avslutat, bestridet"), "diamond-hollow"),
    "stopped": Status(_("Stoppat"), "octagon", "stop"),
    "paused": Status(_("Pausat"), "pause"),
    "withdrawn": Status(_("Återkallat"), "ring-dash"),
    "written_off": Status(_("Avskrivet"), "ring-slash"),
    "prescribed": Status(_("Preskriberat"), "ring-cross"),
    "needs_you": Status(_("Behöver dig"), "flag", "warn"),
}

PAYOUT: Final[dict[str, Status]] = {
    "draft": Status(_("Planerad"), "ring"),
    "withdrawn": Status(_("Återkallad"), "ring-dash"),
    "approved": Status(_("Godkänd"), "half"),
    "sent": Status(_("Skickad till banken"), "three-quarters"),
    "accepted": Status(_("Mottagen av banken"), "three-quarters"),
    "unknown": Status(_("Bankens besked oklart"), "diamond", "warn"),
    "settled": Status(_("Utbetald"), "done", "accent"),
    "rejected": Status(_("Misslyckad"), "octagon", "stop"),
    "returned": Status(_("Tillbaka från banken"), "octagon", "stop"),
}

# The run that holds a day's payouts.
RUN: Final[dict[str, Status]] = {
    "draft": Status(_("Utkast"), "ring"),
    "withdrawn": Status(_("Återkallad"), "ring-dash"),
    "empty": Status(_("Inget att betala ut"), "ring-slash"),
    "approved": Status(_("Godkänd"), "quarter"),
    "file_made": Status(_("Filen gjord"), "half"),
    "unknown": Status(_("Oklart om banken har den"), "diamond", "warn"),
    "handed_over": Status(_("Skickad till banken"), "three-quarters"),
    "accepted": Status(_("Mottagen av banken"), "three-quarters"),
    "settled": Status(_("Utbetald"), "done", "accent"),
    "rejected": Status(_("Avvisad av banken"), "octagon", "stop"),
}

# Letters on their way.
DISPATCH: Final[dict[str, Status]] = {
    "planned": Status(_("Planerad"), "ring"),
    "composed": Status(_("Köad"), "ring"),
    "rendered": Status(_("Klar att skicka"), "quarter"),
    "handed_over": Status(_("Hos tryckeriet"), "half"),
    "posted": Status(_("Postad"), "three-quarters"),
    "delivered": Status(_("Levererad"), "done", "accent"),
    "returned": Status(_("I retur"), "octagon", "stop"),
    "cancelled": Status(_("Stoppad"), "ring-dash"),
    "failed": Status(_("Misslyckad"), "octagon", "stop"),
}

# Mails and files in the outbox.
PARCEL: Final[dict[str, Status]] = {
    "queued": Status(_("Köad"), "ring"),
    "sending": Status(_("Skickas"), "half"),
    "sent": Status(_("Skickad"), "done", "accent"),
    "failed": Status(_("Misslyckad"), "octagon", "stop"),
    "bounced": Status(_("Kom tillbaka"), "octagon", "stop"),
}

BANK_FILE: Final[dict[str, Status]] = {
    "waiting": Status(_("Väntar"), "ring"),
    "read": Status(_("Inläst"), "done", "accent"),
    "refused": Status(_("Avvisad"), "octagon", "stop"),
}

# Files to and from Kronofogden.
FILING: Final[dict[str, Status]] = {
    "made": Status(_("Klar att skicka"), "ring"),
    "handed_over": Status(_("Lämnad"), "half"),
    "approved": Status(_("Godkänd"), "done", "accent"),
    "read": Status(_("Inläst"), "done", "accent"),
    "waiting": Status(_("Väntar på sin tur"), "clock", "warn"),
    "refused": Status(_("Avvisad"), "octagon", "stop"),
}

# The client funds of a day, beside the bank's balance.
PROOF: Final[dict[str, Status]] = {
    "holds": Status(_("Stämmer"), "done", "accent"),
    "differs": Status(_("Stämmer inte"), "octagon", "stop"),
    "no_statement": Status(_("Väntar på kontoutdrag"), "ring"),
}

STATUSES: Final = {
    "case": CASE,
    "payout": PAYOUT,
    "run": RUN,
    "dispatch": DISPATCH,
    "parcel": PARCEL,
    "bank_file": BANK_FILE,
    "filing": FILING,
    "proof": PROOF,
}


def status_of(code: object, *, kind: str = "case") -> Status:
    """Return how the status of this code looks: an enum member, its value or its name. Raises NoSuchStatus."""
    key = str(getattr(code, "value", code)).lower()
    found = STATUSES.get(kind, {}).get(key)
    if found is None:
        raise NoSuchStatus(f"{kind} {key}")
    return found


def status_html(
    code: object, *, kind: str = "case", word: str | Promise = "", tag: bool = False
) -> SafeString:
    """Shape and word, bare for lists or as a tag beside a heading.

    `word` replaces the usual one ("Bestridet sedan 12 nov"). Raises NoSuchStatus.
    """
    status = status_of(code, kind=kind)
    return marked(word or status.word, name=status.shape, tone=status.tone, tag=tag)


def marked(word: str | Promise, *, name: str, tone: str = "", tag: bool = False) -> SafeString:
    """Any word behind a shape, drawn as a status is."""
    kind = f" tag tag-{tone}" if tag and tone else " tag" if tag else ""
    return format_html('<span class="status{}">{}<span>{}</span></span>', kind, shape(name, tone=tone), word)
