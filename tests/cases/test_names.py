"""Whether the name on an invoice is the one in the register: a table of names as they are written, and what holds of
all names."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases.names import are_one

ONE = (
    ("Anna Lindqvist", "Anna Lindqvist"),
    ("Anna Lindqvist", "Anna Eva Lindqvist"),
    ("ANNA LINDQVIST", "Anna Eva Lindqvist"),
    ("Lindqvist, Anna", "Anna Lindqvist"),
    ("Lindqvist Anna", "Anna Lindqvist"),
    ("Anna-Karin Öberg", "Anna Karin Öberg"),
    ("Anna Karin Öberg", "Anna-Karin Margareta Öberg"),
    ("Maria Ek", "Maria Elisabet Lindqvist Ek"),
    ("Maria Lindqvist-Ek", "Maria Lindqvist Ek"),
    ("Asa Ostlund", "Åsa Östlund"),
    ("Åsa Östlund", "ASA OSTLUND"),
    ("A\u030asa O\u0308stlund", "Åsa Östlund"),
    ("Andre Linden", "André Lindén"),
    ("Søren Sørensen", "Sören Sörensen"),
    ("Liam O’Brien", "Liam OBrien"),
    ("Anna E. Lindqvist", "Anna Eva Lindqvist"),
    ("Anna E Lindqvist", "Anna Eva Karin Lindqvist"),
    ("Carl G. H. Wrede", "Carl Gustaf Herman Wrede"),
    ("Omar al-Hassan", "Omar Al Hassan"),
    ("Åre Bygg AB", "Åre Bygg Aktiebolag"),
    ("Åre Bygg", "ÅRE BYGG AB"),
    ("AB Åre Bygg", "Aktiebolaget Åre Bygg (publ)"),
    ("Åre Bygg A.B.", "Åre Bygg AB"),
    ("Svensson & Söner HB", "Handelsbolaget Svensson och Söner"),
    ("Lantmännen ek. för.", "Lantmännen ekonomisk förening"),
    ("Rör24 AB", "Rör24 Aktiebolag"),
    ("H & M Hennes & Mauritz", "H & M Hennes & Mauritz Sverige AB"),
    ("3 AB", "Aktiebolaget 3"),
    ("Bengtssons Bygg (Nils Bengtsson)", "Nils Erik Bengtsson"),
    ("Bengtssons Bygg (Nils Bengtsson)", "Bengtssons Bygg"),
    ("Nils Bengtsson (Bengtssons Bygg)", "Nils Erik Bengtsson"),
    ("Bengtssons Bygg (Nils Bengtsson)", "Bengtssons Bygg, Nils Bengtsson"),
)

NOT_ONE = (
    ("Anna Lindqvist", "Bo Nilsson"),
    ("Anna Lindqvist", "Eva Lindqvist"),
    ("Anna Lindqvist", "Anna Lindkvist"),
    ("Anna Lindqvist Ek", "Anna Lindqvist"),
    ("Lindqvist", "Anna Lindqvist"),
    ("A. Lindqvist", "Anna Lindqvist"),
    ("A.B. Lindqvist", "Anna Berit Lindqvist"),
    ("Anna F. Lindqvist", "Anna Eva Lindqvist"),
    ("Anna E. E. B. Lindqvist", "Anna Eva Lindqvist"),
    ("Familjen Lindqvist", "Anna Lindqvist"),
    ("Anna Lindqvist och Bo Nilsson", "Anna Lindqvist"),
    ("Anna Lindqvist / Bo Nilsson", "Anna Lindqvist"),
    ("Åre Bygg AB", "Duveds El HB"),
    ("Åre", "Åre Bygg AB"),
    ("Bengtssons Bygg (Nils Bengtsson)", "Karl Bengtsson"),
    ("Bengtssons Bygg (Nils)", "Nils Erik Bengtsson"),
    ("AB", "Aktiebolaget"),
    ("", ""),
    ("", "Anna Lindqvist"),
    ("Anna Lindqvist", ""),
    ("()", "Anna Lindqvist"),
)


@pytest.mark.parametrize(("on_invoice", "in_register"), ONE, ids=lambda name: name or "nobody")
def test_these_are_one(on_invoice: str, in_register: str) -> None:
    assert are_one(on_invoice, in_register)


@pytest.mark.parametrize(("on_invoice", "in_register"), NOT_ONE, ids=lambda name: name or "nobody")
def test_of_these_a_person_judges(on_invoice: str, in_register: str) -> None:
    assert not are_one(on_invoice, in_register)


# No letters of the words for a company's form.
WORDS = some.lists(some.text("adegijlmnoprstuv", min_size=3, max_size=9), min_size=2, max_size=5, unique=True)


@given(words=WORDS, more=WORDS)
def test_more_names_another_order_and_capitals_change_nothing(words: list[str], more: list[str]) -> None:
    assert are_one(" ".join(words), "-".join(reversed([*more, *words])).title())


@given(words=WORDS, other=some.text("wxyz", min_size=3, max_size=9))
def test_one_word_that_the_register_does_not_know_is_enough(words: list[str], other: str) -> None:
    assert not are_one(" ".join([*words, other]), " ".join(words))


@given(words=WORDS)
def test_the_words_after_the_second_may_be_initials(words: list[str]) -> None:
    short = [word if at < 2 else word[0] for at, word in enumerate(words)]
    assert are_one(" ".join(short), " ".join(words))


@given(name=some.text(max_size=40), other=some.text(max_size=40))
def test_an_empty_name_is_nobodys_and_any_text_is_judged(name: str, other: str) -> None:
    assert not are_one("", other)
    assert are_one(name, other) in {True, False}
