"""XML from outside read a branch at a time, so that a long file takes no more room than a short one.

As hostile as in `ekrav.markup`, and refused for the same faults; what has been read before a fault was come to is of no
worth, so whoever reads keeps nothing until the end.
"""

import codecs
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

from lxml import etree

from ekrav.markup import Fault, NotMarkup, not_text, read_encoding, refuse_unlike_xml, without_declaration

_BLOCK: Final = 1 << 16
_FORBIDDEN: Final = ("<!DOCTYPE", "<!ENTITY")
_LONGEST: Final = max(map(len, _FORBIDDEN))


def branches(
    file: BinaryIO, *, named: Collection[str], largest: int, most_tags: int
) -> Iterator[etree._Element]:
    """Each element with one of these names, in whatever namespace, when it is whole; at the end the root.

    Whoever is given one may empty it, and take out what stands before it. Between two there may be `most_tags`.
    Raises `NotMarkup`.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in named],
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    tags = 0
    try:
        for text in _texts(file, largest=largest):
            tags += text.count("<")
            if tags > most_tags:
                raise NotMarkup(Fault.TOO_MANY_TAGS)
            parser.feed(text.encode())
            for branch in _read(parser):
                tags = 0
                yield branch
        root = parser.close()
        yield from _read(parser)
    except etree.XMLSyntaxError as wrong:
        raise NotMarkup(Fault.BROKEN, line=wrong.lineno or 1) from None
    yield root


def _read(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    for _event, branch in parser.read_events():
        assert isinstance(branch, etree._Element), "only ends of elements are asked for"
        yield branch


def _texts(file: BinaryIO, *, largest: int) -> Iterator[str]:
    """The file's text in blocks, its declaration of an encoding left out. Raises `NotMarkup`."""
    if file.seek(0, 2) > largest:
        raise NotMarkup(Fault.TOO_LARGE)
    file.seek(0)
    head = _first_block(file)
    decoder = codecs.getincrementaldecoder(read_encoding(head))()
    text = _decoded(decoder, head, head=head)
    refuse_unlike_xml(text)
    text, before = without_declaration(text), ""
    while True:
        # What is forbidden may begin in one block and end in the next.
        seen = before + text
        if any(word in seen for word in _FORBIDDEN):
            raise NotMarkup(Fault.DOCUMENT_TYPE)
        before = seen[-_LONGEST:]
        yield text
        block = file.read(_BLOCK)
        text = _decoded(decoder, block, head=head)
        if not block:
            return


def _first_block(file: BinaryIO) -> bytes:
    """The first block that says anything, with the blanks before it when they are few. Raises `NotMarkup`."""
    head = file.read(_BLOCK)
    while head and not head.strip():
        head = file.read(_BLOCK)
    if not head:
        raise NotMarkup(Fault.EMPTY)
    return head


def _decoded(decoder: codecs.IncrementalDecoder, block: bytes, *, head: bytes) -> str:
    try:
        return decoder.decode(block, final=not block)
    except UnicodeDecodeError:
        raise not_text(head) from None
