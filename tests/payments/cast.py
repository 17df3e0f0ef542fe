"""Anna owes Åre Bygg, Bo owes Duveds El. Their cases here are the least that money can arrive on: a reference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from ekrav.agency.models import Agency
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.bankfiles import camt054_write, ocr
from ekrav.bankfiles.accounts import BANKGIRO, Account
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Direction,
    Entry,
    Notification,
    entry_of,
)
from ekrav.ledger import models as ledger
from ekrav.ledger.book import balance, balances, open_subledger
from ekrav.ledger.models import Subledger
from ekrav.money import Ore, kronor
from ekrav.payments.models import Reference
from ekrav.tenancy import agency_scope, person_scope, tenant_scope
from ekrav.tenancy.models import Tenant

BANKGIRO_OF_CLIENTS = "53172045"
OURS = Account(BANKGIRO, BANKGIRO_OF_CLIENTS)
IBAN_OF_CLIENTS = "SE3550000000054910000003"
DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
BERTIL = Actor(kind=AuditEvent.Actor.STAFF, id=7)
ASTRID = Actor(kind=AuditEvent.Actor.STAFF, id=8)


@dataclass(frozen=True, kw_only=True)
class Debt:
    """A case, as far as money that arrives is concerned."""

    creditor_id: int
    ocr: str
    case_number: str
    subledger: Subledger


def agency_with_accounts() -> None:
    """The agency's record has its client-funds account."""
    with agency_scope():
        Agency.objects.update(client_funds_bankgiro=BANKGIRO_OF_CLIENTS, client_funds_iban=IBAN_OF_CLIENTS)


def a_creditor() -> int:
    """A tenant with an empty book."""
    with person_scope():
        return Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk


def a_debt(
    creditor_id: int, *, serial: int, label: str = "Anna Lindqvist", invoices: str | None = None
) -> Debt:
    """A reference in the directory; `serial` 1, 2, … makes its OCR and case number."""
    number, reference = f"{11042949 + serial}", ocr.mint(serial=1104295000 + serial)
    with tenant_scope(creditor_id):
        subledger = open_subledger(number=number)
        Reference.objects.create(
            ocr=reference,
            subledger=subledger,
            case_number=number,
            invoice_number=invoices or f"F{serial}",
            debtor_label=label,
        )
    return Debt(creditor_id=creditor_id, ocr=reference, case_number=number, subledger=subledger)


def paid(
    reference: str, amount: str, *, bank_reference: str, text: str = "", day: date = DAY
) -> BankTransaction:
    """Money in, as the bank tells of it; `amount` in kronor."""
    return BankTransaction(
        account=OURS,
        direction=Direction.CREDIT,
        amount=kronor(amount),
        booked_date=day,
        value_date=day,
        bank_reference=bank_reference,
        references=(reference,) if reference else (),
        text=text,
        payer_name="Anna Lindqvist",
    )


def drawn(end_to_end_id: str, amount: str, *, bank_reference: str, day: date = DAY) -> BankTransaction:
    """Money out, for one of our own payments."""
    return BankTransaction(
        account=OURS,
        direction=Direction.DEBIT,
        amount=kronor(amount),
        booked_date=day,
        value_date=day,
        bank_reference=bank_reference,
        end_to_end_id=end_to_end_id,
    )


def camt(
    *movements: BankTransaction,
    message_id: str = "CAMT-1",
    account: Account = OURS,
    version: Literal["02", "08"] = "08",
) -> bytes:
    """A file that tells of these movements, each an entry of its own."""
    entries = [entry_of(replace(movement, account=account)) for movement in movements]
    return _written(entries, message_id=message_id, account=account, version=version)


def camt_of_one(*parts: BankTransaction, account: Account = OURS) -> bytes:
    """A file with one entry: these parts of one payment."""
    ours = [replace(part, account=account) for part in parts]
    return _written([entry_of(*ours)], message_id="CAMT-1", account=account, version="08")


def _written(
    entries: Sequence[Entry], *, message_id: str, account: Account, version: Literal["02", "08"]
) -> bytes:
    notice = AccountNotice(notice_id=f"{message_id}-1", account=account, entries=tuple(entries))
    return camt054_write.write(
        Notification(message_id=message_id, version=version, created=AT, notices=(notice,)), version=version
    )


def book(creditor_id: int) -> dict[str, Ore]:
    """A creditor's whole book by account, debit positive, zeros left out."""
    with tenant_scope(creditor_id):
        return _book()


def agency_book() -> dict[str, Ore]:
    """The agency's own book, likewise."""
    with agency_scope():
        return _book()


def _book() -> dict[str, Ore]:
    every = {account.value: balance(account=account) for account in ledger.Account}
    return {account: ore for account, ore in every.items() if ore}


def case_book(debt: Debt) -> dict[ledger.Account, Ore]:
    """One case's balances."""
    with tenant_scope(debt.creditor_id):
        return balances(subledger=debt.subledger)


def on_the_bank(creditors: Sequence[int]) -> Ore:
    """What all books together say is on the client-funds account."""
    books = [agency_book(), *(book(creditor) for creditor in creditors)]
    assert all(sum(one.values()) == 0 for one in books), "every book balances"
    return Ore(sum(one.get("client_funds", 0) for one in books))
