"""What is taken in, and one sentence for each thing that is not."""

import struct
import zlib

import pytest

from cases.intake import kinds
from cases.intake.kinds import FileRefused, Kind
from tests.intake import tiny

PAGE = tiny.text_page(tiny.INVOICE)
PEPPOL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID xmlns="urn:x">1</ID></Invoice>'


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAGE, Kind.PDF),
        (b"\xef\xbb\xbf\r\n" + PAGE, Kind.PDF),
        (PAGE + b"<html><script>alert(1)</script>", Kind.PDF),
        (png(2480, 3508), Kind.PNG),
        (jpeg(2480, 3508), Kind.JPEG),
        (PEPPOL, Kind.PEPPOL),
        (b"\xef\xbb\xbf" + PEPPOL, Kind.PEPPOL),
        (b'<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>', Kind.PEPPOL),
        (b'<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0"/>', Kind.SVEFAKTURA),
        (b'<envelope><i:Invoice xmlns:i="urn:sfti:documents:BasicInvoice:1:0"/></envelope>', Kind.SVEFAKTURA),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: Kind) -> None:
    assert kinds.kind_of(data) is kind


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (None, kinds.NoFileChosen),
        (b"", kinds.EmptyFile),
        (b"a", kinds.WrongType),
        (b"Hej, jag vill ha betalt.", kinds.WrongType),
        (b"PK\x03\x04 a spreadsheet", kinds.WrongType),
        (b"GIF89a" + PAGE, kinds.WrongType),
        (b"<html><body>Faktura</body></html>", kinds.WrongType),
        (b"<html>" + PAGE, kinds.WrongType),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', kinds.WrongType),
        (b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', kinds.WrongType),
        (PEPPOL.decode().encode("utf-16"), kinds.WrongType),
        (PEPPOL.decode().encode("utf-16-le"), kinds.WrongType),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE', kinds.WrongType),
        (PEPPOL[:-4], kinds.BrokenFile),
        (png(50_000, 50_000), kinds.PictureTooLarge),
        (jpeg(50_000, 50_000), kinds.PictureTooLarge),
        (b"\x89PNG\r\n\x1a\n", kinds.BrokenFile),
        (b"\xff\xd8\xff\xe0", kinds.BrokenFile),
        (b"%PDF-" + bytes(kinds.MAX_BYTES), kinds.FileTooLarge),
    ],
)
def test_what_cannot_be_an_invoice_is_refused(data: bytes | None, refusal: type[FileRefused]) -> None:
    with pytest.raises(FileRefused) as refused:
        kinds.kind_of(data)

    assert type(refused.value) is refusal


def test_twenty_megabytes_are_not_too_large() -> None:
    assert kinds.kind_of(b"%PDF-" + bytes(kinds.MAX_BYTES - 5)) is Kind.PDF


@pytest.mark.parametrize(
    "inside",
    [
        b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE Invoice SYSTEM "http://169.254.169.254/x.dtd">',
        b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_xml_with_a_document_type_is_refused_before_it_is_parsed(inside: bytes) -> None:
    with pytest.raises(kinds.BrokenFile):
        kinds.kind_of(b'<?xml version="1.0"?>' + inside + PEPPOL)


def test_a_million_nested_tags_are_refused() -> None:
    with pytest.raises(kinds.BrokenFile):
        kinds.kind_of(PEPPOL[:75] + b"<a>" * 1_000_000)


def test_a_million_tags_side_by_side_are_refused() -> None:
    with pytest.raises(kinds.BrokenFile):
        kinds.kind_of(PEPPOL[:75] + b"<a/>" * 1_000_000 + b"</Invoice>")


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    refusals = [
        kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, FileRefused)
    ]
    sentences = {str(refusal()) for refusal in refusals if refusal is not FileRefused}

    assert len(sentences) == len(refusals) - 1 == 8
    assert all(sentence.endswith(".") for sentence in sentences)
    assert str(kinds.PasswordProtected()) == "Filen har lösenord. Spara en kopia utan."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("faktura 17.pdf", "faktura 17.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\faktura.pdf", "faktura.pdf"),
        ("fak\x00tura\r\n.pdf", "faktura.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("🧾 'faktura' \"1\".pdf", "🧾 'faktura' \"1\".pdf"),
        ("...", "faktura.pdf"),
        ("", "faktura.pdf"),
        ("a" * 300 + ".pdf", "a" * 107 + "…" + "a" * 8 + ".pdf"),
    ],
)
def test_a_file_name_is_shown_without_its_tricks(name: str, shown: str) -> None:
    assert kinds.shown_name(name, kind=Kind.PDF) == shown
