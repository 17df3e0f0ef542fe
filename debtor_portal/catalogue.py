"""The English of Mitt Ärende: its messages as people write them (.po), and as gettext reads them (.mo). Pure.

Both are kept side by side, so that no machine that runs the service needs the tools of gettext. Of the form of a .po
file what our own one uses is read: comments, strings over several lines, plural forms.
"""

import ast
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
_MAGIC: Final = 0x950412DE
_HEADER: Final = 28
"""Bytes before the tables of a .mo file: the magic number and six more numbers."""


class NotACatalogue(ValueError):
    """A line of the file is none that a catalogue of ours has, or a message stands in it twice."""


@dataclass(frozen=True)
class Entry:
    """One message: its Swedish, singular and plural, and its English. The first entry of a file, "", is its header."""

    swedish: tuple[str, ...]
    english: tuple[str, ...]


def entries(text: str) -> list[Entry]:
    """The messages of a .po file, in its order. Raises NotACatalogue."""
    found = [_entry(block) for block in _blocks(text)]
    once = {entry.swedish[0] for entry in found}
    if len(once) != len(found):
        raise NotACatalogue("a message stands in it twice")
    return found


def compiled(messages: Sequence[Entry]) -> bytes:
    """The .mo file: two tables, of the originals in order and of their translations, and then the words."""
    pairs = sorted(("\0".join(each.swedish).encode(), "\0".join(each.english).encode()) for each in messages)
    table, at = b"", _HEADER + 16 * len(pairs)
    words = [original for original, _english in pairs] + [english for _original, english in pairs]
    for word in words:
        table += struct.pack("<II", len(word), at)
        at += len(word) + 1
    header = (_MAGIC, 0, len(pairs), _HEADER, _HEADER + 8 * len(pairs), 0, _HEADER + 16 * len(pairs))
    return struct.pack("<7I", *header) + table + b"".join(word + b"\0" for word in words)


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """Each entry's strings by what stands before them: msgid, msgid_plural, msgstr, msgstr[0] …"""
    block: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, quote, rest = line.partition('"')
        name = word.strip() or name
        if not quote or not name.startswith("msg"):
            raise NotACatalogue(line)
        if name == "msgid" and word.strip() and block:
            yield block
            block = {}
        block[name] = block.get(name, "") + str(ast.literal_eval(quote + rest))
    if block:
        yield block


def _entry(block: dict[str, str]) -> Entry:
    try:
        if "msgid_plural" in block:
            swedish = (block["msgid"], block["msgid_plural"])
            return Entry(swedish, (block["msgstr[0]"], block["msgstr[1]"]))
        return Entry((block["msgid"],), (block["msgstr"],))
    except KeyError as missing:
        raise NotACatalogue(f"{block.get('msgid')!r} lacks {missing}") from missing
