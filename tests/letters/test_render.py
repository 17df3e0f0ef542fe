"""The PDF: the same bytes each time, every fact in it, nothing fetched, nothing but text out of text."""

import io
import re
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ekrav.identity import format_bankgiro
from ekrav.look.figures import in_fours
from ekrav.money import Ore, format_amount, kronor
from letters.catalogue import CATALOGUE, VERSIONS, LetterKind, UnknownTemplate, template_path
from letters.company import CompanyFacts
from letters.facts import COMPENSATION, CostFacts, LetterFacts
from letters.letterhead import BLANKED_CODE
from letters.render import render
from letters.versions import version_sent
from letters.words import day_month, percent, round_kronor
from tests.letters.cast import CLAIM, demand_facts, payment, reminder_facts
from tests.letters.paper import texts, whole_text

Rendered = dict[str, tuple[LetterFacts, bytes]]

LETTERS = ["demand", "reminder", "longest", "many rows"]


def test_the_catalogue_knows_every_kind_and_has_a_template_for_every_version() -> None:
    assert set(CATALOGUE) == set(LetterKind)
    assert {letter.version for letter in CATALOGUE.values()} <= set(VERSIONS)
    assert all((Path("templates") / template_path(version)).exists() for version in VERSIONS)
    with pytest.raises(UnknownTemplate):
        render(facts=demand_facts(), version="demand-0")


def test_the_same_facts_give_the_same_bytes(rendered: Rendered) -> None:
    facts, pdf = rendered["demand"]
    assert render(facts=facts, version="demand-1") == pdf
    assert render(facts=replace(facts, letter_number=3), version="demand-1") != pdf


def test_another_process_gives_the_same_bytes(rendered: Rendered) -> None:
    code = (
        "import sys, django; from django.conf import settings; settings.configure(); django.setup();"
        "from letters.render import render; from tests.letters.cast import demand_facts;"
        "sys.stdout.buffer.write(render(facts=demand_facts(), version='demand-1'))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert other.stdout == rendered["demand"][1]


@pytest.mark.parametrize("name", LETTERS)
def test_every_number_of_the_facts_is_in_the_letter(rendered: Rendered, name: str) -> None:
    facts, pdf = rendered[name]
    said = whole_text(pdf)
    for claim in facts.claims:
        expected = [claim.invoice_number, format_amount(claim.capital), day_month(claim.due_date)]
        for row in claim.interest:
            expected += [format_amount(row.amount), format_amount(row.base), percent(row.rate)]
        assert [text for text in map(_plain, expected) if text not in said] == []
    expected = [
        facts.agency.phone, in_fours(facts.case_number), in_fours(facts.code), in_fours(facts.ocr), facts.creditor_name,
        format_bankgiro(facts.bankgiro), facts.payee, facts.agency.portal, day_month(facts.pay_by), facts.debtor_name,
        format_amount(facts.total), round_kronor(facts.total), *facts.debtor_address,
        *(format_amount(cost.amount) for cost in facts.costs), *(round_kronor(s.cost) for s in facts.next_steps),
        *(format_amount(Ore(-paid.amount)) for paid in facts.paid),
        *(day_month(step.earliest) for step in facts.next_steps), *(claim.description for claim in facts.claims),
    ]  # fmt: skip
    assert [text for text in map(_plain, expected) if text not in said] == []


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("name", LETTERS)
def test_a_copy_for_others_is_the_same_text_but_for_the_code(rendered: Rendered, name: str) -> None:
    facts, pdf = rendered[name]
    copy = render(facts=facts.blanked(), version=f"{facts.kind}-1")
    code = _plain(in_fours(facts.code))
    assert [page.replace(code, BLANKED_CODE) for page in texts(pdf)] == texts(copy)
    assert code not in whole_text(copy)
    assert facts.portal_link.encode() not in pikepdf_streams(copy)


def pikepdf_streams(pdf: bytes) -> bytes:
    with pikepdf.open(_file(pdf)) as document:
        return (
            b"".join(each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream))
            + str(document.docinfo).encode()
        )


def _file(pdf: bytes) -> io.BytesIO:
    return io.BytesIO(pdf)


