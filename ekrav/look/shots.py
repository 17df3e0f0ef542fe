"""What to photograph, and the way to it: a page by its address, or from there as a person would go on."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast
from urllib.parse import urljoin

Face = Literal["web", "portal", "sandbox"]
ACTS: Final = ("click", "fill", "upload")


class NotAStep(ValueError):
    """A row of the listing asks for something that is none of `ACTS`."""


@dataclass(frozen=True)
class Step:
    """One thing done on the page: `act` on the first that the CSS selector `where` finds, with `what`."""

    act: str
    where: str
    what: str = ""


@dataclass(frozen=True)
class Shot:
    """One page to photograph.

    `url` is the whole address, "" for the page that the shot before ended on. `person` is who must be logged in, ""
    for nobody: in the test identification, or on the portal the one whose letter opens the case. `pdf` finds a link on
    the page whose document is photographed instead.
    """

    name: str
    url: str
    face: Face = "web"
    person: str = ""
    steps: tuple[Step, ...] = ()
    pdf: str = ""


def shots_of(listing: Path, *, faces: Mapping[Face, str]) -> list[Shot]:
    """The shots a TOML listing names; relative addresses lie on their face. Raises NotAStep."""
    return [_shot(row, faces) for row in tomllib.loads(listing.read_text(encoding="utf-8")).get("page", [])]


def with_their_ways(shots: Iterable[Shot], *, names: Collection[str]) -> list[Shot]:
    """Those of these names, each after the shots that its way begins with; all of them when no name is given."""
    taken: list[Shot] = []
    way: list[Shot] = []
    for shot in shots:
        way = [shot] if shot.url else [*way, shot]
        if not names or shot.name in names:
            taken += [each for each in way if each not in taken]
    return taken


def _shot(row: dict[str, Any], faces: Mapping[Face, str]) -> Shot:
    face = cast("Face", row.get("face", "web"))
    return Shot(
        name=row["name"],
        url=urljoin(faces[face] + "/", row["url"]) if row.get("url") else "",
        face=face,
        person=row.get("person", ""),
        steps=tuple(_step(words) for words in row.get("steps", [])),
        pdf=row.get("pdf", ""),
    )


def _step(words: list[str]) -> Step:
    if words[0] not in ACTS:
        raise NotAStep(words[0])
    return Step(*words)
