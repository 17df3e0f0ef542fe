"""The way in: a file's bytes become fields, pages and pictures, or a refusal in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.intake import kinds, peppol, svefaktura, xmltree
from cases.intake.extraction import Extraction, Sentence
from cases.intake.fields import extract
from cases.intake.kinds import BrokenFile, Kind
from cases.intake.layout import Page
from cases.intake.reader import read_pages


@dataclass(frozen=True)
class Invoice:
    """An uploaded file as read. `images` are PNG by page number; `note` explains why fields are empty, if they are."""

    kind: Kind
    extraction: Extraction
    pages: tuple[Page, ...] = ()
    images: Mapping[int, bytes] = field(default_factory=dict)
    note: Sentence = ""


def read_invoice(data: bytes | None) -> Invoice:
    """Read an uploaded invoice; None is no file chosen. Takes up to 20 seconds: never inside a database scope.

    Raises a `kinds.FileRefused`, whose `sentence` is for the person who chose the file. A file that kills its reader is
    no refusal: it comes back with empty fields and a note.
    """
    kind = kinds.kind_of(data)
    assert data is not None
    if kind.is_xml:
        return Invoice(kind=kind, extraction=_from_xml(data, kind))
    reading = read_pages(data, kind=kind)
    return Invoice(
        kind=kind,
        extraction=extract(reading.pages),
        pages=reading.pages,
        images=reading.images,
        note=reading.note,
    )


def _from_xml(data: bytes, kind: Kind) -> Extraction:
    element = xmltree.invoice_element(xmltree.parse(data))
    if element is None:
        raise BrokenFile
    return peppol.extract(element) if kind is Kind.PEPPOL else svefaktura.extract(element)
