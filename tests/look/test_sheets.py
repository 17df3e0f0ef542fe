"""The camera: which pages it takes, and how it lays pictures out."""

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from ekrav.look.management.commands.look import LISTING
from ekrav.look.sheets import contact_sheets
from ekrav.look.shots import Face, NotAStep, Shot, Step, shots_of, with_their_ways

FACES: dict[Face, str] = {"web": "http://w", "portal": "http://p", "sandbox": "http://s"}
ROOT = Path(__file__).parents[2]


def test_a_listing_names_pages_on_every_face_and_the_way_to_them(tmp_path: Path) -> None:
    listing = tmp_path / "pages.toml"
    listing.write_text(
        """
        [[page]]
        name = "a"
        url = "/x/"
        person = "Anna"
        [[page]]
        name = "b"
        person = "Anna"
        steps = [["fill", "#id", "12"], ["click", "button"]]
        [[page]]
        name = "c"
        url = "/print/"
        face = "sandbox"
        pdf = "a"
        """
    )
    assert shots_of(listing, faces=FACES) == [
        Shot(name="a", url="http://w/x/", person="Anna"),
        Shot(name="b", url="", person="Anna", steps=(Step("fill", "#id", "12"), Step("click", "button"))),
        Shot(name="c", url="http://s/print/", face="sandbox", pdf="a"),
    ]


def test_an_act_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    listing = tmp_path / "pages.toml"
    listing.write_text('[[page]]\nname = "a"\nurl = "/"\nsteps = [["hover", "a"]]\n')
    with pytest.raises(NotAStep):
        shots_of(listing, faces=FACES)


def test_a_page_that_is_asked_for_by_name_comes_with_its_way() -> None:
    list_page, case, payment = Shot("list", "/x/"), Shot("case", ""), Shot("payment", "")
    shots = [Shot("start", "/"), list_page, case, payment]
    assert with_their_ways(shots, names=["case"]) == [list_page, case]
    assert with_their_ways(shots, names=["payment", "case"]) == [list_page, case, payment]
    assert with_their_ways(shots, names=[]) == shots


def test_in_the_shipped_listing_names_are_unlike_and_what_is_uploaded_is_there() -> None:
    shots = shots_of(LISTING, faces=FACES)
    names = [shot.name for shot in shots]
    assert len(names) == len(set(names))
    files = [step.what for shot in shots for step in shot.steps if step.act == "upload"]
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_a_page_without_an_address_follows_one_of_the_same_person_on_the_same_face() -> None:
    shots = shots_of(LISTING, faces=FACES)
    pairs = pairwise(shots)
    assert [
        s.name for before, s in pairs if not s.url and (s.face, s.person) != (before.face, before.person)
    ] == []


def test_pictures_lie_side_by_side_so_many_to_a_sheet(tmp_path: Path) -> None:
    pictures = []
    for number, size in enumerate([(100, 50), (200, 3000), (10, 10)]):
        pictures.append(tmp_path / f"{number}.png")
        Image.new("RGB", size).save(pictures[-1])
    sheets = contact_sheets(pictures, name="sheet", each=2, folder=tmp_path)
    assert [sheet.name for sheet in sheets] == ["sheet-1.png", "sheet-2.png"]
    assert Image.open(sheets[0]).size == (100 + 24 + 200, 2400)
    assert Image.open(sheets[1]).size == (10, 10)
