"""Pictures laid out as contact sheets, for a person to look at."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from PIL import Image

TALLEST: Final = 2400  # pixels of a page that fit on a sheet; the page's own picture is whole
GAP: Final = 24
SURROUND: Final = "#888888"
PDF_SCALE: Final = 1.5  # 108 dots an inch


def letter_pictures(pdf: Path, *, folder: Path) -> list[Path]:
    """Every page of a PDF as `name-page-N.png`."""
    import pypdfium2

    pictures = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, sheet in enumerate(document, start=1):
            picture = folder / f"{pdf.stem}-page-{number}.png"
            sheet.render(scale=PDF_SCALE).to_pil().save(picture)
            pictures.append(picture)
    return pictures


def contact_sheets(pictures: Sequence[Path], *, name: str, each: int, folder: Path) -> list[Path]:
    """Pictures side by side, `each` to a sheet, as `name-N.png`."""
    sheets = []
    for number, start in enumerate(range(0, len(pictures), each), start=1):
        sheet = folder / f"{name}-{number}.png"
        _side_by_side(pictures[start : start + each]).save(sheet)
        sheets.append(sheet)
    return sheets


def _side_by_side(pictures: Iterable[Path]) -> Image.Image:
    """One image of several, top-aligned, cut at `TALLEST`."""
    images = [Image.open(picture).convert("RGB") for picture in pictures]
    images = [image.crop((0, 0, image.width, min(image.height, TALLEST))) for image in images]
    width = sum(image.width for image in images) + GAP * (len(images) - 1)
    sheet = Image.new("RGB", (width, max(image.height for image in images)), SURROUND)
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + GAP
    return sheet
