"""To whom a case's letter is addressed, and where; and who is not written to as usual.

A protected address is nowhere in our books: Skatteverket forwards the letter (folkbokföringslagen 1991:481 16 §;
offentlighets- och sekretesslagen 22 kap.). The letters of whoever is dead go to the estate.
"""

from typing import Final

from cases.models import Case, Debtor
from cases.situations.seal import name_of

Word = Debtor.RegisterWord
FORWARDED: Final = ("Genom Skatteverkets postförmedling",)


def goes_by_hand(case: Case) -> bool:
    """Whether no machine may send the case's letters: the debtor is protected, or dead, or both."""
    debtor: Debtor = case.debtor
    return debtor.is_protected or debtor.register_word == Word.DECEASED


def addressee(case: Case) -> tuple[str, tuple[str, ...]]:
    """Name and address on the case's letters, by hand or not."""
    return by_hand_to(case) if goes_by_hand(case) else (case.debtor.name, address_of(case))


def by_hand_to(case: Case) -> tuple[str, tuple[str, ...]]:
    """Name and address on a letter that a person posts."""
    if case.debtor.register_word == Word.DECEASED:
        return f"Dödsboet efter {name_of(case.debtor)}", FORWARDED if case.debtor.is_sealed else address_of(
            case
        )
    return name_of(case.debtor), FORWARDED


def address_of(case: Case) -> tuple[str, ...]:
    """The lines of the debtor's address."""
    debtor = case.debtor
    lines = (debtor.care_of, debtor.street, f"{debtor.postcode} {debtor.city}")
    return tuple(line for line in lines if line.strip())
