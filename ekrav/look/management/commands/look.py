"""`manage.py look`: photograph the running pages and the letters, and lay them out as contact sheets."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from ekrav.look.browser import open_browser
from ekrav.look.camera import Place, photograph_all
from ekrav.look.sheets import contact_sheets, letter_pictures
from ekrav.look.shots import Face, shots_of, with_their_ways

LISTING: Final = Path(__file__).parents[2] / "pages.toml"
ON_A_SHEET: Final = {390: 4, 1366: 2}


class Command(BaseCommand):
    """Needs the demo world running (`make run`), Chromium, and the tools of development."""

    help = "Photograph pages at 390 and 1366 pixels and letters from PDF, into .data/look"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", type=Path, default=LISTING, help="TOML listing of pages")
        parser.add_argument("--only", nargs="*", default=[], help="names of pages; all when left out")
        parser.add_argument("--pdf", nargs="*", type=Path, default=[], help="letters to photograph too")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / ".data" / "look")
        parser.add_argument("--dark", action="store_true", help="in the dark colours")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        faces: Mapping[Face, str] = {
            "web": settings.PUBLIC_URL,
            "portal": settings.PORTAL_URL,
            "sandbox": settings.SANDBOX_URL,
        }
        chosen = with_their_ways(shots_of(options["pages"], faces=faces), names=options["only"])
        place = Place(faces=faces, folder=folder, widths=list(ON_A_SHEET))
        with open_browser() as browser:
            taken = list(
                photograph_all(browser, chosen, place=place, dark=options["dark"], say=self.stdout.write)
            )
        for sheet in _sheets(taken, papers=options["pdf"], folder=folder):
            self.stdout.write(str(sheet))


def _sheets(taken: list[list[Path]], *, papers: list[Path], folder: Path) -> list[Path]:
    """The pages' sheets by width, then those of everything on paper."""
    pages = [pictures for pictures in taken if len(pictures) == len(ON_A_SHEET)]
    papers = papers + [paper for paper, *more in taken if not more]
    made: list[Path] = []
    for column, (width, each) in enumerate(ON_A_SHEET.items()):
        pictures = [page[column] for page in pages]
        made += contact_sheets(pictures, name=f"sheet-{width}", each=each, folder=folder)
    letters = [picture for paper in papers for picture in letter_pictures(paper, folder=folder)]
    return made + contact_sheets(letters, name="sheet-letters", each=2, folder=folder)
