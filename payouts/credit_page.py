"""A credit note in words: every text its template prints, made from its frozen facts. Pure; always Swedish."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ekrav.look.figures import in_fours
from ekrav.money import Ore, format_amount, format_kronor
from letters.words import full_date
from payouts.note_page import Row, about, rate


@dataclass(frozen=True)
class CreditedCase:
    """One case whose fee is given back."""

    debtor: str
    about: str
    fee: str
    vat: str
    total: str


@dataclass(frozen=True)
class CreditPage:
    """Every text of one credit note."""

    title: str
    label: str
    issued_on: str
    agency: dict[str, str]
    agency_address: str
    creditor: dict[str, Any]
    heading: str
    amount: str
    credits: str
    credits_on: str
    reason: str
    rows: tuple[Row, ...]
    cases: tuple[CreditedCase, ...]
    told: tuple[str, ...]


def credit_page(facts: dict[str, Any]) -> CreditPage:
    """The texts of a credit note."""
    agency, back = facts["agency"], _back(facts)
    return CreditPage(
        title=f"Kreditnota {facts['label']}",
        label=facts["label"],
        issued_on=full_date(date.fromisoformat(facts["issued_on"])),
        agency=agency,
        agency_address=f"{agency['street']}, {agency['postcode']} {agency['city']}",
        creditor=facts["creditor"],
        heading=_heading(facts),
        amount=format_amount(back),
        credits=facts["credits"]["label"],
        credits_on=full_date(date.fromisoformat(facts["credits"]["issued_on"])),
        reason=facts["reason"],
        rows=(
            Row("Avgifter", format_amount(Ore(-facts["fee_ore"]))),
            Row(f"Moms {rate(facts)}", format_amount(Ore(-facts["vat_ore"]))),
        ),
        cases=tuple(_case(line) for line in facts["lines"]),
        told=_told(facts),
    )


def _heading(facts: dict[str, Any]) -> str:
    note = f"avräkningsnota {facts['credits']['label']}"
    if facts["kind"] == "again":
        return f"A{note[1:]} gäller ändå"
    return f"Vi krediterar {format_kronor(_back(facts))} av {note}"


def _back(line: dict[str, Any]) -> Ore:
    return Ore(-line["fee_ore"] - line["vat_ore"])


def _case(line: dict[str, Any]) -> CreditedCase:
    return CreditedCase(
        debtor=line["debtor"] or f"Ärende {in_fours(line['case_number'])}",
        about=about(line),
        fee=format_amount(Ore(-line["fee_ore"])),
        vat=format_amount(Ore(-line["vat_ore"])),
        total=format_amount(_back(line)),
    )


def _told(facts: dict[str, Any]) -> tuple[str, ...]:
    if facts["kind"] == "again":
        return (f"Notan gäller ändå, i sin helhet: {format_kronor(Ore(facts['paid_ore']))} har betalats ut.",)
    what = (
        "Hela notan upphör att gälla. Det som den säger utbetalas,"
        f" {format_kronor(Ore(-facts['paid_ore']))}, kom inte fram."
        " Pengarna är med i nästa utbetalning, som får en egen avräkningsnota."
        if facts["kind"] == "whole"
        else "Pengarna är med i nästa utbetalning. I övrigt gäller notan."
    )
    deducted = f"Har du dragit av momsen minskar avdraget med {format_kronor(Ore(-facts['vat_ore']))}."
    return (what, deducted) if facts["creditor"]["vat_registered"] and facts["vat_ore"] else (what,)
