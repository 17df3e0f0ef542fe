"""The lines of a BgMax file: 80 characters each, in fixed positions counted from 1.

With or without line breaks; Latin-1, or the UTF-8 that some programs have turned it into; trailing blanks may be cut
and blanks may have become tabs. Source: Bankgirot's technical manual for Bankgiro Inbetalningar, November 2019.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ekrav.bankfiles.document import ASK_AGAIN, LARGEST_FILE
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.values import LARGEST, NotAValue, read_date
from ekrav.money import Ore

WIDTH = 80

# The start record; or a deposit's, of a file that has lost its start and is to be told so.
_HEAD = re.compile(rb"01BGMAX|05[0-9]{10}")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# In these a character too many means that a field is not where it should be.
_FIXED = frozenset({"01", "05", "15", "20", "21", "22", "23", "70"})


@dataclass(frozen=True, slots=True)
class Record:
    """One line. `kind` is its transaction code ("20"); `position` says where it is, in words."""

    line: str
    position: str

    @property
    def kind(self) -> str:
        """Return the transaction code."""
        return self.line[:2]

    def text(self, first: int, last: int) -> str:
        """Return positions `first` to `last` without blanks around, runs of blanks made one."""
        return " ".join(self.line[first - 1 : last].split())

    def number(self, first: int, last: int) -> int:
        """Return a whole number that fills its positions. Raises FileRefused."""
        digits = self.line[first - 1 : last]
        if not re.fullmatch(rf"[0-9]{{{last - first + 1}}}", digits):
            raise self.refused(f"Position {first}–{last} är inte ett tal. {ASK_AGAIN}")
        return int(digits)

    def ore(self, first: int, last: int) -> Ore:
        """Return an amount: a number of whole öre. Raises FileRefused."""
        ore = Ore(self.number(first, last))
        if ore > LARGEST:
            raise self.refused(f"Beloppet är större än något konto rymmer. {ASK_AGAIN}")
        return ore

    def day(self, first: int, last: int) -> date:
        """Return a day written YYYYMMDD. Raises FileRefused."""
        text = self.line[first - 1 : last]
        try:
            return read_date(f"{text[:4]}-{text[4:6]}-{text[6:]}")
        except NotAValue:
            raise self.refused(f"Position {first}–{last} är inte ett datum. {ASK_AGAIN}") from None

    def refused(self, reason_sv: str) -> FileRefused:
        """Return the refusal of the file for something wrong here."""
        return FileRefused(position=self.position, reason_sv=reason_sv)


def is_bgmax(data: bytes) -> bool:
    """Tell whether the bytes begin as a BgMax file does, or as one without its start record."""
    return _HEAD.match(data.removeprefix(_BYTE_ORDER_MARK).lstrip()) is not None


def records(data: bytes) -> Iterator[Record]:
    """Yield the lines that hold anything. Raises FileRefused."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(
            position="hela filen", reason_sv="Filen är för stor för att läsas här. Be banken dela upp den."
        )
    for number, raw in enumerate(_lines(_decoded(data.removeprefix(_BYTE_ORDER_MARK))), start=1):
        line = raw.expandtabs(8).rstrip()
        if not line:
            continue
        record = Record(line.ljust(WIDTH), f"rad {number}, post {line[:2]}")
        if len(line) > WIDTH and record.kind in _FIXED:
            raise record.refused(f"Raden är längre än {WIDTH} tecken. {ASK_AGAIN}")
        yield record


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in text.rstrip("\n"):
        return text.split("\n")
    text = text.rstrip("\n")
    return [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]
