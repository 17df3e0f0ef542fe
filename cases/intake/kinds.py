"""What kind of file this is, told from its bytes and never from its name; and every reason to refuse one.

A file that is two things at once (a GIF that is also a JAR, HTML with a PDF inside) is what its first bytes say.
"""

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.intake import pictures, xmltree

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_BYTES = 20_000_000
MAX_PAGES = 50
MAX_PIXELS = 40_000_000

_LONGEST_NAME = 120
_PDF = b"%PDF-"
_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n\x0c\x00"
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


class Kind(StrEnum):
    """The kinds of file that are taken in; the value is kept with the draft."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    PEPPOL = "peppol"
    SVEFAKTURA = "svefaktura"

    @property
    def content_type(self) -> str:
        """The media type the file is stored and served under, whatever the browser said."""
        return _CONTENT_TYPES[self]

    @property
    def is_xml(self) -> bool:
        return self in {Kind.PEPPOL, Kind.SVEFAKTURA}


_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.PEPPOL: "application/xml",
    Kind.SVEFAKTURA: "application/xml",
}


class FileRefused(ValueError):
    """The file cannot become an invoice. `sentence` is what the person who chose it reads."""

    sentence: "str | _StrPromise" = ""

    def __str__(self) -> str:
        return str(self.sentence)


class NoFileChosen(FileRefused):
    sentence = _("Välj en fil.")


class EmptyFile(FileRefused):
    sentence = _("Filen är tom.")


class WrongType(FileRefused):
    sentence = _("Filen måste vara en faktura som PDF, JPG, PNG eller XML.")


class FileTooLarge(FileRefused):
    sentence = _("Filen får vara högst 20 MB.")


class PasswordProtected(FileRefused):
    sentence = _("Filen har lösenord. Spara en kopia utan.")


class BrokenFile(FileRefused):
    sentence = _("Filen är trasig och går inte att öppna. Spara fakturan på nytt och försök igen.")


class TooManyPages(FileRefused):
    sentence = _("Filen får ha högst 50 sidor. Ladda upp bara fakturan.")


class PictureTooLarge(FileRefused):
    sentence = _("Bilden har för många bildpunkter. Spara den i högst 40 megapixlar.")


def kind_of(data: bytes | None) -> Kind:
    """Return the kind of the file with these bytes. Raises a FileRefused."""
    if data is None:
        raise NoFileChosen
    if not data:
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise FileTooLarge
    if data[:1024].lstrip(_BEFORE_PDF).startswith(_PDF):
        return Kind.PDF
    if data.startswith(_PNG):
        return _picture(Kind.PNG, pictures.png_size(data))
    if data.startswith(_JPEG):
        return _picture(Kind.JPEG, pictures.jpeg_size(data))
    return _xml_kind(data)


def shown_name(name: str, *, kind: Kind) -> str:
    """Return a file's name as it may be shown: its last part, without control and direction characters, shortened.

    It is for reading only. The file is kept under a random name.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip(" .")
    if not seen:
        return f"faktura.{kind.value}"
    return seen if len(seen) <= _LONGEST_NAME else f"{seen[: _LONGEST_NAME - 13]}…{seen[-12:]}"


def _picture(kind: Kind, size: tuple[int, int] | None) -> Kind:
    if size is None:
        raise BrokenFile
    if size[0] * size[1] > MAX_PIXELS:
        raise PictureTooLarge
    return kind


def _xml_kind(data: bytes) -> Kind:
    """Tell the two invoice standards apart by the root element (formats: Peppol BIS 3.0; SFTI BasicInvoice 1.0)."""
    if not xmltree.looks_like_xml(data):
        raise WrongType
    try:
        root = xmltree.parse(data)
    except xmltree.NotReadableXml as refused:
        raise (BrokenFile if refused.claims_invoice else WrongType) from refused
    kinds = {
        f"{{{xmltree.UBL_INVOICE}}}Invoice": Kind.PEPPOL,
        f"{{{xmltree.UBL_CREDIT_NOTE}}}CreditNote": Kind.PEPPOL,
        f"{{{xmltree.SVEFAKTURA}}}Invoice": Kind.SVEFAKTURA,
    }
    invoice = xmltree.invoice_element(root)
    if invoice is None:
        raise WrongType
    return kinds[str(invoice.tag)]
