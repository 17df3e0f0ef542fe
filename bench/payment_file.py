"""A camt.054 in which every case of the book is paid in full, and the ways of reading it.

For within a Django that is set up: what a worker has imported long before a file comes, the clock does not count.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.daily_cases import TODAY
from cases.apply_payment import apply_all
from ekrav import clock
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.bankfiles import camt054, camt054_write
from ekrav.bankfiles.accounts import BANKGIRO, Account
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Direction,
    Notification,
    entry_of,
)
from ekrav.money import Ore
from ekrav.payments.inbox import take_in
from ekrav.payments.models import Reference
from ekrav.payments.receive import Receipt
from ekrav.tenancy import agency_scope, routing_scope

IN_AN_ENTRY = 500
AMOUNT = Ore(20_000_00)


def write_file(file: Path) -> None:
    """Write the file, an entry for each 500 payments, as the banks gather bankgiro payments."""
    with agency_scope():
        ours = Account(BANKGIRO, Agency.objects.get().client_funds_bankgiro)
        at = clock.now()
    with routing_scope():
        references = list(Reference.objects.order_by("ocr").values_list("ocr", flat=True))
    payments = [_paid(ours, ocr, place) for place, ocr in enumerate(references)]
    entries = tuple(
        entry_of(*payments[start : start + IN_AN_ENTRY], bank_reference=f"BG{start}")
        for start in range(0, len(payments), IN_AN_ENTRY)
    )
    notice = AccountNotice(notice_id="N1", account=ours, entries=entries)
    told = Notification(message_id="BENCH", version="08", created=at, notices=(notice,))
    file.write_bytes(camt054_write.write(told))


def _paid(ours: Account, ocr: str, number: int) -> BankTransaction:
    return BankTransaction(
        account=ours,
        direction=Direction.CREDIT,
        amount=AMOUNT,
        booked_date=TODAY,
        bank_reference=f"B{number:09}",
        references=(ocr,),
        payer_name="Anna Lindqvist",
    )


def parse(file: Path) -> int:
    """Read the file and forget it; how many payments."""
    with file.open("rb") as told:
        return sum(len(part.transactions) for part in camt054.parts(told))


def copy_rows(file: Path, admin_url: str) -> int:
    """Write the file's rows by COPY to a table without a rule; how many, the parsing included."""
    with file.open("rb") as told, psycopg.connect(admin_url) as admin, admin.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_row (account text, reference text, ocr text, ore bigint, day date, payer text)"
        )
        count = 0
        with cursor.copy("COPY bench_row FROM STDIN") as rows:
            for part in camt054.parts(told):
                for row in _rows(part):
                    rows.write_row(row)
                    count += 1
    return count


def _rows(told: Notification) -> Iterator[tuple[object, ...]]:
    for one in told.transactions:
        yield (
            str(one.account),
            one.bank_reference,
            one.references[0],
            one.amount,
            one.booked_date,
            one.payer_name,
        )


def receive_file(file: Path) -> int:
    """Read the file into the books; how many payments found their case."""
    with routing_scope():
        at = clock.now()
    with file.open("rb") as content:
        taken = take_in(content=content, name=file.name, at=at)
    assert isinstance(taken, Receipt)
    return taken.routed


def apply_routed() -> int:
    """Apply what was routed; how many payments."""
    with routing_scope():
        at, today = clock.now(), clock.today()
    return apply_all(today=today, at=at, rates=current_rates())
