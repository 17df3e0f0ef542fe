"""Notes follow the book: a payout that was taken back has its note credited, and one that was made after all has it
stand again.

Asked of the database each time, so that it does not matter who took the payout back, and nothing is forgotten by a
machine that stopped between. A note is credited once a mirrored posting, and stands again once a new one: one that
stood again is credited once more when its money comes back.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from ekrav.audit.record import MACHINE
from ekrav.ledger.models import Entry
from ekrav.tenancy import routing_scope, tenant_scope
from payouts.credit import Back, Occasion, issue_credit, occasion_of
from payouts.each import each
from payouts.models import Payout, SettlementNote

Kind = SettlementNote.Kind
_FAILED: Final = (Payout.State.REJECTED, Payout.State.RETURNED)


def credit_due(*, at: datetime) -> int:
    """Issue what is due; how many credit notes and notes that stand again. Opens its own scopes.

    One that cannot be stands in nobody's way. Raises `SomeFailed`.
    """
    with routing_scope():
        notes = SettlementNote.objects.filter(kind=Kind.NOTE).order_by("number")
        notes = notes.annotate(taken=_how_many(Kind.WHOLE), again=_how_many(Kind.AGAIN))
        failed = notes.filter(payout__state__in=_FAILED, taken=F("again")).values_list("creditor_id", "id")
        stand = notes.filter(payout__state=Payout.State.SETTLED, taken__gt=F("again")).values_list(
            "creditor_id", "id"
        )
        acts = dict.fromkeys(failed, _take_back) | dict.fromkeys(stand, _stand_again)

    def issue(creditor_id: int, note_id: int) -> bool:
        return _issue(creditor_id, note_id, acts[creditor_id, note_id], at=at)

    return each("credit note", acts, issue)


def _how_many(kind: SettlementNote.Kind) -> Count:
    return Count("credit_notes", filter=Q(credit_notes__kind=kind))


def _issue(
    creditor_id: int, note_id: int, act: Callable[[SettlementNote, Occasion], bool], *, at: datetime
) -> bool:
    with transaction.atomic():
        with tenant_scope(creditor_id):
            payout = Payout.objects.get(note=note_id)
        reason = (
            _("Banken betalade inte ut pengarna. %(problem)s") % {"problem": payout.problem}
            if act is _take_back
            else _("Banken betalade ut pengarna trots sitt första besked.")
        )
        occasion = occasion_of(reason=reason, by=MACHINE, at=at)
        with tenant_scope(creditor_id):
            done = act(SettlementNote.objects.select_for_update().get(pk=note_id), occasion)
        if not done:
            # Somebody was first: the number is given back.
            transaction.set_rollback(True)
    return done


def _take_back(note: SettlementNote, occasion: Occasion) -> bool:
    payout = Payout.objects.get(note=note)
    mirror = Entry.objects.filter(reverses_id=payout.entry_id).first()
    if mirror is None or note.credit_notes.filter(entry=mirror).exists():
        return False
    issue_credit(note, _all_of(payout), occasion=occasion, entry=mirror, kind=Kind.WHOLE)
    return True


def _stand_again(note: SettlementNote, occasion: Occasion) -> bool:
    payout = Payout.objects.select_related("entry").get(note=note)
    if payout.entry is None or note.credit_notes.filter(entry=payout.entry).exists():
        return False
    issue_credit(note, _all_of(payout), occasion=occasion, entry=payout.entry, kind=Kind.AGAIN)
    return True


def _all_of(payout: Payout) -> list[Back]:
    lines = payout.lines.order_by("case_number")
    return [Back(line=line, fee=line.fee_ore, vat=line.vat_ore) for line in lines]
