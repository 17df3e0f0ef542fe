"""From bytes to a checked ISO 20022 document, and a way to walk it that knows where it is.

A file from outside is hostile until shown otherwise (`ekrav.markup`); it has at most 32 MB and two million tags.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from lxml import etree

from ekrav.bankfiles import schemas
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.values import NotAValue, read_date, read_ore, read_time, swedish_day
from ekrav.markup import Fault, NotMarkup, tree
from ekrav.money import Ore

LARGEST_FILE = 32 * 1024 * 1024
MOST_TAGS = (
    2_000_000  # more than a file of that size with payments in it has; each costs far more memory than text
)

_NAMESPACE = re.compile(
    r"\{(urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3})\.001\.([0-9]{2}))\}Document", re.ASCII
)
_WHOLE_FILE = "hela filen"
ASK_AGAIN = "Hämta filen på nytt från banken."

_WORDS = {
    Fault.EMPTY: f"Filen är tom. {ASK_AGAIN}",
    Fault.ENCODING: "Filen har en teckenkodning som inte läses här. Be banken om UTF-8.",
    Fault.NOT_TEXT: f"Filens tecken går inte att läsa som UTF-8. {ASK_AGAIN}",
    Fault.TOO_MANY_TAGS: "Filen har fler uppgifter än en bankfil kan ha. Be banken dela upp den.",
    Fault.DOCUMENT_TYPE: (
        "Filen innehåller en dokumenttyp, som bankfiler aldrig har. Öppna den inte; kontrollera avsändaren."
    ),
    Fault.BROKEN: f"Filen är skadad eller avbruten. {ASK_AGAIN}",
}
_MESSAGES = {
    "camt.052": "ett saldo- och transaktionsutdrag under dagen",
    "camt.053": "ett kontoutdrag",
    "camt.054": "en avisering om in- och utbetalningar",
    "pain.001": "en betalningsfil till banken",
    "pain.002": "en statusrapport om utbetalningar",
}


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a document, and where it is in words ("post 3, betalning 2")."""

    element: etree._Element
    namespace: str
    position: str

    def all(self, path: str) -> list["Node"]:
        """Return the descendants at `path` ("NtryDtls/TxDtls"), which share this node's position."""
        found = self.element.iterfind(_path(path, self.namespace))
        return [Node(element, self.namespace, self.position) for element in found]

    def first(self, path: str) -> "Node | None":
        """Return the first descendant at `path`, or None."""
        found = self.element.find(_path(path, self.namespace))
        return None if found is None else Node(found, self.namespace, self.position)

    def one(self, path: str) -> "Node":
        """Return the first descendant at `path`. Raises FileRefused when there is none."""
        found = self.first(path)
        if found is None:
            raise self.refused(f"Uppgiften {path} saknas. {ASK_AGAIN}")
        return found

    def text(self, path: str = "") -> str:
        """Return the text at `path` (or of this node) with runs of blanks made one; "" when there is none."""
        found = self.element.find(_path(path, self.namespace)) if path else self.element
        return "" if found is None else " ".join((found.text or "").split())

    def texts(self, path: str) -> list[str]:
        """Return the texts at `path` that say anything."""
        found = self.element.iterfind(_path(path, self.namespace))
        return [text for text in (" ".join((one.text or "").split()) for one in found) if text]

    def indexed(self) -> "Indexed":
        """Return the same element with all that is below it found beforehand."""
        below: dict[str, list[etree._Element]] = {}
        _index(self.element, "", "{" + self.namespace + "}", below)
        return Indexed(self.element, self.namespace, self.position, below)

    def within(self, name: str, attribute: str) -> set[str]:
        """Return the values that the elements called `name` anywhere below this node have of an attribute."""
        found = self.element.iter(f"{{{self.namespace}}}{name}")
        return {str(one.get(attribute, "")) for one in found}

    def attribute(self, name: str) -> str:
        """Return an attribute of this node, "" when it has none."""
        return str(self.element.get(name, ""))

    def at(self, position: str) -> "Node":
        """Return the same element with a position of its own."""
        return Node(self.element, self.namespace, position)

    def ore(self) -> Ore:
        """Return the amount of this node, zero or more, whatever its currency. Raises FileRefused."""
        try:
            amount = read_ore(self.text())
        except NotAValue:
            amount = Ore(-1)
        if amount < 0:
            raise self.refused(f"Ett belopp går inte att läsa i hela ören. {ASK_AGAIN}")
        return amount

    def count(self) -> int:
        """Return the whole number of this node. Raises FileRefused."""
        text = self.text()
        if not re.fullmatch("[0-9]{1,15}", text):
            raise self.refused(f"Antalet går inte att läsa. {ASK_AGAIN}")
        return int(text)

    def day(self) -> date:
        """Return the Swedish day of a `Dt` or `DtTm` choice. Raises FileRefused."""
        try:
            time = self.text("DtTm")
            return swedish_day(read_time(time)) if time else read_date(self.text("Dt") or self.text())
        except NotAValue:
            raise self.refused(f"Datumet går inte att läsa. {ASK_AGAIN}") from None

    def day_of_time(self) -> date:
        """Return the Swedish day of the time of this node. Raises FileRefused."""
        try:
            return swedish_day(self.time())
        except NotAValue:
            raise self.refused(f"Tidpunkten går inte att läsa. {ASK_AGAIN}") from None

    def time(self) -> datetime:
        """Return the time of this node, aware. Raises FileRefused."""
        try:
            return read_time(self.text())
        except NotAValue:
            raise self.refused(f"Tidpunkten går inte att läsa. {ASK_AGAIN}") from None

    def refused(self, reason_sv: str) -> FileRefused:
        """Return the refusal of the file for something wrong here."""
        return FileRefused(position=self.position, reason_sv=reason_sv)


