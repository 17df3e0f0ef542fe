"""Reading a letter back from its PDF: characters with their places, in millimetres from the top left corner."""

import ctypes
import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

MM = 25.4 / 72


@dataclass(frozen=True)
class Glyph:
    """One printed character: its box, and where its baseline lies."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    origin: float


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page, blanks made alike."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def whole_text(pdf: bytes) -> str:
    """Return the text of all pages."""
    return unicodedata.normalize("NFC", " ".join(texts(pdf)))


def glyphs(pdf: bytes, *, page: int) -> list[Glyph]:
    """Return the printed characters of a page, blanks left out, in reading order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        height = sheet.get_height()
        text = sheet.get_textpage()
        found = [_glyph(text, index, height=height) for index in range(text.count_chars())]
        return [glyph for glyph in found if glyph.text.strip() and glyph.text != "\ufffe"]
    finally:
        document.close()


def _glyph(text: pypdfium2.PdfTextPage, index: int, *, height: float) -> Glyph:
    left, bottom, right, top = text.get_charbox(index)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return Glyph(
        text=chr(pdfium.FPDFText_GetUnicode(text, index)),
        left=left * MM,
        top=(height - top) * MM,
        right=right * MM,
        bottom=(height - bottom) * MM,
        baseline=(height - y.value) * MM,
        origin=x.value * MM,
    )


def inside(found: list[Glyph], *, x: tuple[float, float], y: tuple[float, float]) -> str:
    """Return the characters whose boxes touch a rectangle."""
    return "".join(
        glyph.text
        for glyph in found
        if glyph.right > x[0] and glyph.left < x[1] and glyph.bottom > y[0] and glyph.top < y[1]
    )


def seen(pdf: bytes, *, page: int, dpi: int) -> Image.Image:
    """Return the page as a scanner sees it, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return image.convert("L")
    finally:
        document.close()


def ink(pdf: bytes, *, page: int, x: tuple[float, float], y: tuple[float, float]) -> bool:
    """Whether anything at all, drawn or written, marks a rectangle of the page."""
    dot = 150 / 25.4
    image = seen(pdf, page=page, dpi=150)
    part = image.crop((int(x[0] * dot) + 1, int(y[0] * dot) + 1, int(x[1] * dot), int(y[1] * dot)))
    return any(count for shade, count in enumerate(part.histogram()) if shade < 250)


def qr_modules(pdf: bytes, *, left: float, top: float, size: float, side: int) -> list[list[bool]]:
    """Return which modules of a printed QR code of `side` modules are dark, as a scanner at 300 dpi sees them."""
    dot, step = 300 / 25.4, size / side
    image = seen(pdf, page=0, dpi=300)
    xs = [int((left + step * (n + 0.5)) * dot) for n in range(side)]
    ys = [int((top + step * (n + 0.5)) * dot) for n in range(side)]
    shades, width = image.tobytes(), image.width
    return [[shades[y * width + x] < 128 for x in xs] for y in ys]
