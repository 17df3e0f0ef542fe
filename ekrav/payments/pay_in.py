"""The agency pays in what the client funds are short of, by one transfer with a reference of its own.

It stays the agency's: it lies in the agency's own book beside the fees, covers what was taken of others' money, and is
part of the next withdrawal of fees once nothing is short.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ekrav.audit.record import Actor, record
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.booking import book_key
from ekrav.payments.cover import cover
from ekrav.payments.models import BankEntry, TopUp
from ekrav.tenancy import agency_scope, staff_scope

Kind = TopUp.Kind


class NothingShort(ValueError):
    """The client funds hold all that others own of them."""


def begin_pay_in(*, by: Actor, at: datetime) -> TopUp:
    """Ask the agency for one transfer of what is short; the one that waits for the bank, when there is one.

    Opens its own scopes. Raises `NothingShort`.
    """
    with transaction.atomic():
        with staff_scope():
            short = cover().short
        if not short:
            raise NothingShort
        with agency_scope():
            fresh = TopUp(
                kind=Kind.SHORT,
                reference=f"BRIST{secrets.token_hex(5).upper()}",
                amount_ore=short,
                made_at=at,
            )
            TopUp.objects.bulk_create([fresh], ignore_conflicts=True)
            row = open_pay_in()
            if row is None:
                # Somebody was first, and it has arrived since.
                raise NothingShort
            if row.reference == fresh.reference:
                record(act="pay_in_begun", on=row, by=by, at=at, facts={"amount_ore": short})
    return row


def open_pay_in() -> TopUp | None:
    """The transfer that waits for the bank. In an agency or staff scope."""
    return TopUp.objects.filter(kind=Kind.SHORT, bank_entry_id=None).first()


def settle_pay_ins(arrived: Sequence[tuple[int, BankEntry]]) -> None:
    """Post those of the arrived transfers that cover a shortage, in the agency's own book. Opens its scope."""
    if not arrived:
        return
    with agency_scope():
        ids = [pk for pk, _ in arrived]
        short = set(TopUp.objects.filter(pk__in=ids, kind=Kind.SHORT).values_list("pk", flat=True))
        for pk, entry in arrived:
            if pk in short:
                post(
                    # The entry's own key is taken when it has lain on the pile.
                    key=f"{book_key(entry)} paid in",
                    kind="agency paid in",
                    booked_date=entry.booked_date,
                    lines=[
                        debit(Account.CLIENT_FUNDS, entry.amount_ore),
                        credit(Account.AGENCY_FEES, entry.amount_ore),
                    ],
                )
