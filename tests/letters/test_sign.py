"""The agency's signature: it covers the whole document, breaks when a byte changes, and leaves the rest as it was."""

import io
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from letters.sign import NoSigner, certificate, readable, sign
from ops.signing import self_made

HTML = '<html lang="sv"><head><title>Avräkningsnota 2026-0001</title></head><body><h1>Nota</h1><p>Åäö</p></body></html>'


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A key and its certificate."""
    return self_made(tmp_path_factory.mktemp("signing") / "signing.pem").read_bytes()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A tagged document, not signed."""
    made = weasyprint.HTML(string=HTML).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"x" * 16)
    assert isinstance(made, bytes)
    return made


def status(signed: bytes, pem: bytes) -> tuple[bool, bool, str]:
    """Intact, valid, and what it covers."""
    (root,) = load_certs_from_pemder_data(certificate(pem))
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    found = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    assert found.coverage is not None
    return found.intact, found.valid, found.coverage.name


def test_a_signed_document_begins_with_its_own_bytes_and_the_signature_covers_all(
    pdf: bytes, pem: bytes
) -> None:
    signed = sign(pdf, pem=pem, by="Nordanvik Inkasso AB", reason="Avräkningsnota 2026-0001")
    assert signed.startswith(pdf)
    assert status(signed, pem) == (True, True, "ENTIRE_FILE")


def test_a_changed_byte_breaks_it(pdf: bytes, pem: bytes) -> None:
    signed = bytearray(sign(pdf, pem=pem, by="Nordanvik", reason="Nota"))
    at = signed.index(b"stream") + 20
    signed[at] ^= 1
    assert status(bytes(signed), pem)[0] is False


def test_it_stays_accessible_and_shows_nothing_on_the_page(pdf: bytes, pem: bytes) -> None:
    with pikepdf.open(io.BytesIO(sign(pdf, pem=pem, by="Nordanvik", reason="Nota"))) as document:
        root = document.Root
        assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "sv")
        assert "pdfuaid:part" in bytes(root.Metadata.read_bytes()).decode()
        (field,) = root.AcroForm.Fields
        hidden = 2
        assert int(field.F) & hidden
        assert [int(edge) for edge in field.Rect] == [0, 0, 0, 0]
        assert str(field.TU) == "Elektronisk underskrift av Nordanvik"


@pytest.mark.parametrize(
    "content", [b"", b"not PEM", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"]
)
def test_a_file_that_cannot_sign_is_refused(content: bytes) -> None:
    with pytest.raises(NoSigner):
        readable(content)


def test_the_self_made_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "signing.pem"
    first = self_made(path).read_bytes()
    assert self_made(path).read_bytes() == first
    assert path.stat().st_mode & 0o777 == 0o600
    readable(first)
