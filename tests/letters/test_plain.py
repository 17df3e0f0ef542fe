"""The letters that tell of something: complete, on the same sheet, and as long as they need to be."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from ekrav.look.figures import in_fours
from ekrav.money import kronor
from letters.catalogue import CATALOGUE, CLAIMS, VERSIONS, LetterKind
from letters.dispatch import copy_for_others
from letters.facts import Facts, LetterFacts, NotALetter, Refusal, from_json, to_json
from letters.fits import require_printable
from letters.letterhead import BLANKED_CODE
from letters.plain import PaymentFacts, PlainFacts, RowFacts
from letters.render import render
from letters.versions import MADE_OF, facts_kept
from tests.letters.cast import BANKGIRO, OCR, demand_facts, payment
from tests.letters.paper import glyphs, ink, inside, qr_modules, texts, whole_text
from tests.letters.test_paper import find, squeezed

PLAIN_KINDS = sorted(kind for kind, letter in CATALOGUE.items() if letter.version == "plain-1")
FIVE_HUNDRED = PaymentFacts(
    amount=kronor("500"),
    pay_by=date(2026, 12, 4),
    bankgiro=BANKGIRO,
    ocr=OCR,
    payee="Nordanvik Inkasso",
    **payment(kronor("500")),
)


def plain_facts(**changes: Any) -> PlainFacts:
    """Anna is told on 20 November 2026 that she has more time."""
    addressed = {field.name: getattr(demand_facts(), field.name) for field in fields(Facts)}
    said: dict[str, Any] = {
        "kind": LetterKind.RESPITE,
        "paragraphs": (
            "Du kan betala senare, men senast fredag 4 december.",
            "Räntan fortsätter under tiden.",
        ),
        "rows": (),
        "payment": None,
    }
    return PlainFacts(**{**addressed, **said, **changes})


def plan_notice(**changes: Any) -> PlainFacts:
    """A notice of 500 kr in Anna's plan."""
    said: dict[str, Any] = {
        "kind": LetterKind.PLAN_NOTICE,
        "paragraphs": ("Nu är det dags för nästa betalning i din plan.",),
        "rows": (RowFacts("Betalning 2 av 6", "500,00 kr"),),
        "payment": FIVE_HUNDRED,
    }
    return plain_facts(**{**said, **changes})


def refusal(**changes: Any) -> tuple[Refusal, str]:
    with pytest.raises(NotALetter) as refused:
        require_printable(plan_notice(**changes))
    return refused.value.reason, refused.value.field


def test_every_version_has_its_facts_and_every_kind_beyond_the_claims_is_plain() -> None:
    assert set(MADE_OF) == VERSIONS
    sent = {
        version
        for letter in CATALOGUE.values()
        for version in (letter.version, letter.joint, letter.company)
        if version
    }
    assert sent == VERSIONS
    assert set(PLAIN_KINDS) == set(LetterKind) - CLAIMS


def test_a_claim_is_not_told_plainly_and_nothing_else_is_a_claim() -> None:
    for wrong in (lambda: plain_facts(kind=LetterKind.DEMAND), lambda: demand_facts(kind=LetterKind.PLAN)):
        with pytest.raises(NotALetter) as refused:
            wrong()
        assert (refused.value.reason, refused.value.field) == (Refusal.SHAPE, "kind")


@pytest.mark.parametrize("facts", [plain_facts(), plan_notice()])
def test_the_facts_come_back_from_json_by_the_version_of_the_template(facts: PlainFacts) -> None:
    kept = json.loads(json.dumps(to_json(facts)))
    assert facts_kept(kept, version="plain-1") == facts
    with pytest.raises(NotALetter):
        facts_kept(kept, version="demand-1")
    with pytest.raises(NotALetter):
        from_json(LetterFacts, kept)


@pytest.mark.parametrize("kind", PLAIN_KINDS)
def test_each_kind_has_its_own_title_and_says_how_to_reach_us(kind: LetterKind) -> None:
    said = whole_text(render(facts=plain_facts(kind=kind), version="plain-1"))
    assert said.count(CATALOGUE[kind].title) == 2
    for words in (
        "08-555 010 20",
        "K7MH Q2VX 9T",
        "1104 2950",
        "på uppdrag av Åre Bygg AB",
        "20 november 2026",
    ):
        assert words in said
    assert "Att betala" not in said


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"paragraphs": ()}, (Refusal.MISSING, "paragraphs")),
        ({"paragraphs": ("Hej.", " ")}, (Refusal.MISSING, "paragraphs")),
        ({"rows": (RowFacts("Betalning 2", ""),)}, (Refusal.MISSING, "rows")),
        ({"debtor_address": ("",)}, (Refusal.MISSING, "debtor_address")),
        ({"paragraphs": ("Anna 😀",)}, (Refusal.GLYPH, "paragraphs")),
        ({"paragraphs": ("två\nrader",)}, (Refusal.GLYPH, "paragraphs")),
        ({"paragraphs": ("o" * 200,)}, (Refusal.TOO_LONG, "paragraphs")),
        ({"paragraphs": ("ord " * 1_501,)}, (Refusal.TOO_LONG, "paragraphs")),
        ({"debtor_name": "Anna " * 100}, (Refusal.TOO_LONG, "debtor_address")),
        ({"debtor_address": tuple(f"Rad {n}" for n in range(9))}, (Refusal.TOO_LONG, "debtor_address")),
        ({"rows": (RowFacts("Betalning", "5" * 40),)}, (Refusal.TOO_LONG, "rows")),
        ({"rows": (RowFacts("Betalning", "500 kr"),) * 201}, (Refusal.TOO_LONG, "rows")),
    ],
)
def test_what_is_missing_or_has_no_room_is_refused_by_name(
    changes: dict[str, Any], refused: tuple[Refusal, str]
) -> None:
    assert refusal(**changes) == refused


