"""The limited process that opens a stranger's PDF or picture: bytes on stdin, one JSON object a line on stdout.

Run by `reader` as `python -m cases.intake.worker pdf|png|jpeg`, with an empty environment. It limits itself before it
reads a byte, imports no other part of the service, and says what it has as soon as it has it, so that a page that
kills it costs only what came after. Coordinates are as in `layout`. Lines:

    {"refused": "password" | "broken" | "pages"}
    {"page": 1, "width": …, "height": …, "words": [[text, x0, y0, x1, y1], …]}
    {"text": "done"}
    {"image": 1, "png": base64}
"""

import base64
import ctypes
import io
import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 1 << 30  # bytes of address space
CPU_SECONDS = 15
OUTPUT = 32 << 20  # bytes that may be written
MAX_PAGES = 50
MAX_CHARACTERS = 60_000  # in the document
LONGEST_WORD = 100
MAX_IMAGES = 5
LONGEST_SIDE = 1400  # pixels of a page image

_GAP = 0.25  # of a character's height: a wider gap parts two words
_GENERATED_GARBAGE = {0, 0xFFFD}

type_word = tuple[str, float, float, float, float]


def limit() -> None:
    """Limit this process's memory, time and output. A limit the system does not know is left out."""
    for name, value in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_FSIZE", OUTPUT),
        ("RLIMIT_CORE", 0),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            continue


def say(**record: object) -> None:
    """Write one record and send it off."""
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def read_pdf(data: bytes) -> None:
    """Say the words of every page, then pictures of the first ones."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        say(refused="password" if code == pdfium.FPDF_ERR_PASSWORD else "broken")
        return
    if not 0 < count <= MAX_PAGES:
        say(refused="pages" if count else "broken")
        return
    left = MAX_CHARACTERS
    for number in range(count):
        try:
            page = document[number]
            words, used = _words(pdfium, page, left)
        except pypdfium2.PdfiumError:
            continue
        left -= used
        width, height = page.get_size()
        say(page=number + 1, width=round(width, 1), height=round(height, 1), words=words)
    say(text="done")
    for number in range(min(count, MAX_IMAGES)):
        try:
            width, height = document[number].get_size()
            scale = min(LONGEST_SIDE / max(width, height, 1), 4)
            picture = document[number].render(scale=scale).to_pil()
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            continue
        _say_image(number + 1, picture)


def _words(pdfium: Any, page: Any, limit: int) -> tuple[list[type_word], int]:
    """Return a page's words with their boxes, and how many characters were used of the limit."""
    words: list[type_word] = []
    text, box = "", (0.0, 0.0, 0.0, 0.0)
    count = 0
    for character, (x0, y0, x1, y1) in _characters(pdfium, page, limit):
        count += 1
        blank = character.isspace()
        apart = (
            x0 - box[2] > _GAP * (y1 - y0) or x0 < box[0] - 1 or abs(y0 + y1 - box[1] - box[3]) > (y1 - y0)
        )
        if text and (blank or apart or len(text) == LONGEST_WORD):
            words.append((text, *box))
            text = ""
        if not blank:
            box = (
                (min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1))
                if text
                else (x0, y0, x1, y1)
            )
            text += character
    if text:
        words.append((text, *box))
    return words, count


def _characters(
    pdfium: Any, page: Any, limit: int
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield the page's characters with boxes as the page is shown, without those outside it or unreadable."""
    text_page = page.get_textpage()
    width, height = page.get_size()
    shown = _shower(pdfium, page)
    box = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFText_CountChars(text_page.raw), limit)):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, index)
        if (
            code in _GENERATED_GARBAGE
            or 0xD800 <= code <= 0xDFFF
            or pdfium.FPDFText_HasUnicodeMapError(text_page.raw, index) == 1
        ):
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
        ax, ay = shown(box.left, box.top)
        bx, by = shown(box.right, box.bottom)
        x0, y0, x1, y1 = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        if x1 >= 0 and y1 >= 0 and x0 <= width and y0 <= height:
            yield chr(code), (x0, y0, x1, y1)


def _shower(pdfium: Any, page: Any) -> Callable[[float, float], tuple[float, float]]:
    """Return a function from page space to points from the top left corner, with the page's rotation and crop."""
    width, height = (int(side * 10) for side in page.get_size())

    def shown(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
        return across.value / 10, down.value / 10

    return shown


def read_picture(data: bytes, kind: str) -> None:
    """Say a picture, made smaller; there is no text in it."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=[kind.upper()])
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        say(refused="broken")
        return
    say(page=1, width=picture.width, height=picture.height, words=[])
    say(text="done")
    _say_image(1, picture.convert("RGB"))


def _say_image(number: int, picture: Any) -> None:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    png = io.BytesIO()
    picture.save(png, format="PNG", optimize=False)
    say(image=number, png=base64.b64encode(png.getvalue()).decode())


def main(kind: str) -> None:
    """Limit the process, then read what stdin holds."""
    limit()
    data = sys.stdin.buffer.read()
    if kind == "pdf":
        read_pdf(data)
    else:
        read_picture(data, kind)


if __name__ == "__main__":
    main(sys.argv[1])
