"""Every letter in plain Swedish: short words and sentences, nothing pompous, nothing that frightens."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from letters.facts import LetterFacts
from letters.render import _html
from tests.letters.cast import demand_facts, reminder_facts

BANNED = (
    *(
        "erlägg",
        "tillhanda",
        "vidtag",
        "vederbörande",
        "anmoda",
        "föranled",
        "härmed",
        "jämlikt",
        "ifrågavarande",
    ),
    *("ålig", "medelst", "delgiv", "gäldenär", "borgenär", "omedelbart", "!"),
)

BLOCKS = {"p", "h1", "h2", "h3", "td", "th", "div", "title"}


class Prose(HTMLParser):
    """The running text of a letter: paragraphs and the words of tables, without the English and the slip."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        skipped = given.get("lang") == "en" or any(
            word in (given.get("class") or "").split() for word in ("machine", "careful", "address")
        )
        if tag not in {"br", "meta", "path"}:
            self.open.append((tag, skipped or (bool(self.open) and self.open[-1][1])))
        if tag in BLOCKS:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and not self.open[-1][1] and self.open[-1][0] not in {"title", "html", "head", "body"}:
            self.paragraphs[-1] += data


def paragraphs(facts: LetterFacts) -> list[str]:
    prose = Prose()
    prose.feed(_html(facts=facts, version=f"{facts.kind}-1"))
    return [" ".join(unescape(text).split()) for text in prose.paragraphs if text.strip()]


def sentences(facts: LetterFacts) -> list[list[str]]:
    """The words of each full sentence: what ends with a full stop, a question mark or a colon."""
    said = " ".join(text for text in paragraphs(facts) if text[-1] in ".?")
    parts = re.split(r"(?<=[.?:])\s+(?=[A-ZÅÄÖ])", said)
    return [re.findall(r"[^\W_][\w.@/-]*", part) for part in parts]


@pytest.mark.parametrize("facts", [reminder_facts(), demand_facts()])
def test_a_letter_reads_easily(facts: LetterFacts) -> None:
    said = sentences(facts)
    words = [word for sentence in said for word in sentence]
    long = [word for word in words if len(word) > 6]
    lix = len(words) / len(said) + 100 * len(long) / len(words)
    assert lix <= 35
    assert len(words) / len(said) <= 13
    assert [sentence for sentence in said if len(sentence) > 25] == []


@pytest.mark.parametrize("facts", [reminder_facts(), demand_facts()])
def test_a_letter_has_no_pompous_or_threatening_word(facts: LetterFacts) -> None:
    said = " ".join(paragraphs(facts)).lower()
    assert [word for word in BANNED if word in said] == []


def test_a_letter_says_that_it_is_no_payment_remark_and_how_to_object() -> None:
    for facts in (reminder_facts(), demand_facts()):
        said = " ".join(paragraphs(facts))
        assert "ingen betalningsanmärkning" in said
        assert "Stämmer inte kravet?" in said
        assert "Sista dag att betala eller säga emot." in said


def test_a_consequence_is_said_only_when_a_step_is_planned() -> None:
    said = " ".join(paragraphs(demand_facts(next_steps=())))
    assert "Tidigast" not in said
    assert "kan ansöka" not in said
