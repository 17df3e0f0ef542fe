"""Anna owes Åre Bygg for a bathroom: the letters she gets, as facts."""

from dataclasses import replace
from datetime import date
from typing import Any

from ekrav.bankfiles.ocr import code_line
from ekrav.bankfiles.payloads import swish, using_qr
from ekrav.money import Ore, kronor
from letters.catalogue import Consequence, LetterKind, sentence
from letters.facts import AgencyFacts, ClaimFacts, CostFacts, InterestFacts, LetterFacts, NextStep

AGENCY = AgencyFacts(
    name="Nordanvik Inkasso AB",
    address=("Box 12", "831 21 Östersund"),
    phone="08-555 010 20",
    phone_hours="vardagar 8–17",
    portal="mitt.nordanvik.se",
    organisation_number="5599887766",
    supervisor="Finansinspektionen",
    complaints="klagomal@nordanvik.se",
)
INTEREST = InterestFacts(
    first=date(2026, 8, 29),
    last=date(2026, 11, 20),
    rate=1000,
    base=kronor("1564.28"),
    amount=kronor("37.72"),
)
CLAIM = ClaimFacts(
    invoice_number="1042",
    invoice_date=date(2026, 7, 29),
    due_date=date(2026, 8, 28),
    description="badrumsrenovering",
    delivery="Arbetet blev klart 20 juli 2026.",
    capital=kronor("1564.28"),
    interest=(INTEREST,),
)
REMINDED = CostFacts("Påminnelse", date(2026, 11, 5), kronor("60"))
DEMANDED = CostFacts("Inkassokrav", date(2026, 11, 20), kronor("180"))
BANKGIRO = "53172045"
OCR = "110429503425"


def demand_facts(**changes: Any) -> LetterFacts:
    """Anna's inkassokrav of 20 November 2026: 1 564,28 + 37,72 + 60 + 180 = 1 842 kr by 4 December."""
    total = changes.get("total", kronor("1842"))
    facts: dict[str, Any] = {
        "kind": LetterKind.DEMAND,
        "agency": AGENCY,
        "creditor_name": "Åre Bygg AB",
        "debtor_name": "Anna Lindqvist",
        "debtor_address": ("c/o Bergström", "Storgatan 14 B, lgh 1203", "831 30 Östersund"),
        "case_number": "11042950",
        "letter_number": 2,
        "code": "K7MHQ2VX9T",
        "portal_link": "https://mitt.nordanvik.se/a/11042950/Zk3v9QpL2mX7tR5w",
        "letter_date": date(2026, 11, 20),
        "claims": (CLAIM,),
        "costs": (REMINDED, DEMANDED),
        "paid": (),
        "total": total,
        "pay_by": date(2026, 12, 4),
        "next_steps": (
            NextStep(
                date(2026, 12, 11),
                sentence(Consequence.PAYMENT_ORDER, creditor="Åre Bygg AB"),
                kronor("680"),
            ),
        ),
        "bankgiro": BANKGIRO,
        "ocr": OCR,
        "payee": "Nordanvik Inkasso",
        **payment(total),
    }
    return LetterFacts(**{**facts, **changes})


def reminder_facts(**changes: Any) -> LetterFacts:
    """Anna's betalningspåminnelse of 5 November 2026: 1 564,28 + 29,57 + 60 = 1 653,85 kr by 19 November."""
    interest = replace(INTEREST, last=date(2026, 11, 5), amount=kronor("29.57"))
    facts: dict[str, Any] = {
        "kind": LetterKind.REMINDER,
        "letter_number": 1,
        "letter_date": date(2026, 11, 5),
        "claims": (replace(CLAIM, interest=(interest,)),),
        "costs": (REMINDED,),
        "total": kronor("1653.85"),
        "pay_by": date(2026, 11, 19),
        "next_steps": (
            NextStep(
                date(2026, 11, 20),
                sentence(Consequence.DEMAND, creditor="Åre Bygg AB"),
                kronor("180"),
            ),
        ),
    }
    return demand_facts(**{**facts, **changes})


def payment(total: Ore) -> dict[str, str]:
    """What the slip and its QR codes say about a sum."""
    return {
        "code_line": code_line(ocr=OCR, amount=total, bankgiro=BANKGIRO),
        "swish_payload": swish(payee="1231181189", amount=total, message=OCR),
        "bank_payload": using_qr(
            payee_name="Nordanvik Inkasso AB",
            organisation_number="5599887766",
            ocr=OCR,
            invoice_date=date(2026, 11, 20),
            due_date=date(2026, 12, 4),
            amount=total,
            bankgiro=BANKGIRO,
        ),
    }
