"""Notes by mail: a link, and the PDF with it where the creditor's administrator has chosen so.

A note leaves when its payout's money has left; a credit note when it is rendered. A mail names no debtor: mail servers
keep what they pass on. One that did not arrive is sent again by a person, under a key of its own.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ekrav.accounts.models import Creditor
from ekrav.identity import format_bankgiro
from ekrav.money import Ore, format_kronor
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import Attachment, post_parcel
from ekrav.tenancy import routing_scope, tenant_scope
from payouts.each import each
from payouts.models import NoteDelivery, Payout, SettlementNote
from payouts.withheld import names_withheld


class NotRendered(ValueError):
    """The note has no bytes yet: there is nothing to send."""


def mail_notes(*, at: datetime) -> int:
    """Give the outbox the notes that may leave, each once; how many. Opens its own scopes.

    One that cannot be stands in nobody's way. Raises `SomeFailed`.
    """
    with routing_scope():
        ready = SettlementNote.objects.filter(
            Q(payout__state=Payout.State.SETTLED) | Q(credits__isnull=False),
            rendered_at__isnull=False,
            mailed_at=None,
        )
        due = list(ready.order_by("number").values_list("creditor_id", "id"))
    return each(
        "mail note",
        due,
        lambda creditor_id, note_id: _mail_one(creditor_id=creditor_id, note_id=note_id, at=at),
    )


def mail_again(*, note: SettlementNote, at: datetime) -> Parcel:
    """Send a note once more, to the address that holds now. In its creditor's scope. Raises `NotRendered`."""
    held = SettlementNote.objects.select_for_update().get(pk=note.pk)
    if held.rendered_at is None:
        raise NotRendered
    return _post(held, at=at)


def mail_of(note: SettlementNote) -> Parcel | None:
    """The last mail with a note, and what became of it; None before the first. In a scope that sees it."""
    if note.mailed_at is None:
        return None
    key = mail_key(number=note.number, mails=note.mails)
    return Parcel.objects.filter(creditor_id=note.creditor_id, key=key).defer("attachment").first()


def mail_key(*, number: int, mails: int) -> str:
    """What the outbox knows a note's mail by: the first, or one more."""
    return f"note {number}" if mails <= 1 else f"note {number} again {mails}"


def _mail_one(*, creditor_id: int, note_id: int, at: datetime) -> bool:
    with tenant_scope(creditor_id):
        note = SettlementNote.objects.select_for_update().get(pk=note_id)
        if note.mailed_at is not None:
            return False
        _post(note, at=at)
    return True


def _post(note: SettlementNote, *, at: datetime) -> Parcel:
    mails = max(note.mails, 0 if note.mailed_at is None else 1) + 1
    parcel = post_parcel(
        key=mail_key(number=note.number, mails=mails),
        channel=Parcel.Channel.MAIL,
        recipient=Creditor.objects.get(pk=note.creditor_id).notes_email,
        subject=_subject(note),
        body="\n\n".join(_sentences(note)) + "\n",
        attachment=None if names_withheld(note) else _attachment(note),
        at=at,
    )
    SettlementNote.objects.filter(pk=note.pk).update(mailed_at=at, mails=mails)
    return parcel


def _attachment(note: SettlementNote) -> Attachment | None:
    if not NoteDelivery.objects.filter(attached=True).exists():
        return None
    return Attachment(name=file_name(note, "pdf"), type="application/pdf", content=bytes(note.pdf or b""))


def file_name(note: SettlementNote, ending: str) -> str:
    """The name of a note's file, without anything about anybody."""
    return f"{'kreditnota' if note.is_credit else 'avrakningsnota'}-{note.label}.{ending}"


def _subject(note: SettlementNote) -> str:
    if note.kind == SettlementNote.Kind.AGAIN:
        return _("Avräkningsnota %(label)s gäller ändå") % {"label": note.facts["credits"]["label"]}
    words = {"label": note.label, "sum": format_kronor(_sum(note))}
    if note.is_credit:
        return _("Kreditnota %(label)s, %(sum)s") % words
    return _("Avräkningsnota %(label)s, %(sum)s") % words


def _sum(note: SettlementNote) -> Ore:
    facts = note.facts
    return Ore(-facts["fee_ore"] - facts["vat_ore"] if note.is_credit else facts["paid_ore"])


def _sentences(note: SettlementNote) -> list[str]:
    """Which money came, where, and why; or what is credited or stands again, and why."""
    match note.kind:
        case SettlementNote.Kind.NOTE:
            what = _paid(note)
        case SettlementNote.Kind.AGAIN:
            what = _stands_again(note)
        case _:
            what = _credited(note)
    where = settings.PUBLIC_URL + reverse("payouts:note_page", args=[note.number])
    return [
        _("Hej!"),
        *what,
        _("Läs den och hämta den som PDF, CSV eller SIE på Mina sidor:\n%(where)s") % {"where": where},
        _("Den är underlag för bokföring och moms."),
        _("Hälsningar\n%(agency)s") % {"agency": note.facts["agency"]["name"]},
    ]


def _paid(note: SettlementNote) -> list[str]:
    cases = len(note.facts["lines"])
    words = {
        "paid": format_kronor(_sum(note)),
        "bankgiro": format_bankgiro(note.facts["bankgiro"]),
        "cases": ngettext("%(count)s ärende", "%(count)s ärenden", cases) % {"count": cases},
    }
    return [_("%(paid)s har betalats ut till bankgiro %(bankgiro)s, för %(cases)s.") % words]


def _credited(note: SettlementNote) -> list[str]:
    words = {"sum": format_kronor(_sum(note)), "label": note.facts["credits"]["label"]}
    return [
        _("Vi krediterar %(sum)s av avräkningsnota %(label)s.") % words,
        _("Varför: %(reason)s") % {"reason": note.reason},
        _("Pengarna är med i nästa utbetalning."),
    ]


def _stands_again(note: SettlementNote) -> list[str]:
    """Nothing more is paid: the money that was said not to have come has."""
    words = {"paid": format_kronor(Ore(note.facts["paid_ore"])), "label": note.facts["credits"]["label"]}
    return [
        _("Avräkningsnota %(label)s gäller ändå, i sin helhet: %(paid)s har betalats ut.") % words,
        _("Varför: %(reason)s") % {"reason": note.reason},
    ]
