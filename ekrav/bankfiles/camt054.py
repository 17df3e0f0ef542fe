"""Read a camt.054 (ISO 20022 BankToCustomerDebitCreditNotification): the bank's word that money came or went.

Versions 02, 04 and 08 are checked against their schemas; 13 is read by the same elements. A file is taken
whole or refused whole: other currencies than SEK, totals or sums that do not add up, and one bank reference
on two lines refuse it. Only entries the bank has booked (`BOOK`) give records; the others are told in
`left_out`.
"""

from collections import Counter

from ekrav.bankfiles.camt import NOTICES, VERSIONS, account_in, read_sequence, refuse_foreign
from ekrav.bankfiles.camt054_entry import BOOKED, EntryContext, read_entry, read_status
from ekrav.bankfiles.camt054_totals import check_summary
from ekrav.bankfiles.document import Node, parse
from ekrav.bankfiles.notification import AccountNotice, Entry, LeftOut, Notification, ReferenceSource
from ekrav.bankfiles.refusal import FileRefused

MESSAGE = "camt.054"


def read(data: bytes) -> Notification:
    """Return what the camt.054 in `data` says. Raises FileRefused."""
    document = parse(data)
    # The currency first: a foreign statement is refused for being foreign, whatever else it is.
    refuse_foreign(document)
    document.expect(MESSAGE, versions=VERSIONS)
    document.check_schema()
    header = document.root.one("BkToCstmrDbtCdtNtfctn/GrpHdr")
    message_id = header.one("MsgId").text()
    nodes = document.root.all(NOTICES[MESSAGE])
    notification = Notification(
        message_id=message_id,
        version=document.version,
        created=header.one("CreDtTm").time(),
        duplicate=any(node.text("CpyDplctInd") in ("DUPL", "CODU") for node in nodes),
        notices=tuple(_notice(node, message_id=message_id) for node in nodes),
    )
    _refuse_confusable(notification)
    return notification


def _notice(node: Node, *, message_id: str) -> AccountNotice:
    account = account_in(node)
    numbered = [entry.at(f"post {number}") for number, entry in enumerate(node.all("Ntry"), start=1)]
    check_summary(node, numbered)
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    place = 1
    for entry in numbered:
        context = EntryContext(account=account, message_id=message_id, first_place=place)
        place += max(1, len(entry.all("NtryDtls/TxDtls")))
        if read_status(entry) == BOOKED:
            booked, zeros = read_entry(entry, context=context)
            entries.append(booked)
            left_out += zeros
        else:
            left_out.append(LeftOut(position=entry.position, status=read_status(entry)))
    return AccountNotice(
        notice_id=node.one("Id").text(),
        account=account,
        sequence=read_sequence(node),
        entries=tuple(entries),
        left_out=tuple(left_out),
    )


def _refuse_confusable(notification: Notification) -> None:
    """Refuse a file in which two lines would be taken for one, or one line for two."""
    keys = Counter(transaction.key for transaction in notification.transactions)
    if any(count > 1 for count in keys.values()):
        raise _whole_file("Banken har satt samma referens på två poster, så de går inte att skilja åt.")
    placed = any(
        transaction.reference_source is ReferenceSource.PLACE for transaction in notification.transactions
    )
    if notification.duplicate and placed:
        raise _whole_file(
            "Banken kallar filen en dubblett och den saknar bankens referenser, "
            "så det går inte att se om posterna redan är bokförda."
        )


def _whole_file(what_sv: str) -> FileRefused:
    what_to_do_sv = "Be banken om en ny fil med en referens (AcctSvcrRef) per post."
    return FileRefused(position="hela filen", reason_sv=f"{what_sv} {what_to_do_sv}")
