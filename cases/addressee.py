"""To whom a letter is addressed, and where; and who is not written to as usual.

A protected address is nowhere in our books: Skatteverket forwards the letter (folkbokföringslagen 1991:481 16 §;
offentlighets- och sekretesslagen 22 kap.). The letters of whoever is dead go to the estate.
"""

from typing import Final

from cases.models import Debtor
from cases.situations.seal import name_of

Word = Debtor.RegisterWord
FORWARDED: Final = ("Genom Skatteverkets postförmedling",)


def goes_by_hand(debtor: Debtor) -> bool:
    """Whether no machine may send the debtor's letters: it is protected, or dead, or both."""
    return debtor.is_protected or debtor.register_word == Word.DECEASED


def addressee(debtor: Debtor) -> tuple[str, tuple[str, ...]]:
    """Name and address on the debtor's letters, by hand or not."""
    return by_hand_to(debtor) if goes_by_hand(debtor) else (debtor.name, address_of(debtor))


def by_hand_to(debtor: Debtor) -> tuple[str, tuple[str, ...]]:
    """Name and address on a letter that a person posts."""
    if debtor.register_word == Word.DECEASED:
        return f"Dödsboet efter {name_of(debtor)}", FORWARDED if debtor.is_sealed else address_of(debtor)
    return name_of(debtor), FORWARDED


def address_of(debtor: Debtor) -> tuple[str, ...]:
    """The lines of the debtor's address."""
    lines = (debtor.care_of, debtor.street, f"{debtor.postcode} {debtor.city}")
    return tuple(line for line in lines if line.strip())