@pytest.mark.parametrize(
    "name",
    ['<img src="file:///etc/passwd">', "<script>alert(1)</script>", "{{ page }}{% load x %}", "A&B \"'<b>",
     "<link rel=attachment href=/etc/passwd>", "<style>@import url(http://169.254.169.254/)</style>"],
)  # fmt: skip
def test_markup_in_a_name_is_printed_as_text_and_nothing_is_fetched(name: str, monkeypatch: Any) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a letter tried to reach the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    facts = demand_facts(debtor_name=name, creditor_name=name, claims=(replace(CLAIM, description=name),))
    pdf = render(facts=facts, version="demand-1")
    # Broken over lines or not, every sign of it is there.
    said = re.sub(r"\s", "", whole_text(pdf))
    assert said.count(re.sub(r"\s", "", name)) >= 3
    with pikepdf.open(_file(pdf)) as document:
        assert len(document.attachments) == 0


def test_a_company_is_told_the_same_but_for_advice_that_is_not_for_it() -> None:
    person = demand_facts()
    company = CompanyFacts(**vars(person))
    to_person, to_company = (
        whole_text(render(facts=facts, version=version_sent(facts))) for facts in (person, company)
    )
    advice = "Behöver du råd? Din kommun har gratis budget- och skuldrådgivning."
    assert to_company.split() == to_person.replace(advice, "").split()
    assert "skuldrådgivning" in to_person


def test_a_template_that_asks_for_anything_but_a_font_of_ours_stops_the_rendering() -> None:
    from weasyprint.urls import FatalURLFetchingError

    from letters.render import _fetch

    for url in [
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "https://example.org/a.png",
        "data:text/plain,x",
        "ftp://example.org/a",
        "letter:../facts.py",
        "letter:/etc/passwd",
        "letter:",
        "LETTER:OCRB.otf",
    ]:
        with pytest.raises(FatalURLFetchingError):
            _fetch(url)


def test_the_pdf_is_tagged_in_swedish_with_headings_tables_and_words_for_each_picture(
    rendered: Rendered,
) -> None:
    facts, pdf = rendered["demand"]
    with pikepdf.open(_file(pdf)) as document:
        root = document.Root
        assert str(root.Lang) == "sv"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert _plain(str(document.docinfo["/Title"])) == "Inkassokrav, ärende 1104 2950"
        assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()
        kinds, pictures = _walk(root.StructTreeRoot)
        fonts = {str(font.BaseFont).partition("+")[2] for font in _fonts(document)}
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= kinds
    assert pictures == ["QR-kod: läs mer och svara", "QR-kod för Swish", "QR-kod för bankens app"]
    assert fonts == {"Letter", "Letter-Semi-Bold", "Machine"}
    assert facts.kind is LetterKind.DEMAND


def test_every_word_and_stroke_is_tagged_or_marked_as_decoration(rendered: Rendered) -> None:
    painting = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "Do", "sh"}
    for _, pdf in rendered.values():
        with pikepdf.open(_file(pdf)) as document:
            for page in document.pages:
                depth = 0
                for operator in (str(each.operator) for each in pikepdf.parse_content_stream(page)):
                    depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
                    assert depth or operator not in painting


def _walk(node: Any) -> tuple[set[str], list[str]]:
    kinds, pictures = set(), []
    for kid in node.get("/K", []) if isinstance(node.get("/K", []), pikepdf.Array) else [node.K]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            kinds.add(str(kid.S))
            pictures += [str(kid.Alt)] if "/Alt" in kid else []
            below, more = _walk(kid)
            kinds |= below
            pictures += more
    return kinds, pictures


def _fonts(document: Any) -> list[Any]:
    return [
        each
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type0"
    ]


def test_a_letter_that_asks_for_compensation_says_what_it_is(rendered: Rendered) -> None:
    cost = CostFacts(COMPENSATION, date(2026, 11, 5), kronor("450"))
    total = kronor("2043.85")
    facts = reminder_facts(costs=(cost,), total=total, **payment(total))
    pages = texts(render(facts=facts, version="reminder-1"))
    words = "Förseningsersättning ska ett företag betala när det betalar för sent."
    assert len(pages) == 2
    assert words in pages[1]
    assert words not in whole_text(rendered["reminder"][1])
