"""The README is true: its diagram, its map, its commands, its pictures and its addresses are those of this commit."""

import re
from pathlib import Path

from django.core.management import call_command, get_commands

from ekrav.world.management.commands.diagram import BEGIN, END, process, with_process
from ops.processes import TABLE

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = README.partition("## Map of the house")[2].partition("\n## ")[0]
NOT_OURS = {"__pycache__", "node_modules", "backups"}


def holds_something(folder: Path) -> bool:
    return any(file.is_file() and "__pycache__" not in file.parts for file in folder.rglob("*"))


def folders(of: Path) -> set[str]:
    """The folders that hold something of ours."""
    return {
        each.name for each in of.iterdir()
        if each.is_dir() and not each.name.startswith(".") and each.name not in NOT_OURS and holds_something(each)
    }  # fmt: skip


def test_the_process_diagram_is_current() -> None:
    call_command("diagram", check=True)
    assert with_process(README) == README


def test_the_diagram_draws_every_state_and_every_move_that_leads_on() -> None:
    drawn = process()
    assert drawn.count("-->") == 53
    for line in (
        "[*] --> registered: Registrera", "    registered --> reminded: Skicka påminnelse",
        "    reminded --> demanded: Skicka inkassokrav", "    registered --> demanded: Skicka inkassokrav",
        "    demanded --> awaiting_decision: Fråga borgenären", "process --> disputed: Bestrid",
        "disputed --> process: Stå fast vid kravet, Godta en del", "plan --> process: Avsluta planen",
        "process --> paid: Avsluta som betalt", "paid --> process: Öppna igen", "closed_disputed --> [*]",
    ):  # fmt: skip
        assert f"    {line}\n" in drawn


def test_the_two_commands_come_first() -> None:
    first = README.partition("```")[2].partition("```")[0]
    assert re.findall(r"^make \w+", first, re.MULTILINE) == ["make run", "make test"]


def test_the_map_names_every_folder_and_every_house() -> None:
    named = set(re.findall(r"^\| `([\w./]+?)/?` \|", MAP, re.MULTILINE))
    assert folders(ROOT) - named == set()
    houses = {f"ekrav/{name}" for name in folders(ROOT / "ekrav")}
    ground = {f"ekrav/{file.name}" for file in (ROOT / "ekrav").glob("*.py") if file.name != "__init__.py"}
    assert (houses | ground) - named == set()
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_make_target_it_names_exists_and_every_target_is_named() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", "\n".join(code_in(README)))) == targets


def code_in(text: str) -> list[str]:
    """What stands as code: blocks and words between backquotes."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return blocks + re.findall(
        r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    )


def test_every_management_command_it_names_exists_and_each_of_ours_is_named() -> None:
    known = get_commands()
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert named - set(known) == set()
    ours = {
        name
        for name, app in known.items()
        if str(app).split(".")[0] in {"ekrav", "cases", "letters", "payouts"}
    }
    assert ours - named == set()


def test_every_picture_and_every_link_of_its_own_is_there_and_pictures_are_small() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert {link for link in links if not (ROOT / link).exists()} == set()
    pictures = [ROOT / link for link in links if link.endswith(".png")]
    assert {picture.name for picture in pictures if picture.stat().st_size > 120_000} == set()
    tour = ROOT / "docs" / "tour"
    if tour.exists():
        assert {picture.name for picture in pictures} == {picture.name for picture in tour.glob("*.png")}


def test_every_process_is_named() -> None:
    assert {process.name for process in TABLE if f"`{process.name}`" not in README} == set()


def test_it_speaks_of_the_project_alone() -> None:
    assert not re.search(r"/(?:home|root|work|Users)/|\b(?:127|10|192\.168)(?:\.\d{1,3}){2,3}\b", README)
    assert BEGIN in README
    assert END in README


def test_no_file_holds_the_marks_of_an_unfinished_merge() -> None:
    marks = ("<" * 7 + " ", ">" * 7 + " ")
    files = [each for folder in folders(ROOT) for each in (ROOT / folder).rglob("*.*")]
    texts = [each for each in files if each.suffix in {".py", ".html", ".css", ".js", ".toml", ".md"}]
    assert len(texts) > 500
    assert [str(each) for each in texts if any(line.startswith(marks) for line in each.open())] == []
