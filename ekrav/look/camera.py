"""Take the pictures: log in as the shot's person, go the shot's way, and photograph the page at every width."""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from ekrav.look.shots import Face, Shot, Step

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

HEIGHT: Final = 800
_CODE: Final = re.compile(r"Ärende\s+([\d ]+?)\s+Kod till Mitt Ärende\s+([A-Z0-9 ]+?)\s+Telefon")


class NotThere(LookupError):
    """The way leads over something that the world does not hold."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the faces are, and where the pictures go."""

    faces: Mapping[Face, str]
    folder: Path
    widths: Sequence[int]


def photograph_all(
    browser: "Browser", shots: Sequence[Shot], *, place: Place, dark: bool, say: Callable[[str], None]
) -> Iterator[list[Path]]:
    """Each shot's pictures in the order of the widths, or its PDF; what is not there is said and left out."""
    by_person = sorted(shots, key=lambda shot: (shot.face, shot.person))
    for (face, person), theirs in groupby(by_person, key=lambda shot: (shot.face, shot.person)):
        context = browser.new_context(locale="sv-SE", color_scheme="dark" if dark else "light")
        page = context.new_page()
        if person:
            _log_in(page, faces=place.faces, face=face, person=person)
        for shot in theirs:
            try:
                yield _take(page, shot, place)
            except NotThere as missing:
                say(f"{shot.name} left out, not there: {missing}")
        context.close()


def _take(page: "Page", shot: Shot, place: Place) -> list[Path]:
    page.set_viewport_size({"width": place.widths[-1], "height": HEIGHT})
    if shot.url:
        page.goto(shot.url)
    for step in shot.steps:
        _do(page, step)
    if shot.pdf:
        link = str(_found(page, shot.pdf).get_attribute("href"))
        paper = place.folder / f"{shot.name}.pdf"
        paper.write_bytes(_document(page.context, urljoin(page.url, link)))
        return [paper]
    pictures = []
    for width in place.widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        pictures.append(place.folder / f"{shot.name}-{width}.png")
        page.screenshot(path=pictures[-1], full_page=True)
    return pictures


def _do(page: "Page", step: Step) -> None:
    found = _found(page, step.where)
    if step.act == "click":
        found.click()
    elif step.act == "fill":
        found.fill(step.what)
    else:
        with page.expect_navigation():
            found.set_input_files(step.what)
    page.wait_for_load_state()


def _found(page: "Page", where: str) -> "Locator":
    found = page.locator(where)
    if not found.count():
        raise NotThere(where)
    return found.first


def _log_in(page: "Page", *, faces: Mapping[Face, str], face: Face, person: str) -> None:
    if face == "portal":
        number, code = _number_and_code(page, sandbox=faces["sandbox"], person=person)
        page.goto(faces["portal"])
        page.locator("[name=arende]").fill(number)
        page.locator("[name=kod]").fill(code)
        page.locator("main form button").click()
    else:
        page.goto(urljoin(faces["web"] + "/", "bankid/logga-in/"))
        page.locator("main form button").first.click()
        page.get_by_role("button", name=person).click()
    page.wait_for_load_state()


def _number_and_code(page: "Page", *, sandbox: str, person: str) -> tuple[str, str]:
    """What the person's latest letter says of the way into Mitt Ärende."""
    import pypdfium2

    page.goto(f"{sandbox}/print/")
    link = str(_found(page, f"a[href$='.pdf']:has-text('Till {person}')").get_attribute("href"))
    with pypdfium2.PdfDocument(io.BytesIO(_document(page.context, urljoin(page.url, link)))) as letter:
        words = " ".join(letter[0].get_textpage().get_text_bounded().split())
    said = _CODE.search(words)
    if said is None:
        raise NotThere(person)
    return said[1], said[2]


def _document(context: "BrowserContext", url: str) -> bytes:
    answer = context.request.get(url)
    if not answer.ok:
        raise NotThere(f"{url}: {answer.status}")
    return answer.body()
