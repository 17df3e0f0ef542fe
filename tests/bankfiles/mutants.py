"""True files, and what becomes of one on a bad day: lines dropped, doubled, swapped, an öre more or less, and worse."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from random import Random
from typing import Any, Final

from ekrav.bankfiles import bgmax_write, camt054_write
from ekrav.bankfiles.accounts import Account
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Deduction,
    Direction,
    Notification,
    entry_of,
)
from ekrav.money import Ore

DAY = date(2025, 3, 4)
MADE = datetime(2025, 3, 4, 18, tzinfo=timezone(timedelta(hours=1)))
# What the true file says: to Anna 1 842,00 and 600,00 and 800,00, to Bo 400,00, and 25,50 to nobody.
TO_ANNA, TO_BO, IN_ALL = 324200, 40000, 366750


def true_file(kind: str, *, ours: Account, anna: str, bo: str, serial: int = 1) -> bytes:
    """A file of the kind ("02", "04", "08", "13" or "bgmax") whose references begin with `serial`."""

    def paid(number: int, ore: int, **more: Any) -> BankTransaction:
        known: dict[str, Any] = {
            "account": ours,
            "direction": Direction.CREDIT,
            "amount": Ore(ore),
            "booked_date": DAY,
            "bank_reference": f"20250304-{serial * 10 + number:012}",
            "payer_name": "Åsa Öberg",
        }
        return BankTransaction(**(known | more))

    first = (
        paid(1, 184200, references=(anna,)),
        paid(2, 60000, references=(anna,), part=1),
        paid(2, 40000, references=(bo,), part=2),
    )
    note = Deduction(reference="KREDIT-77", amount=Ore(20000))
    second = (paid(3, 80000, references=(anna,), deductions=(note,)), paid(4, 2550, text="faktura 88"))
    notices = tuple(
        AccountNotice(
            notice_id=f"{ours.number}-20250304-{number:05}", account=ours, entries=(entry_of(*paid_in),)
        )
        for number, paid_in in enumerate((first, second), start=1)
    )
    made = MADE + timedelta(seconds=serial)
    if kind == "bgmax":
        told = Notification(standard="BgMax", message_id="", version="01", created=made, notices=notices)
        return bgmax_write.write(told)
    told = Notification(message_id=f"M{serial}", version=kind, created=made, notices=notices)
    if kind in ("02", "08"):
        return camt054_write.write(told, version="02" if kind == "02" else "08")
    # These two have the same elements as the version before them, as far as the file uses them.
    written = camt054_write.write(told, version="08")
    return (
        written.replace(b"camt.054.001.08", f"camt.054.001.{kind}".encode())
        if kind == "13"
        else _as_04(written)
    )


def _as_04(written: bytes) -> bytes:
    text = written.decode().replace("camt.054.001.08", "camt.054.001.04")
    text = re.sub(r"<Pty>\s*(<Nm>[^<]*</Nm>)\s*</Pty>", r"\1", text)
    return re.sub(r"<Sts>\s*<Cd>BOOK</Cd>\s*</Sts>", "<Sts>BOOK</Sts>", text).encode()


KINDS: Final = ("02", "04", "08", "13", "bgmax")


def mutated(true: bytes, *, random: Random) -> tuple[str, bytes]:
    """One fault, or two, in a true file; its name beside it."""
    names, data = [], true
    for _ in range(random.choice((1, 1, 1, 2))):
        name = random.choice(sorted(FAULTS))
        names.append(name)
        data = FAULTS[name](data, random)
    return "+".join(names), data


def many(true: Callable[[int], bytes], *, count: int, seed: int) -> Iterator[tuple[int, str, bytes]]:
    """`count` mutated files, each of a true file of its own (by its serial), the same for the same seed."""
    random = Random(seed)
    for serial in range(1, count + 1):
        name, data = mutated(true(serial), random=random)
        yield serial, name, data


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _dropped(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def _doubled(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    at = random.randrange(len(lines))
    return b"\n".join([*lines[: at + 1], *lines[at:]])


def _swapped(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    at = random.randrange(max(1, len(lines) - 1))
    lines[at : at + 2] = reversed(lines[at : at + 2])
    return b"\n".join(lines)


def _an_ore_off(data: bytes, random: Random) -> bytes:
    amounts = list(re.finditer(rb"(?<=>)\d+\.\d\d(?=<)|(?<=0{7})[1-9]\d{3,5}(?=[0-9S])", data))
    if not amounts:
        return data
    found = random.choice(amounts)
    digits = found[0].replace(b".", b"")
    other = b"%0*d" % (len(digits), int(digits) + random.choice((-1, 1)))
    if b"." in found[0]:
        other = other[:-2] + b"." + other[-2:]
    return data[: found.start()] + other + data[found.end() :]


def _one_of(old: bytes, new: bytes) -> Callable[[bytes, Random], bytes]:
    def changed(data: bytes, random: Random) -> bytes:
        places = [found.start() for found in re.finditer(re.escape(old), data)]
        if not places:
            return data
        at = random.choice(places)
        return data[:at] + new + data[at + len(old) :]

    return changed


def _recoded(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8" if data.startswith(b"<") else "iso-8859-1", "replace")
    return text.encode(random.choice(("iso-8859-1", "utf-16", "utf-8", "cp437")), "replace")


FAULTS: Final[Mapping[str, Callable[[bytes, Random], bytes]]] = {
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "an öre off": _an_ore_off,
    "wrong account": _one_of(b"50501055", b"50501056"),
    "another wrong account": _one_of(b"53172045", b"53172046"),
    "currency": _one_of(b"SEK", b"EUR"),
    "encoding": _recoded,
    "byte-order mark": lambda data, _random: b"\xef\xbb\xbf" + data,
    "cut": lambda data, random: data[: random.randrange(len(data))],
}
