"""Notes in the payouts' tests: issued and paid, and read back from PDF, CSV and SIE by readers of the tests' own."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

import pypdfium2

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account, Line
from ekrav.tenancy import tenant_scope
from payouts.confirm import settle_debits
from payouts.models import Payout, PayoutRun, SettlementNote
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_notes
from tests.payouts.bank import debited
from tests.payouts.given import FRIDAY, MORNING, a_draft, word_of

WEEK = timedelta(days=7)


def issued(astrid: StaffMember, bertil: StaffMember, *, weeks: int = 0) -> PayoutRun:
    """The payday's run, approved by both: its notes are issued."""
    run = a_draft(FRIDAY + weeks * WEEK, at=MORNING + weeks * WEEK)
    word_of(astrid, run, at=MORNING + weeks * WEEK)
    return word_of(bertil, run, at=MORNING + weeks * WEEK).run


def paid_by_the_bank(*creditors: int) -> None:
    """The bank has paid what is on its way to them; the notes are rendered and mailed."""
    settled_by_the_bank(*creditors)
    rendered_and_mailed()


def rendered_and_mailed() -> None:
    """The notes that wait are drawn and sent, which takes its time: for whoever looks at them."""
    while render_notes(at=MORNING).done:
        pass  # so many in a round
    mail_notes(at=MORNING)


def settled_by_the_bank(*creditors: int) -> None:
    """The bank has paid what is on its way to them; the notes are not rendered yet."""
    names: dict[str, int] = {}
    for creditor in creditors:
        with tenant_scope(creditor):
            waiting = Payout.objects.filter(state=Payout.State.APPROVED)
            names |= dict(waiting.values_list("end_to_end_id", "amount_ore"))
    debited(names)
    assert settle_debits(at=MORNING) == len(names)


def note_of(creditor: int, *, number: int | None = None) -> SettlementNote:
    """The creditor's one note, or that with the number."""
    with tenant_scope(creditor):
        found = SettlementNote.objects.select_related("payout", "credits")
        return found.get() if number is None else found.get(number=number)


def balance(creditor: int, *accounts: Account) -> tuple[int, ...]:
    """The creditor's accounts, debit positive."""
    with tenant_scope(creditor):
        lines = list(Line.objects.values_list("account", "amount_ore"))
    return tuple(sum(ore for name, ore in lines if name == account) for account in accounts)


def text_of_pdf(pdf: bytes) -> str:
    """What can be read in it, spaces and signs made plain."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    return " ".join(text.replace("\u00a0", " ").replace("\u2212", "-").split())


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    """The rows, by the names of their columns."""
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def ore(text: str) -> int:
    """ "−1 842,50" or "-1842.50" in öre."""
    digits = re.sub(r"[\s,.]", "", text.replace("\u2212", "-"))
    return int(digits)


@dataclass
class Entry:
    """An entry of a SIE file: account and öre of each row, in order."""

    day: date
    text: str
    rows: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass
class Sie:
    """A SIE file: its labels but entries, and its entries."""

    labels: dict[str, list[list[str]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


def read_sie(content: bytes) -> Sie:
    """Read a file of type 4i, strictly: code page 437, CRLF, quoted fields, rows within braces."""
    text = content.decode("cp437")
    assert text.endswith("\r\n")
    found, inside = Sie(), False
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert "\n" not in line
        if line in {"{", "}"}:
            inside = line == "{"
            continue
        label, *fields = _fields(line.strip())
        if label == "#VER":
            assert fields[:2] == ["", ""]
            found.entries.append(Entry(day=date.fromisoformat(fields[2]), text=fields[3]))
        elif label == "#TRANS":
            assert inside
            assert (fields[1], fields[3]) == ("{}", "")
            assert re.fullmatch(r"-?\d+\.\d\d", fields[2]), fields[2]
            found.entries[-1].rows.append((fields[0], ore(fields[2]), fields[4]))
        else:
            found.labels.setdefault(label, []).append(fields)
    return found


def _fields(line: str) -> list[str]:
    """The fields of a line: quoted with \\" for a quote, an object list in braces, or bare."""
    found = re.findall(r'"((?:[^"\\]|\\")*)"|(\{[^}]*\})|(\S+)', line)
    return [
        quoted.replace('\\"', '"') if not (braces or bare) else braces or bare
        for quoted, braces, bare in found
    ]
