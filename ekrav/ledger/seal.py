"""Seal the journal: chain what has been committed, in batches, and say once a day where the chain had come.

One task seals; who comes second finds nothing to do. Only entries whose transaction is older than every running one
are taken, so that nothing can still appear before them. Opens its own scopes.
"""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction

from ekrav.ledger.checkpoint import take_checkpoint
from ekrav.ledger.journal import ENTRY, TO_BE_SEALED, UNSEALED, link_after, seal_after
from ekrav.ledger.models import DaySeal, SealedEntry
from ekrav.tenancy import agency_scope, staff_scope
from ekrav.tenancy.chain import GENESIS, alone, spelled
from ekrav.tenancy.query import select

_log = logging.getLogger(__name__)

# The number of the lock that one sealer holds: any, as long as nothing else uses it.
_LOCK = 5_101_741


def seal_journal(*, today: date, at: datetime) -> int:
    """Seal every entry that can be, and yesterday when it has no seal yet; how many entries."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    _seal_day(day=today - timedelta(days=1), at=at)
    return sealed


def _seal_batch() -> int:
    with transaction.atomic():
        with agency_scope():
            if not alone(_LOCK):
                return 0
            last = SealedEntry.objects.order_by("-position").first()
        with staff_scope():
            rows = select(f"SELECT {ENTRY} FROM {UNSEALED} {TO_BE_SEALED}")
        position, head = (last.position, bytes(last.digest)) if last else (0, GENESIS)
        links = []
        for row in rows:
            position, head = position + 1, link_after(head, row)
            links.append(SealedEntry(position=position, entry_id=row["entry"], digest=head))
        with agency_scope():
            SealedEntry.objects.bulk_create(links)
    return len(links)


def _seal_day(*, day: date, at: datetime) -> None:
    """Say where the chain had come; once a day, and never for a day before the last one sealed."""
    with transaction.atomic():
        with agency_scope():
            if not alone(_LOCK):
                return
            before = DaySeal.objects.order_by("-day").first()
            if before and before.day >= day:
                return
            last = SealedEntry.objects.order_by("-position").first()
            position, head = (last.position, bytes(last.digest)) if last else (0, GENESIS)
            seal = DaySeal(day=day, position=position, head=head, sealed_at=at)
            seal.digest = seal_after(
                bytes(before.digest) if before else GENESIS,
                day=day,
                position=position,
                head=head,
                sealed_at=at,
            )
            seal.save(force_insert=True)
        take_checkpoint(seal)
    # So it is kept outside the database too, by whoever keeps the logs.
    _log.info("journal sealed", extra={"seal": spelled(bytes(seal.digest))})
