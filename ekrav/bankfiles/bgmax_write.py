"""Write a BgMax, as Bankgirot did: for trying the reader, and for a counterparty that still sends it."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from ekrav.bankfiles.accounts import BANKGIRO
from ekrav.bankfiles.bgmax import VERSION
from ekrav.bankfiles.bgmax_record import WIDTH
from ekrav.bankfiles.build import NotWritable
from ekrav.bankfiles.notification import AccountNotice, BankTransaction, Direction, Entry, Notification
from ekrav.money import Ore

_STOCKHOLM = ZoneInfo("Europe/Stockholm")


def write(notification: Notification, *, line_break: str = "\r\n") -> bytes:
    """Return the notification as BgMax; what `read` returns of it is equal to it.

    Each notice is one deposit with one entry of money in, on a giro; a payment is known by its day and serial number.
    `left_out` is not written. Raises NotWritable.
    """
    made = notification.created.astimezone(_STOCKHOLM)
    lines = [f"01{'BGMAX':<20}{VERSION}{made:%Y%m%d%H%M%S%f}P"]
    for notice in notification.notices:
        lines += _section(notice)
    kinds = [line[:2] for line in lines]
    counts = (kinds.count("20"), kinds.count("21"), kinds.count("22") + kinds.count("23"), kinds.count("15"))
    lines.append("70" + "".join(f"{count:08}" for count in counts))
    try:
        return line_break.join([*(line.ljust(WIDTH) for line in lines), ""]).encode("iso-8859-1")
    except UnicodeEncodeError:
        raise NotWritable("a character outside Latin-1") from None


def _section(notice: AccountNotice) -> list[str]:
    number = f"{_fits(notice.account.number, 10):0>10}"
    giros = number + " " * 10 if notice.account.scheme == BANKGIRO else " " * 10 + number
    if len(notice.entries) != 1:
        raise NotWritable("a deposit is one entry")
    entry = notice.entries[0]
    payments = _payments(entry)
    return [
        f"05{giros}SEK",
        *(line for parts in payments for line in _payment(parts)),
        _deposit(notice, entry, payments),
    ]


def _deposit(notice: AccountNotice, entry: Entry, payments: Sequence[Sequence[BankTransaction]]) -> str:
    serial = notice.notice_id.rpartition("-")[2]
    day = f"{entry.booked_date:%Y%m%d}"
    return f"15{'':0<35}{day}{serial:0>5}{entry.amount:018}SEK{len(payments):08}"


def _payments(entry: Entry) -> list[list[BankTransaction]]:
    payments: list[list[BankTransaction]] = []
    for one in entry.transactions:
        if one.part > 1 and payments:
            payments[-1].append(one)
        else:
            payments.append([one])
    return payments


def _payment(parts: Sequence[BankTransaction]) -> Iterable[str]:
    first = parts[0]
    alone = len(parts) == 1 and len(first.references) == 1 and not first.deductions
    kind = "20" if first.direction is Direction.CREDIT else "21"
    own, code = (first.references[0], "2") if alone else ("", "0")
    yield _line(kind, own, Ore(sum(part.amount for part in parts)), code=code, of=first)
    if not alone:
        for part in parts:
            yield from _extra(part)
    for text in filter(None, first.text.split("\n")):
        yield f"25{_fits(text, 50)}"
    if first.payer_name:
        yield f"26{_fits(first.payer_name, 35)}"


def _extra(part: BankTransaction) -> Iterable[str]:
    deducted = sum(deduction.amount or 0 for deduction in part.deductions)
    told = part.part or (part.deductions and not part.unclear)
    gross = Ore(part.amount + deducted) if told else Ore(0)
    code = "4" if told else "2"
    for reference in part.references:
        yield _line("22", reference, gross, code=code, of=part)
    for deduction in part.deductions:
        yield _line("23", deduction.reference, deduction.amount or Ore(0), code=code, of=part)


def _line(kind: str, reference: str, amount: Ore, *, code: str, of: BankTransaction) -> str:
    serial = f"{_fits(of.bank_reference.partition('-')[2], 12):0>12}"
    payer = f"{_fits(of.payer_account.number, 10):0>10}" if of.payer_account else "0" * 10
    return f"{kind}{payer}{_fits(reference, 25):>25}{amount:018}{code}1{serial}0"


def _fits(text: str, length: int) -> str:
    if len(text) > length:
        raise NotWritable(f"longer than {length}")
    return text