@dataclass(frozen=True, slots=True)
class Indexed(Node):
    """A small element, walked once: whatever is asked of it afterwards is looked up by path.

    For what a file has a hundred thousand of; each search of the tree costs as much as half the walk.
    """

    below: Mapping[str, list[etree._Element]]

    def all(self, path: str) -> list[Node]:
        """As `Node.all`."""
        return [Node(element, self.namespace, self.position) for element in self.below.get(path, ())]

    def first(self, path: str) -> Node | None:
        """As `Node.first`."""
        found = self.below.get(path)
        return Node(found[0], self.namespace, self.position) if found else None

    def text(self, path: str = "") -> str:
        """As `Node.text`."""
        found = self.below.get(path) if path else [self.element]
        return " ".join((found[0].text or "").split()) if found else ""

    def texts(self, path: str) -> list[str]:
        """As `Node.texts`."""
        found = self.below.get(path, ())
        return [text for text in (" ".join((one.text or "").split()) for one in found) if text]

    def at(self, position: str) -> "Indexed":
        """As `Node.at`."""
        return Indexed(self.element, self.namespace, position, self.below)


@dataclass(frozen=True, slots=True)
class Document:
    """A well-formed ISO 20022 document: "camt.054", "02", and its `Document` element."""

    message: str
    version: str
    root: Node

    def expect(self, message: str, *, versions: tuple[str, ...]) -> None:
        """Check that this is `message` in one of `versions`. Raises FileRefused."""
        if self.message != message:
            known = _MESSAGES.get(self.message, "något annat")
            wanted = f"{_MESSAGES[message]} ({message})"
            raise self.root.refused(
                f"Filen är {known} ({self.message}), men här läses {wanted}. Välj rätt fil."
            )
        if self.version not in versions:
            wanted = " eller ".join(versions)
            raise self.root.refused(
                f"Filen är {message} i version {self.version}. Be banken om version {wanted}."
            )

    def check_schema(self, entry: Node | None = None) -> None:
        """Check the document, or one entry of it, against its schema, where there is one. Raises FileRefused."""
        try:
            schemas.check((entry or self.root).element, name=f"{self.message}.001.{self.version}")
        except schemas.SchemaError as wrong:
            raise FileRefused(
                position=f"rad {wrong.line}",
                reason_sv=f"Filen följer inte {self.message} (uppgiften {wrong.element}). {ASK_AGAIN}",
            ) from None


def parse(data: bytes) -> Document:
    """Return the ISO 20022 document in `data`; its schema is not checked yet. Raises FileRefused."""
    try:
        root = tree(data, largest=LARGEST_FILE, most_tags=MOST_TAGS)
    except NotMarkup as wrong:
        raise unread(wrong, data=data, largest=LARGEST_FILE) from None
    return document_of(root)


def document_of(root: etree._Element) -> Document:
    """Return the ISO 20022 document whose outermost element is `root`. Raises FileRefused."""
    name = _NAMESPACE.fullmatch(str(root.tag))
    if name is None:
        raise _refused("Filen är XML men inte en ISO 20022-fil från banken. Välj rätt fil.")
    return Document(message=name[2], version=name[3], root=Node(root, name[1], _WHOLE_FILE))


def _index(
    element: etree._Element, path: str, namespace: str, below: dict[str, list[etree._Element]]
) -> None:
    """Note each descendant in the namespace by its path from the element that the walk began at."""
    for child in element:
        name = _below(path, str(child.tag), namespace)
        if name:
            if name in below:
                below[name].append(child)
            else:
                below[name] = [child]
            if len(child):
                _index(child, name + "/", namespace, below)


@lru_cache(maxsize=4096)
def _below(path: str, tag: str, namespace: str) -> str:
    """The path of an element of the namespace that stands under `path`; "" for one of another."""
    return path + tag[len(namespace) :] if tag.startswith(namespace) else ""


@lru_cache(maxsize=1024)
def _path(path: str, namespace: str) -> str:
    return "/".join(f"{{{namespace}}}{name}" for name in path.split("/"))


def unread(wrong: NotMarkup, *, data: bytes, largest: int) -> FileRefused:
    """Return the refusal of a file that begins with `data` and is not taken as XML."""
    if wrong.fault is Fault.NOT_XML:
        return _not_xml(data)
    if wrong.fault is Fault.TOO_LARGE:
        return _refused(f"Filen är större än {largest // 1024 // 1024} MB. Be banken dela upp den.")
    if wrong.fault is Fault.BROKEN:
        return FileRefused(position=f"rad {wrong.line}", reason_sv=_WORDS[wrong.fault])
    return _refused(_WORDS[wrong.fault])


def _not_xml(data: bytes) -> FileRefused:
    old = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"01BGMAX")
    way_on = (
        "Den är i det äldre formatet BgMax. Be banken om camt.054."
        if old
        else "Välj en camt- eller pain-fil från banken."
    )
    return _refused(f"Filen är inte XML. {way_on}")


def _refused(reason_sv: str) -> FileRefused:
    return FileRefused(position=_WHOLE_FILE, reason_sv=reason_sv)