def test_a_payment_that_disagrees_with_its_slip_or_its_day_is_refused() -> None:
    def wrong(**changes: Any) -> tuple[Refusal, str]:
        with pytest.raises(NotALetter) as refused:
            plan_notice(payment=replace(FIVE_HUNDRED, **changes))
        return refused.value.reason, refused.value.field

    assert wrong(amount=kronor("500.01")) == (Refusal.PAYMENT, "code_line")
    assert wrong(bankgiro="53172042") == (Refusal.PAYMENT, "bankgiro")
    assert wrong(amount=kronor("0")) == (Refusal.AMOUNT, "amount")
    assert wrong(pay_by=date(2026, 11, 20)) == (Refusal.DATES, "pay_by")


def test_the_copy_for_others_has_neither_code_nor_a_way_to_the_case() -> None:
    facts = plan_notice()
    copy = whole_text(copy_for_others(facts=to_json(facts), version="plain-1"))
    code = in_fours(facts.code).replace("\u00a0", " ")
    assert code not in copy
    assert copy == whole_text(render(facts=facts, version="plain-1")).replace(code, BLANKED_CODE)


@pytest.mark.parametrize("facts", [plain_facts(), plan_notice()])
def test_the_address_and_nothing_else_stands_in_the_window(facts: PlainFacts) -> None:
    pdf = render(facts=facts, version="plain-1")
    page = glyphs(pdf, page=0)
    assert inside(page, x=(105, 210), y=(29, 79)) == squeezed(facts.debtor_name, *facts.debtor_address)
    assert find(page, facts.debtor_name)[0].origin == pytest.approx(125, abs=0.5)


def test_a_letter_with_a_payment_has_slip_code_line_and_codes_where_every_letter_has_them() -> None:
    pdf = render(facts=plan_notice(), version="plain-1")
    page = glyphs(pdf, page=0)
    assert find(page, "500 kr")[0].left == pytest.approx(26, abs=1)
    assert find(page, "fredag 4 december")[0].origin == pytest.approx(91.6, abs=1)
    assert find(page, "Till bankgiro")[0].origin == pytest.approx(108.2, abs=1)
    line = [glyph for glyph in page if glyph.top > 270]
    assert "".join(glyph.text for glyph in line) == squeezed(
        FIVE_HUNDRED.code_line.rstrip().removeprefix("H").lstrip()
    )
    assert {round(glyph.baseline, 1) for glyph in line} == {281.5}
    places = {plan_notice().portal_link: (159.9, 97, 22), FIVE_HUNDRED.bank_payload: (60, 213, 32)}
    for payload, (left, top, size) in places.items():
        expected = modules(payload)
        assert qr_modules(pdf, left=left, top=top, size=size, side=len(expected)) == expected
    assert not ink(pdf, page=0, x=(0, 210), y=(270, 278.5))


def modules(payload: str) -> list[list[bool]]:
    import segno

    return [[bool(module) for module in row] for row in segno.make(payload, error="m", micro=False).matrix]


def test_long_paragraphs_go_on_over_pages_and_never_into_the_slip() -> None:
    words = tuple(
        f"Stycke {n}. " + "Vi har läst det du skrev och frågat företaget. " * 20 for n in range(1, 6)
    )
    rows = tuple(RowFacts(f"Betalning {n}", "500,00 kr") for n in range(1, 31))
    pdf = render(facts=plan_notice(paragraphs=words, rows=rows), version="plain-1")
    pages = texts(pdf)
    assert len(pages) == 4
    assert [f"sida {n} av 4" in page for n, page in enumerate(pages, start=1)] == [False, True, True, True]
    said = " ".join(pages)
    assert [said.count(f"Stycke {n}.") for n in range(1, 6)] == [1] * 5
    assert [said.count(f"Betalning {n} 500,00 kr") for n in range(1, 31)] == [1] * 30
    first = glyphs(pdf, page=0)
    assert [glyph.text for glyph in first if 204 < glyph.bottom < 212] == []
    assert "Till bankgiro" in pages[0]
    assert "Mottagare" in pages[0]
    for number in (1, 2, 3):
        body = [glyph for glyph in glyphs(pdf, page=number) if glyph.top > 25]
        assert min(glyph.origin for glyph in body) == pytest.approx(20, abs=0.5)
        assert max(glyph.bottom for glyph in body) <= 297 - 12


def test_the_last_letter_before_the_decision_claims_the_debt_like_a_demand() -> None:
    facts = demand_facts(kind=LetterKind.FINAL_NOTICE)
    said = whole_text(render(facts=facts, version="final-1"))
    assert said.count("Sista uppmaning") == 1
    assert "ingen betalningsanmärkning" in said
    assert "1 842,00" in said
