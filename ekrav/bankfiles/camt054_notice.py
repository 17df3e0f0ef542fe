"""One notice (`Ntfctn`) of a camt.054 while its entries are read, one after the other."""

from ekrav.bankfiles.camt import account_in, read_sequence, refuse_foreign_account, refuse_foreign_entry
from ekrav.bankfiles.camt054_entry import BOOKED, EntryContext, read_entry, read_status
from ekrav.bankfiles.camt054_totals import Sums, check_summary
from ekrav.bankfiles.document import Document, Node
from ekrav.bankfiles.notification import AccountNotice, Entry, LeftOut, ReferenceSource
from ekrav.bankfiles.refusal import FileRefused

_COPIES = ("DUPL", "CODU")


class NoticeReader:
    """What a notice has said so far. What has been taken (`take`) is forgotten, but for its sums.

    `waiting`: how many payments have been read and not taken.
    """

    def __init__(self, notice: Node, *, document: Document, message_id: str) -> None:
        refuse_foreign_account(notice)
        self.duplicate = notice.text("CpyDplctInd") in _COPIES
        self.waiting = 0
        self._document = document
        self._message_id = message_id
        self._account = account_in(notice)
        self._id = notice.one("Id").text()
        self._sequence = read_sequence(notice)
        self._sums = Sums()
        self._number, self._place = 0, 1
        self._entries: list[Entry] = []
        self._left_out: list[LeftOut] = []

    def read(self, entry: Node) -> None:
        """Read the next entry. Raises FileRefused."""
        self._number += 1
        entry = entry.at(f"post {self._number}")
        # The currency first: a foreign entry is refused for being foreign, whatever else it is.
        refuse_foreign_entry(entry)
        self._document.check_schema(entry)
        self._sums.add(entry)
        context = EntryContext(account=self._account, message_id=self._message_id, first_place=self._place)
        payments = max(1, len(entry.all("NtryDtls/TxDtls")))
        self._place += payments
        self.waiting += payments
        if read_status(entry) == BOOKED:
            booked, zeros = read_entry(entry, context=context)
            self._refuse_unknown_copy(booked)
            self._entries.append(booked)
            self._left_out += zeros
        else:
            self._left_out.append(LeftOut(position=entry.position, status=read_status(entry)))

    def end(self, notice: Node) -> None:
        """Check the whole notice, when every entry has been read. Raises FileRefused."""
        check_summary(notice, self._sums)

    def take(self) -> AccountNotice:
        """Return what has been read since the last time, as a notice."""
        entries, left_out = tuple(self._entries), tuple(self._left_out)
        self._entries, self._left_out, self.waiting = [], [], 0
        return AccountNotice(
            notice_id=self._id,
            account=self._account,
            sequence=self._sequence,
            entries=entries,
            left_out=left_out,
        )

    def _refuse_unknown_copy(self, entry: Entry) -> None:
        """Refuse a copy whose payments cannot be told from those of the first."""
        places = (one.reference_source is ReferenceSource.PLACE for one in entry.transactions)
        if self.duplicate and any(places):
            raise FileRefused(
                position="hela filen",
                reason_sv="Banken kallar filen en dubblett och den saknar bankens referenser,"
                " så det går inte att se om posterna redan är bokförda."
                " Be banken om en ny fil med en referens (AcctSvcrRef) per post.",
            )
