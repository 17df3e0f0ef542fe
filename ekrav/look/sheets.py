"""Pictures of pages and letters, and contact sheets of many, for a person to look at."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

TALLEST: Final = 2400  # pixels of a page that fit on a sheet; the page's own picture is whole
GAP: Final = 24
SURROUND: Final = "#888888"
PDF_SCALE: Final = 1.5  # 108 dots an inch


@dataclass(frozen=True)
class Shot:
    """One page to photograph: its name, its whole address and who must be logged in ("" for nobody)."""

    name: str
    url: str
    person: str = ""


def shots_of(listing: Path, *, web: str, portal: str) -> list[Shot]:
    """The pages a TOML listing names; relative addresses lie on the web face or the portal."""
    rows = tomllib.loads(listing.read_text(encoding="utf-8")).get("page", [])
    bases = {"web": web + "/", "portal": portal + "/"}
    return [
        Shot(
            name=row["name"],
            url=urljoin(bases[row.get("face", "web")], row["url"]),
            person=row.get("person", ""),
        )
        for row in rows
    ]


def log_in(page: "Page", *, web: str, person: str) -> None:
    """Log in to the web face as one of the demo world's people, through the test identification."""
    page.goto(urljoin(web + "/", "bankid/logga-in/"))
    page.locator("main form button").first.click()
    page.get_by_role("button", name=person).click()
    page.wait_for_load_state()


def photograph(context: "BrowserContext", shot: Shot, *, width: int, folder: Path) -> Path:
    """The whole page as `name-width.png`."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(shot.url)
    picture = folder / f"{shot.name}-{width}.png"
    page.screenshot(path=picture, full_page=True)
    page.close()
    return picture


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
