"""The English of Mitt Ärende is whole: everything that the portal can say has its words, and nothing is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation.template import templatize

from cases.composing import COST_NAMES, GIVEN_UP_NAMES, LOWERED
from cases.models import Claim, Ground
from debtor_portal.catalogue import SOURCE, Entry, NotACatalogue, compiled, entries
from debtor_portal.letters_in_english import meaning
from ekrav.payments.swish.words import CODES
from ekrav.payments.ways import words as ways
from ekrav.payments.ways.states import Way
from letters.catalogue import CATALOGUE, SENTENCES, LetterKind
from letters.joint import JOINTLY, ONE_MORE
from tests.debtor_portal.english import has_english

ROOT = Path(__file__).parents[2]
TEMPLATES = [
    *(ROOT / "templates" / "debtor_portal").rglob("*.html"),
    *(ROOT / "templates" / name for name in ("base.html", "base_debtor.html", "errors/way_on.html")),
    *(
        ROOT / "templates" / "parts" / f"{name}.html"
        for name in (
            "header_debtor",
            "footer_debtor",
            "timeline_debtor",
            "error_summary",
            "box",
            "ways",
            "act",
        )
    ),
    *(ROOT / "templates" / "parts" / f"{name}.html" for name in ("sums", "rows", "notice", "field")),
]
OF_INVOICES = {"Läst ur fakturan", "Kontrollera:", "Saknas.", "Ändra", "Tillgänglighet"}
"""What the shared parts say on other pages than a debtor's."""
ASKS = {"_", "_l", "gettext", "gettext_lazy"}
STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def written() -> list[Entry]:
    return entries(SOURCE.read_text(encoding="utf-8"))


def in_template(file: Path) -> set[str]:
    """The messages of a template, as Django's own tool finds them."""
    code = templatize(file.read_text(encoding="utf-8"))
    found = re.findall(rf"(?:gettext|_)\(u?{STRING}", code)
    found += re.findall(rf"ngettext\(u?{STRING},\s*u?{STRING}", code)
    return {
        str(ast.literal_eval(word))
        for words in found
        for word in ([words] if isinstance(words, str) else words)
    }


def asked_in(tree: ast.Module) -> Iterator[str]:
    """The messages of a module that asks for them by a word of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKS:
            match node.args:
                case [ast.Constant(value=str(message)), *_rest]:
                    yield message


@cache
def every_string() -> frozenset[str]:
    """Every string that stands in the service's own code."""
    files = [
        file
        for house in ("cases", "debtor_portal", "ekrav", "letters")
        for file in (ROOT / house).rglob("*.py")
    ]
    return frozenset(
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_every_word_of_a_template_has_its_english(file: Path) -> None:
    assert in_template(file) - has_english() - OF_INVOICES == set()


@pytest.mark.parametrize("file", sorted((ROOT / "debtor_portal").glob("*.py")), ids=lambda file: file.name)
def test_every_word_of_the_house_has_its_english(file: Path) -> None:
    assert set(asked_in(ast.parse(file.read_text(encoding="utf-8")))) - has_english() == set()


def test_every_word_that_comes_from_another_house_has_its_english() -> None:
    told = {
        *(letter.title for letter in CATALOGUE.values()),
        *SENTENCES.values(),
        *COST_NAMES.values(),
        *GIVEN_UP_NAMES.values(),
        *(LOWERED, JOINTLY, ONE_MORE),
        *(str(label) for kinds in (Ground, Way, Claim.Kind) for label in kinds.labels),
        *(str(words) for words in CODES.values()),
        *(str(words) for words in (*ways._COMMON.values(), *ways._BY_STATE.values())),
    }
    assert told - has_english() == set()


def test_the_catalogue_holds_nothing_that_is_no_longer_said() -> None:
    said = every_string().union(*map(in_template, TEMPLATES))
    assert [each.swedish for each in written()[1:] if not set(each.swedish) <= said] == []


def test_an_english_sentence_names_what_the_swedish_one_names() -> None:
    pairs = [pair for each in written()[1:] for pair in zip(each.swedish, each.english, strict=True)]
    assert len(pairs) > 380
    assert [pair for pair in pairs if not alike(*pair)] == []


def alike(swedish: str, english: str) -> bool:
    """Whether both name the same places, end alike, and the English one is there and shouts at nobody."""
    places = [sorted(set(PLACES.findall(words))) for words in (swedish, english)]
    ends = [words[-1:] in (".", ":", "?") for words in (swedish, english)]
    return (
        english.strip() == english != ""
        and places[0] == places[1]
        and ends[0] == ends[1]
        and "!" not in english
    )


def test_what_gettext_reads_is_made_of_what_people_read() -> None:
    assert SOURCE.with_suffix(".mo").read_bytes() == compiled(written()), "run ./manage.py english"


def test_the_command_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "django.po"
    source.write_bytes(SOURCE.read_bytes())
    monkeypatch.setattr("debtor_portal.management.commands.english.SOURCE", source)
    call_command("english")
    assert source.with_suffix(".mo").read_bytes() == SOURCE.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a"\n',
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        'msgctxt "x"\nmsgid "a"\n',
        "hello\n",
    ],
)
def test_what_is_no_catalogue_of_ours_is_refused(text: str) -> None:
    with pytest.raises(NotACatalogue):
        entries(text)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_explained_in_english(kind: LetterKind) -> None:
    words = meaning(kind, amount=None, pay_by=None)
    assert words.endswith(".")
    assert "{" not in words
