"""Read a camt.054 (ISO 20022 BankToCustomerDebitCreditNotification): the bank's word that money came or went.

Versions 02, 04 and 08 are checked against their schemas; 13 is read by the same elements. A file is taken
whole or refused whole: other currencies than SEK, totals or sums that do not add up, and one bank reference
on two lines refuse it. Only entries the bank has booked (`BOOK`) give records; the others are told in
`left_out`.

A file may tell of a hundred thousand payments: it is read in parts, with memory for one of them.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO, Final

from ekrav.bankfiles.branches import branches, take_out, take_out_all
from ekrav.bankfiles.camt import NOTICES, VERSIONS
from ekrav.bankfiles.camt054_notice import NoticeReader
from ekrav.bankfiles.document import Document, Node
from ekrav.bankfiles.notification import Notification
from ekrav.bankfiles.refusal import FileRefused

MESSAGE: Final = "camt.054"
PART: Final = 4_000
"""Payments in a part, or a few more: an entry is not divided."""

_BODY, _NOTICE = NOTICES[MESSAGE].split("/")
_ENTRY: Final = "Ntry"


def read(data: bytes) -> Notification:
    """Return what the camt.054 in `data` says. Raises FileRefused."""
    told = list(parts(BytesIO(data), at_a_time=sys.maxsize))
    whole = replace(
        told[0],
        duplicate=any(part.duplicate for part in told),
        notices=tuple(notice for part in told for notice in part.notices),
    )
    keys = Counter(transaction.key for transaction in whole.transactions)
    if any(count > 1 for count in keys.values()):
        raise FileRefused(
            position="hela filen",
            reason_sv="Banken har satt samma referens på två poster, så de går inte att skilja åt."
            " Be banken om en ny fil med en referens (AcctSvcrRef) per post.",
        )
    return whole


def parts(file: BinaryIO, *, at_a_time: int = PART) -> Iterator[Notification]:
    """Say what the camt.054 in `file` says, in parts: its heading, each time with some entries of one notice, in order.

    Raises FileRefused, be it at the last part: then none of the earlier ones is worth anything. Whether lines of two
    parts have one bank reference is seen by whoever keeps them.
    """
    heading: Notification | None = None
    reader: NoticeReader | None = None
    document: Document | None = None
    told = False
    for document, branch in branches(file, named=(_ENTRY, _NOTICE)):
        heading = heading or _heading(document)
        notice = _notice_of(branch, document)
        if notice is None:
            continue
        reader = reader or NoticeReader(notice, document=document, message_id=heading.message_id)
        ended = notice.element is branch.element
        if ended:
            reader.end(branch)
            take_out_all(branch, _ENTRY)
        else:
            reader.read(branch)
            take_out(branch)
        if ended or reader.waiting >= at_a_time:
            told = True
            yield replace(heading, duplicate=reader.duplicate, notices=(reader.take(),))
        if ended:
            reader = None
    if document is not None:
        document.check_schema()  # of what is left of it: all but the entries
    if heading is not None and not told:
        yield heading


def _heading(document: Document) -> Notification:
    document.expect(MESSAGE, versions=VERSIONS)
    header = document.root.one(f"{_BODY}/GrpHdr")
    return Notification(
        message_id=header.one("MsgId").text(),
        version=document.version,
        created=header.one("CreDtTm").time(),
        notices=(),
    )


def _notice_of(branch: Node, document: Document) -> Node | None:
    """Return the notice that a branch is or is an entry of; None for what only has a name of theirs."""
    root = document.root
    notice, body = f"{{{root.namespace}}}{_NOTICE}", f"{{{root.namespace}}}{_BODY}"
    element = branch.element if branch.element.tag == notice else branch.element.getparent()
    if element is None or element.tag != notice:
        return None
    around = element.getparent()
    if around is None or around.tag != body or around.getparent() is not root.element:
        return None
    return Node(element, root.namespace, root.position)
