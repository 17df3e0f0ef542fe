"""What a settlement note can speak of: the parts of debtors' money, and what is taken off or given back. Pure.

A kind says its words and for which purpose it is bookkept; note, CSV and SIE are made by these two tables. Kinds
without an act that posts them yet (Kronofogden's agent fee, an outlay repaid, surveillance letters) have their row
here, and no posting. Amounts in a note's facts stand under the kind's name and `_ore`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What an account in somebody's bookkeeping is for."""

    BANK = "bank"
    FEE = "fee"
    VAT = "vat"
    OWED = "owed"
    RECEIVABLE = "receivable"
    INTEREST = "interest"
    COSTS = "costs"
    OUTLAY = "outlay"


class Part(StrEnum):
    """A part of what debtors have paid, or of what the creditor is charged."""

    CAPITAL = "capital"
    INTEREST = "interest"
    COSTS = "costs"
    LATE_PAYMENT = "late_payment"
    AGENT_FEE = "agent_fee"
    OUTLAY = "outlay"
    SURVEILLANCE = "surveillance"


class SetOff(StrEnum):
    """Why something is taken off what is paid out, or (when negative) added to it."""

    DIRECT = "direct"
    CHARGED = "charged"
    CREDITED = "credited"
    ADVANCED = "advanced"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class PartKind:
    """How a part is called, and what the creditor bookkeeps it as."""

    words: str
    purpose: Purpose


@dataclass(frozen=True, kw_only=True)
class SetOffKind:
    """How it is called in a reckoning, what it is in a sentence, and what the creditor bookkeeps it as."""

    words: str
    why: str
    purpose: Purpose


PARTS: Final[Mapping[Part, PartKind]] = {
    Part.CAPITAL: PartKind(words="Kapital", purpose=Purpose.RECEIVABLE),
    Part.INTEREST: PartKind(words="Ränta", purpose=Purpose.INTEREST),
    Part.COSTS: PartKind(words="Påminnelser och inkassokrav", purpose=Purpose.COSTS),
    Part.LATE_PAYMENT: PartKind(words="Förseningsersättning", purpose=Purpose.COSTS),
    # 380 kr, kept by the agency, with VAT; 300 and 600 kr, repaid to the creditor who advanced them, without.
    Part.AGENT_FEE: PartKind(words="Arvode hos Kronofogden", purpose=Purpose.COSTS),
    Part.OUTLAY: PartKind(words="Utlägg hos Kronofogden, återbetalda", purpose=Purpose.OUTLAY),
    # Owed by the creditor, not by any debtor: charged here, and taken off again as `SetOff.CHARGED`.
    Part.SURVEILLANCE: PartKind(words="Efterbevakningsbrev", purpose=Purpose.COSTS),
}

POSTED: Final = (Part.CAPITAL, Part.INTEREST, Part.COSTS, Part.LATE_PAYMENT)
"""The parts that some act posts: a file has a column for each, and none that is always empty."""

SET_OFFS: Final[Mapping[SetOff, SetOffKind]] = {
    SetOff.DIRECT: SetOffKind(
        words="Kostnader som betalats direkt till dig",
        why="När en gäldenär betalar direkt till dig har du också fått de kostnader som är vår avgift. De dras här.",
        purpose=Purpose.OWED,
    ),
    SetOff.CHARGED: SetOffKind(
        words="Avgifter som du har godkänt",
        why="En avgift som du har godkänt, till exempel när du återkallar ett ärende, betalar du och inte gäldenären."
        " Den dras här.",
        purpose=Purpose.COSTS,
    ),
    SetOff.CREDITED: SetOffKind(
        words="Tillbaka enligt kreditnota",
        why="Avgift och moms som vi har rättat i en kreditnota betalas tillbaka här.",
        purpose=Purpose.OWED,
    ),
    SetOff.ADVANCED: SetOffKind(
        words="Utlägg som vi har gjort åt dig",
        why="Ett utlägg som vi har betalat åt dig dras av när pengarna kommer. Det är ingen avgift och har ingen moms.",
        purpose=Purpose.OUTLAY,
    ),
    SetOff.OTHER: SetOffKind(
        words="Avräknat mot vad du är skyldig oss",
        why="Det som du är skyldig oss sedan tidigare dras här.",
        purpose=Purpose.OWED,
    ),
}

CREDIT_NOTE: Final = "credit note"
"""The kind of a credit note's entry in the book."""

# Who made the creditor owe, or be owed: the kinds of the book's entries on `CREDITOR_OWES`.
SET_OFF_OF_ENTRY: Final[Mapping[str, SetOff]] = {
    "costs paid to creditor": SetOff.DIRECT,
    "charge creditor": SetOff.CHARGED,
    "advance outlay": SetOff.ADVANCED,
    # The authority has got its fee from the debtor; nothing needs to be laid out.
    "fee taken by authority": SetOff.ADVANCED,
    # The debtor has paid the outlay: it is the creditor's again.
    "apply payment": SetOff.ADVANCED,
    "surveillance letter": SetOff.CHARGED,
    CREDIT_NOTE: SetOff.CREDITED,
}
