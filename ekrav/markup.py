"""XML from outside made a tree. It is hostile until shown otherwise, whoever is said to have sent it.

No document type, no entities, no network, no huge trees (the parser stops at 256 levels), no more bytes and tags than
the caller has room for, UTF-8 or the Latin-1 that some still write. What is wrong is named; the words are the caller's.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

_DECLARATION = re.compile(r"<\?xml[^>]*?\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ELEMENT = re.compile(r"\{[^}]*\}(\w+)")
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_BEGINS_UNLIKE_XML = re.compile(
    rb"\s*[!-;=-~]"
)  # a sign of ASCII that is not "<": a record file in Latin-1, a PDF


class Fault(StrEnum):
    """Why bytes are not taken as XML."""

    TOO_LARGE = "more bytes than there is room for"
    EMPTY = "nothing in it"
    ENCODING = "an encoding that is not read"
    NOT_TEXT = "not text in its encoding"
    NOT_XML = "something else than XML"
    TOO_MANY_TAGS = "more tags than there is room for"
    DOCUMENT_TYPE = "a document type or an entity"
    BROKEN = "damaged or cut short"


class NotMarkup(ValueError):
    """Bytes that are not taken, and at which line that was seen (1 where it is about the whole)."""

    def __init__(self, fault: Fault, *, line: int = 1) -> None:
        super().__init__(f"line {line}: {fault}")
        self.fault = fault
        self.line = line


class SchemaError(ValueError):
    """A document that its schema does not accept: the line and the element, never a value."""

    def __init__(self, *, line: int, element: str) -> None:
        super().__init__(f"line {line}, {element}")
        self.line = line
        self.element = element


class Schema:
    """An XML schema that lies in a file of ours, compiled at first use.

    `branches`: elements of it that are checked by themselves too, cut off from their document.
    """

    def __init__(self, path: Path, *, branches: Sequence[str] = ()) -> None:
        self._path = path
        self._branches = branches
        # A compiled schema keeps its list of errors in itself, so two threads must not use one at once.
        self._one_at_a_time = Lock()

    def check(self, root: etree._Element) -> None:
        """Check a document or a branch. Raises SchemaError for the first thing the schema does not accept."""
        with self._one_at_a_time:
            if self._compiled.validate(root):
                return
            errors: Any = self._compiled.error_log  # a list; the type stubs do not say so
            first = errors[0]
        element = _ELEMENT.search(first.message)
        raise SchemaError(line=first.line, element=element[1] if element else "?")

    @cached_property
    def _compiled(self) -> etree.XMLSchema:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        schema = etree.parse(str(self._path), parser)
        for name in self._branches:
            for inner in schema.findall(f".//{_XSD}element[@name='{name}']"):
                etree.SubElement(schema.getroot(), f"{_XSD}element", name=name, type=inner.get("type", ""))
        return etree.XMLSchema(schema)


def tree(data: bytes, *, largest: int, most_tags: int) -> etree._Element:
    """Return the root of the XML in `data`, comments and processing instructions left out. Raises NotMarkup."""
    text = _decoded(data, largest=largest)
    refuse_unlike_xml(text)
    if text.count("<") > most_tags:
        raise NotMarkup(Fault.TOO_MANY_TAGS)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotMarkup(Fault.DOCUMENT_TYPE)
    return _parsed(without_declaration(text))


def refuse_unlike_xml(text: str) -> None:
    """Refuse what does not begin as XML does. Raises NotMarkup."""
    if not text.lstrip().startswith("<"):
        raise NotMarkup(Fault.NOT_XML)


def without_declaration(text: str) -> str:
    """The text without its XML declaration, whose encoding has been seen to."""
    return _DECLARATION.sub("", text, count=1)


def read_encoding(data: bytes) -> str:
    """The codec for the encoding that the bytes say they have. Raises NotMarkup for one that is not read."""
    declared = _ENCODING.search(data[:200].decode("ascii", "ignore"))
    encoding = declared[1].lower() if declared else "utf-8"
    if encoding not in ("utf-8", "iso-8859-1"):
        raise NotMarkup(Fault.ENCODING)
    return "utf-8-sig" if encoding == "utf-8" else encoding


def not_text(data: bytes) -> NotMarkup:
    """What bytes are that their encoding cannot be read as."""
    return NotMarkup(Fault.NOT_XML if _BEGINS_UNLIKE_XML.match(data) else Fault.NOT_TEXT)


def _decoded(data: bytes, *, largest: int) -> str:
    if len(data) > largest:
        raise NotMarkup(Fault.TOO_LARGE)
    if not data.strip():
        raise NotMarkup(Fault.EMPTY)
    try:
        return data.decode(read_encoding(data))
    except UnicodeDecodeError:
        raise not_text(data) from None


def _parsed(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as wrong:
        raise NotMarkup(Fault.BROKEN, line=wrong.lineno or 1) from None
