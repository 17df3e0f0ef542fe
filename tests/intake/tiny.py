"""PDF files written by hand, so that they can be as strange as somebody might send."""

import zlib
from collections.abc import Sequence


def stream(data: bytes, *, entries: str = "", packed: bool = True) -> str:
    """Return the body of a stream object; bytes are kept as Latin-1 characters."""
    kept = zlib.compress(data, 9) if packed else data
    filters = "/Filter /FlateDecode" if packed else ""
    return f"<< /Length {len(kept)} {filters} {entries} >>\nstream\n{kept.decode('latin-1')}\nendstream"


def pdf(objects: Sequence[str], *, trailer: str = "") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return (
        out
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def text_page(
    lines: Sequence[str], *, page: str = "", catalogue: str = "", box: str = "0 0 595 842"
) -> bytes:
    """Return a PDF of one page with these lines of text from the top, ten points high."""
    shown = "".join(f"1 0 0 1 50 {780 - 14 * n} Tm ({line}) Tj\n" for n, line in enumerate(lines))
    return pdf(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {page}"
            " /Resources << /Font << /F 5 0 R >> >> >>",
            stream(f"BT /F 10 Tf\n{shown}ET".encode("latin-1")),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
    )


INVOICE = (
    "FAKTURA 4711",
    "Fakturadatum: 2026-03-02",
    "Att betala: 1 250,00 kr",
)
