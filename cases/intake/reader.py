"""Pages of a PDF or picture, read by a limited process that may die without harm (`worker`)."""

import base64
import contextlib
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cases.intake.kinds import BrokenFile, FileRefused, Kind, PasswordProtected, TooManyPages
from cases.intake.layout import Page, Word, plain

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)

SECONDS = 20
NOTHING_TO_READ = _("Filen är en bild utan text, så vi kan inte läsa den. Fyll i uppgifterna själv.")
READ_BY_HAND = _("Vi kunde inte läsa filen. Läs i fakturan och fyll i uppgifterna själv.")

_ROOT = Path(__file__).resolve().parents[2]
_REFUSALS: Mapping[str, type[FileRefused]] = {
    "password": PasswordProtected,
    "broken": BrokenFile,
    "pages": TooManyPages,
}
_FEWEST_LETTERS = 30  # fewer is a stamp or a page number on a scan


@dataclass(frozen=True)
class Reading:
    """What was got out of a file: its pages, PNG pictures of the first ones by page number, and a line to explain."""

    pages: tuple[Page, ...]
    images: Mapping[int, bytes]
    note: "str | _StrPromise" = ""


def read_pages(data: bytes, *, kind: Kind, seconds: float = SECONDS) -> Reading:
    """Return the pages of a PDF, PNG or JPEG. What kills the process gives what was read before, never an error.

    Raises PasswordProtected, BrokenFile or TooManyPages.
    """
    pages: list[Page] = []
    images: dict[int, bytes] = {}
    whole = False
    for record in _records(data, kind=kind, seconds=seconds):
        if "refused" in record:
            raise _REFUSALS[record["refused"]]
        if "page" in record:
            pages.append(_page(record))
        elif "image" in record:
            images[int(record["image"])] = base64.b64decode(record["png"])
        else:
            whole = True
    if not whole:
        logger.warning("The reader of a %s did not finish; %d pages were read.", kind.value, len(pages))
        return Reading(pages=(), images=images, note=READ_BY_HAND)
    if not pages:
        raise BrokenFile
    letters = sum(len(word.text) for page in pages for word in page.words)
    if letters < _FEWEST_LETTERS:
        return Reading(
            pages=tuple(Page(p.number, p.width, p.height) for p in pages), images=images, note=NOTHING_TO_READ
        )
    return Reading(pages=tuple(pages), images=images)


def _records(data: bytes, *, kind: Kind, seconds: float) -> Iterator[dict[str, Any]]:
    """Run the worker and yield the records it finished. It gets no environment; its output is of limited size."""
    with tempfile.TemporaryFile() as output:
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):  # what it finished is in the output
            subprocess.run(
                [sys.executable, "-m", "cases.intake.worker", kind.value],
                input=data,
                stdout=output,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
                timeout=seconds,
                check=False,
            )
        output.seek(0)
        for line in output:
            if line.endswith(b"\n"):
                yield json.loads(line)


def _page(record: dict[str, Any]) -> Page:
    words = (Word(plain(text), *box) for text, *box in record["words"])
    return Page(record["page"], record["width"], record["height"], tuple(word for word in words if word.text))
