"""The sandboxed Kronofogden's files to us, and what may befall them: lost, doubled, or laid out in the wrong order.

A file that was lost is missed at Kronofogden too, and laid out again after some days; on demand at once.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ekrav.filings.file import Direction, Filing, write
from ekrav.sandbox.kronofogden_book import next_number, said, set_setting, setting

MISHAPS: Final = ("lose", "double", "swap")
MISSED_AFTER: Final = timedelta(days=3)
_MORNING: Final = time(6, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
_RECORDS_A_FILE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A file that lies ready; `number` is its running number."""

    id: str
    name: str
    number: int
    made: date


def ask_for(book: sqlite3.Connection, mishap: str, times: int) -> None:
    """Have that befall the next `times` files."""
    set_setting(book, mishap, str(times))


def post(book: sqlite3.Connection, *, today: date) -> int:
    """Write what there is to say into files and lay them out; how many were made."""
    made = 0
    while records := said(book, most=_RECORDS_A_FILE):
        number = next_number(book, "file")
        filing = Filing(
            filer=setting(book, "filer"),
            direction=Direction.IN,
            number=number,
            made_at=datetime.combine(today, _MORNING),
            records=tuple(records),
        )
        book.execute(
            "INSERT INTO kfm_file (number, content, made) VALUES (?, ?, ?)",
            (number, write(filing), today.isoformat()),
        )
        _send(book, number)
        made += 1
    _lay_again_what_is_missed(book, today)
    return made


def lay(book: sqlite3.Connection, number: int) -> bool:
    """Lay the file with that running number out, behind all others, and again if it was before; False for none."""
    place = next_number(book, "place")
    known = book.execute(
        "SELECT * FROM kfm_file WHERE number = ? ORDER BY position LIMIT 1", (number,)
    ).fetchone()
    if known is None:
        return False
    if known["laid"] is None:
        book.execute("UPDATE kfm_file SET laid = ? WHERE position = ?", (place, known["position"]))
    else:
        book.execute(
            "INSERT INTO kfm_file (number, content, made, laid) VALUES (?, ?, ?, ?)",
            (number, known["content"], known["made"], place),
        )
    return True


def laid_out(book: sqlite3.Connection, *, after: str) -> list[Laid]:
    """The files laid out after the one with that id, in order; all when there is none."""
    place = int(after[1:]) if after[:1] == "K" and after[1:].isdigit() else 0
    rows = book.execute("SELECT laid, number, made FROM kfm_file WHERE laid > ? ORDER BY laid", (place,))
    return [
        Laid(
            id=f"K{row['laid']:06}",
            name=f"kronofogden-{row['number']:06}.xml",
            number=row["number"],
            made=date.fromisoformat(row["made"]),
        )
        for row in rows
    ]


def content_of(book: sqlite3.Connection, *, file_id: str) -> bytes | None:
    """A file's bytes, or None when no such file lies ready."""
    place = int(file_id[1:]) if file_id[:1] == "K" and file_id[1:].isdigit() else 0
    row = book.execute("SELECT content FROM kfm_file WHERE laid = ?", (place,)).fetchone()
    return None if row is None else bytes(row["content"])


def not_laid(book: sqlite3.Connection) -> list[int]:
    """The numbers of the files that were lost or are held back."""
    rows = book.execute("SELECT number FROM kfm_file WHERE laid IS NULL ORDER BY number")
    return [row["number"] for row in rows]


def _send(book: sqlite3.Connection, number: int) -> None:
    held = setting(book, "held")
    if not held and _befalls(book, "swap"):
        set_setting(book, "held", str(number))
        return
    if not _befalls(book, "lose"):
        lay(book, number)
        if _befalls(book, "double"):
            lay(book, number)
    if held:
        lay(book, int(held))
        set_setting(book, "held", "")


def _befalls(book: sqlite3.Connection, mishap: str) -> bool:
    times = int(setting(book, mishap, "0"))
    if times:
        set_setting(book, mishap, str(times - 1))
    return times > 0


def _lay_again_what_is_missed(book: sqlite3.Connection, today: date) -> None:
    missed = book.execute(
        "SELECT number FROM kfm_file WHERE laid IS NULL AND made <= ? ORDER BY number",
        ((today - MISSED_AFTER).isoformat(),),
    ).fetchall()
    for row in missed:
        lay(book, row["number"])
        if setting(book, "held") == str(row["number"]):
            set_setting(book, "held", "")
