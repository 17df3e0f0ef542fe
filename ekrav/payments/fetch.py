"""Fetch what lies ready at the bank and take it in, each file once by the bank's own name for it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.bank import BankChannel, Listed
from ekrav.payments.inbox import take_in
from ekrav.payments.keep import AlreadyRead, sha256_of
from ekrav.payments.models import BankFile, FetchedFile
from ekrav.tenancy import agency_scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """How a round went: files taken in, refused, and known before."""

    taken: int = 0
    refused: int = 0
    known: int = 0


def fetch_files(*, bank: BankChannel, at: datetime) -> Fetched:
    """Take in every file that lies ready at the bank, in its order. Opens its own scopes.

    A refused file is kept with its reason and not fetched again. A file whose taking-in was cut short is fetched
    again, and whatever was booked is told to be known. Raises `BankUnreachable`; what was taken in before stays so.
    """
    taken = refused = known = 0
    for listed in _not_fetched(bank):
        read_as = None
        with bank.fetch(file_id=listed.id) as file:
            try:
                take_in(content=file, name=listed.name, at=at)
                taken += 1
            except FileRefused:
                logger.warning("bank file refused", extra={"bank_id": listed.id})
                refused += 1
            except AlreadyRead as before:
                known, read_as = known + 1, before.file_id
            _note_fetched(listed, file, read_as=read_as, at=at)
    return Fetched(taken=taken, refused=refused, known=known)


def _not_fetched(bank: BankChannel) -> list[Listed]:
    """What lies ready beyond the last file fetched. Files are taken in the bank's order, so none is behind it."""
    with agency_scope():
        last = FetchedFile.objects.order_by("-id").values_list("bank_id", flat=True).first()
    ready = bank.files(after=last or "")
    with agency_scope():
        done = set(
            FetchedFile.objects.filter(bank_id__in=[listed.id for listed in ready]).values_list(
                "bank_id", flat=True
            )
        )
    return [listed for listed in ready if listed.id not in done]


def _note_fetched(listed: Listed, fetched: BinaryIO, *, read_as: int | None, at: datetime) -> None:
    """Note the fetch; `read_as` is the file that was read with the same content, in these bytes or others."""
    known = {"pk": read_as} if read_as else {"sha256": sha256_of(fetched)}
    with agency_scope():
        file = BankFile.objects.only("id").get(**known)
        FetchedFile.objects.bulk_create(
            [FetchedFile(bank_id=listed.id, file=file, fetched_at=at)], ignore_conflicts=True
        )
