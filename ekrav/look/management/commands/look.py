"""`manage.py look`: photograph the running pages and the letters, and lay them out as contact sheets."""

from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ekrav.look.browser import open_browser
from ekrav.look.sheets import Shot, contact_sheets, letter_pictures, log_in, photograph, shots_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LISTING = Path(__file__).parents[2] / "pages.toml"
ON_A_SHEET = {390: 4, 1366: 2}


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
        shots = shots_of(options["pages"], web=settings.PUBLIC_URL, portal=settings.PORTAL_URL)
        chosen = [shot for shot in shots if not options["only"] or shot.name in options["only"]]
        made: list[Path] = []
        if chosen:
            with open_browser() as browser:
                for width, each in ON_A_SHEET.items():
                    pictures = _photographed(
                        browser, chosen, width=width, folder=folder, dark=options["dark"]
                    )
                    made += contact_sheets(pictures, name=f"sheet-{width}", each=each, folder=folder)
        letters = [picture for pdf in options["pdf"] for picture in letter_pictures(pdf, folder=folder)]
        made += contact_sheets(letters, name="sheet-letters", each=2, folder=folder)
        for sheet in made:
            self.stdout.write(str(sheet))


def _photographed(
    browser: "Browser", shots: Sequence[Shot], *, width: int, folder: Path, dark: bool
) -> list[Path]:
    """Every shot at one width; each person logs in once."""
    pictures = []
    for person, theirs in groupby(sorted(shots, key=lambda shot: shot.person), key=lambda shot: shot.person):
        context = browser.new_context(locale="sv-SE", color_scheme="dark" if dark else "light")
        if person:
            log_in(context.new_page(), web=settings.PUBLIC_URL, person=person)
        pictures += [photograph(context, shot, width=width, folder=folder) for shot in theirs]
        context.close()
    return pictures
