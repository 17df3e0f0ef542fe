"""The camera: which pages it takes, and how it lays pictures out."""

from pathlib import Path

from PIL import Image

from ekrav.look.management.commands.look import LISTING
from ekrav.look.sheets import Shot, contact_sheets, shots_of


def test_a_listing_names_pages_on_either_face(tmp_path: Path) -> None:
    listing = tmp_path / "pages.toml"
    listing.write_text(
        '[[page]]\nname = "a"\nurl = "/x/"\nperson = "Anna"\n[[page]]\nname = "b"\nurl = "/"\nface = "portal"\n'
    )
    assert shots_of(listing, web="http://w", portal="http://p") == [
        Shot(name="a", url="http://w/x/", person="Anna"),
        Shot(name="b", url="http://p/"),
    ]


def test_the_shipped_listing_can_be_read_and_its_names_are_unlike() -> None:
    names = [shot.name for shot in shots_of(LISTING, web="http://w", portal="http://p")]
    assert len(names) == len(set(names))


def test_pictures_lie_side_by_side_so_many_to_a_sheet(tmp_path: Path) -> None:
    pictures = []
    for number, size in enumerate([(100, 50), (200, 3000), (10, 10)]):
        pictures.append(tmp_path / f"{number}.png")
        Image.new("RGB", size).save(pictures[-1])
    sheets = contact_sheets(pictures, name="sheet", each=2, folder=tmp_path)
    assert [sheet.name for sheet in sheets] == ["sheet-1.png", "sheet-2.png"]
    assert Image.open(sheets[0]).size == (100 + 24 + 200, 2400)
    assert Image.open(sheets[1]).size == (10, 10)
