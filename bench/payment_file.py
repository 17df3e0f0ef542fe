"""Files of camt.054 in which every case of the book is paid in full, and the ways of reading them.

A file holds at most 40 000 payments, for a file larger than 32 MB is not taken.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.daily_cases import TODAY
from ekrav.bankfiles.accounts import BANKGIRO, Account
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Direction,
    Notification,
    entry_of,
)
from ekrav.money import Ore

IN_AN_ENTRY = 500
IN_A_FILE = 40_000
AMOUNT = Ore(20_000_00)


def write_files(folder: Path) -> None:
    """Write the files, an entry for each 500 payments, as the banks gather bankgiro payments."""
    from ekrav import clock
    from ekrav.agency.models import Agency
    from ekrav.bankfiles import camt054_write
    from ekrav.payments.models import Reference
    from ekrav.tenancy import agency_scope, routing_scope

    with agency_scope():
        ours = Account(BANKGIRO, Agency.objects.get().client_funds_bankgiro)
        at = clock.now()
    with routing_scope():
        references = list(Reference.objects.order_by("ocr").values_list("ocr", flat=True))
    folder.mkdir()
    for first in range(0, len(references), IN_A_FILE):
        payments = [
            _paid(ours, ocr, first + place) for place, ocr in enumerate(references[first : first + IN_A_FILE])
        ]
        entries = tuple(
            entry_of(*payments[start : start + IN_AN_ENTRY], bank_reference=f"BG{first + start}")
            for start in range(0, len(payments), IN_AN_ENTRY)
        )
        notice = AccountNotice(notice_id=f"N{first}", account=ours, entries=entries)
        told = Notification(message_id=f"BENCH{first}", version="08", created=at, notices=(notice,))
        (folder / f"camt054-{first:07}.xml").write_bytes(camt054_write.write(told))


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


def parse(folder: Path) -> int:
    """Read the files and forget them; how many payments."""
    from ekrav.bankfiles import camt054

    return sum(len(camt054.read(file.read_bytes()).transactions) for file in _in(folder))


def copy_rows(folder: Path, admin_url: str) -> int:
    """Write the files' rows by COPY to a table without a rule; how many, the parsing included."""
    from ekrav.bankfiles import camt054

    with psycopg.connect(admin_url) as admin, admin.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_row (account text, reference text, ocr text, ore bigint, day date, payer text)"
        )
        with cursor.copy("COPY bench_row FROM STDIN") as rows:
            count = 0
            for file in _in(folder):
                for row in _rows(camt054.read(file.read_bytes())):
                    rows.write_row(row)
                    count += 1
    return count


def _in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


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


def receive_files(folder: Path) -> int:
    """Read the files into the books; how many payments found their case."""
    from ekrav import clock
    from ekrav.payments.receive import receive
    from ekrav.tenancy import routing_scope

    with routing_scope():
        at = clock.now()
    return sum(receive(content=file.read_bytes(), name=file.name, at=at).routed for file in _in(folder))


def apply_routed() -> int:
    """Apply what was routed; how many payments."""
    from cases.apply_payment import apply_all
    from ekrav import clock
    from ekrav.agency.rates import current_rates
    from ekrav.tenancy import routing_scope

    with routing_scope():
        at, today = clock.now(), clock.today()
    return apply_all(today=today, at=at, rates=current_rates())
