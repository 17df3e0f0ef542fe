"""A file to or from the authority: written with its controls, read whole or not at all.

There is one way to write each file, so reading ends by writing again what was read: anything else than the same bytes
has been altered, and is refused.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from lxml import etree

from ekrav.bankfiles.values import write_ore, write_time
from ekrav.filings import enforcement, payment_order, receipts
from ekrav.filings.codec import NAMESPACE, element_of, record_from
from ekrav.filings.record import Record
from ekrav.filings.refusal import FilingRefused, Wrong
from ekrav.markup import Fault, NotMarkup, Schema, SchemaError, tree
from ekrav.money import Ore

LARGEST: Final = 32 * 1024 * 1024
MOST_RECORDS: Final = 2_000
_MOST_TAGS: Final = 2_000_000
_BLANK: Final = "0" * 64
_SCHEMA: Final = Schema(Path(__file__).parent / "schemas" / "filing-1.xsd")

KINDS: Final[dict[str, type[Record]]] = {
    kind.__name__: kind
    for kind in (
        payment_order.PaymentOrderApplication,
        payment_order.Confirmation,
        payment_order.SupplementQuestion,
        payment_order.SupplementAnswer,
        payment_order.Reduction,
        payment_order.Withdrawal,
        payment_order.Service,
        payment_order.Dispute,
        payment_order.CourtRequest,
        payment_order.Dismissal,
        payment_order.Verdict,
        enforcement.EnforcementApplication,
        enforcement.EnforcementChange,
        enforcement.EnforcementFee,
        enforcement.EnforcementReport,
        enforcement.MoneyPaidOut,
        enforcement.EnforcementClosing,
        receipts.FileReceipt,
    )
}


class Direction(StrEnum):
    """Which way a file goes. Each way has running numbers of its own."""

    OUT = "to_authority"
    IN = "from_authority"


class NotWritable(ValueError):
    """A value has no room in the format; the message names the element."""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """One file. `filer`: the authority's code for us. `number`: the running number, from 1. `made_at`: aware."""

    filer: str
    direction: Direction
    number: int
    made_at: datetime
    records: tuple[Record, ...]

    @property
    def control_sum(self) -> Ore:
        """The records' amounts together."""
        return Ore(sum(record.controlled for record in self.records))


def write(filing: Filing) -> bytes:
    """Return the file's bytes. Raises NotWritable when the schema does not accept them, or an id stands twice."""
    if filing.made_at.tzinfo is None or filing.made_at.microsecond:
        raise NotWritable("MadeAt: an aware time in whole seconds")
    if len({record.id for record in filing.records}) != len(filing.records):
        raise NotWritable("Id: twice in one file")
    data = _bytes(filing, digest=_BLANK)
    try:
        _SCHEMA.check(etree.fromstring(data))
    except SchemaError as wrong:
        raise NotWritable(wrong.element) from None
    return _bytes(filing, digest=hashlib.sha256(data).hexdigest())


def read(data: bytes) -> Filing:
    """Return the file in `data`. Raises FilingRefused; nothing of a refused file is given."""
    try:
        root = tree(data, largest=LARGEST, most_tags=_MOST_TAGS)
        _SCHEMA.check(root)
    except NotMarkup as wrong:
        raise FilingRefused(_OF_FAULT.get(wrong.fault, Wrong.NOT_XML), position=f"rad {wrong.line}") from None
    except SchemaError as wrong:
        raise FilingRefused(Wrong.SCHEMA, position=f"rad {wrong.line}, {wrong.element}") from None
    try:
        filing, count, total = _filing(root)
    except (ValueError, OverflowError):  # a date that no calendar has passes a pattern
        raise FilingRefused(Wrong.VALUE, position="hela filen") from None
    if (count, total) != (len(filing.records), write_ore(filing.control_sum)):
        raise FilingRefused(Wrong.CONTROLS, position="filhuvudet")
    if not _is_the_writing_of(filing, data=data):
        raise FilingRefused(Wrong.ALTERED, position="hela filen")
    return filing


def record_bytes(record: Record) -> bytes:
    """Return one record as it stands in a file, to be kept until a file takes it. Raises NotWritable."""
    try:
        return bytes(etree.tostring(element_of(record), encoding="UTF-8"))
    except ValueError:
        raise NotWritable(type(record).__name__) from None


def record_of(data: bytes) -> Record:
    """Return the record that `record_bytes` was given."""
    element = etree.fromstring(data)
    kept: Record = record_from(KINDS[etree.QName(element).localname], element)
    return kept


def _filing(root: etree._Element) -> tuple[Filing, int, str]:
    head, records = root
    said = {etree.QName(child).localname: child.text or "" for child in head}
    filing = Filing(
        filer=said["Filer"],
        direction=Direction(said["Direction"]),
        number=int(said["Number"]),
        made_at=datetime.fromisoformat(said["MadeAt"]),
        records=tuple(record_from(KINDS[etree.QName(one).localname], one) for one in records),
    )
    return filing, int(said["Count"]), said["Sum"]


def _is_the_writing_of(filing: Filing, *, data: bytes) -> bool:
    try:
        return write(filing) == data
    except NotWritable:
        return False


def _bytes(filing: Filing, *, digest: str) -> bytes:
    head = (
        ("Filer", filing.filer),
        ("Direction", filing.direction.value),
        ("Number", str(filing.number)),
        ("MadeAt", write_time(filing.made_at)),
        ("Count", str(len(filing.records))),
        ("Sum", write_ore(filing.control_sum)),
        ("Digest", digest),
    )
    root = etree.Element(f"{{{NAMESPACE}}}Filing", None, {None: NAMESPACE})  # type: ignore[dict-item]
    try:
        for tag, text in head:
            etree.SubElement(_child(root, "Head"), f"{{{NAMESPACE}}}{tag}").text = text
        _child(root, "Records").extend(element_of(record) for record in filing.records)
    except ValueError:
        raise NotWritable("a control character") from None
    # No line break at the end: then every shorter file is a broken one.
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return bytes(written.rstrip())


def _child(root: etree._Element, tag: str) -> etree._Element:
    found = root.find(f"{{{NAMESPACE}}}{tag}")
    return etree.SubElement(root, f"{{{NAMESPACE}}}{tag}") if found is None else found


_OF_FAULT: Final = {Fault.BROKEN: Wrong.BROKEN, Fault.EMPTY: Wrong.BROKEN, Fault.DOCUMENT_TYPE: Wrong.DOCUMENT_TYPE,
                    Fault.TOO_LARGE: Wrong.TOO_LARGE, Fault.TOO_MANY_TAGS: Wrong.TOO_LARGE}  # fmt: skip
