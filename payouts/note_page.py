"""A settlement note in words: every text its template prints, made from its frozen facts. Pure; always Swedish.

Facts of the first version say of a set-off only how much it is; they are read as they were written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from ekrav.identity import format_bankgiro
from ekrav.look.figures import in_fours
from ekrav.money import MINUS, NBSP, Ore, format_amount, format_kronor
from letters.words import full_date, percent, period, short_date, weekday_date
from payouts.kinds import PARTS, SET_OFFS, SetOff

_LONG_HEADING: Final = 44


@dataclass(frozen=True)
class Row:
    """One line of the reckoning; `sum` is ruled off."""

    label: str
    amount: str
    sum: bool = False


@dataclass(frozen=True)
class CaseRow:
    """One case."""

    debtor: str
    about: str
    paid_on: str
    received: str
    fee: str
    vat: str
    set_off: str
    to_creditor: str


@dataclass(frozen=True)
class NotePage:
    """Every text of one note."""

    title: str
    label: str
    issued_on: str
    agency: dict[str, str]
    agency_address: str
    creditor: dict[str, Any]
    heading: str
    heading_small: bool
    amount: str
    pay_on: str
    bankgiro: str
    rows: tuple[Row, ...]
    paid: str
    cases: tuple[CaseRow, ...]
    sums: CaseRow
    has_set_off: bool
    vat_base: str
    vat_rate: str
    vat: str
    performed: str
    vat_status: str
    explanation: tuple[str, ...]


_TELLS_OF_NO_FEE: Final = ("note-1", "note-2")
"""The versions that print a fee of 0,00 and its VAT."""


def note_page(facts: dict[str, Any]) -> NotePage:
    """The texts of a note."""
    agency, creditor = facts["agency"], facts["creditor"]
    year = date.fromisoformat(facts["issued_on"]).year
    heading = f"Vi betalar ut {_short(facts['paid_ore'])} till {creditor['name']}"
    return NotePage(
        title=f"Avräkningsnota {facts['label']}",
        label=facts["label"],
        issued_on=full_date(date.fromisoformat(facts["issued_on"])),
        agency=agency,
        agency_address=f"{agency['street']}, {agency['postcode']} {agency['city']}",
        creditor=creditor,
        heading=heading,
        heading_small=len(heading) > _LONG_HEADING,
        amount=format_amount(facts["paid_ore"]),
        pay_on=_weekday_and_year(date.fromisoformat(facts["pay_on"])),
        bankgiro=format_bankgiro(facts["bankgiro"]),
        rows=_reckoning(facts),
        paid=format_amount(facts["paid_ore"]),
        cases=tuple(_case(line, year=year) for line in facts["lines"]),
        sums=_sums(facts),
        has_set_off=any(line["set_off_ore"] for line in facts["lines"]),
        vat_base=format_amount(facts["fee_ore"]),
        vat_rate=rate(facts),
        vat=format_amount(facts["vat_ore"]),
        performed=performed(facts),
        vat_status=_vat_status(facts),
        explanation=_explanation(facts),
    )


def _reckoning(facts: dict[str, Any]) -> tuple[Row, ...]:
    """From what the debtors paid to what is paid out."""
    rows = [
        Row(kind.words, format_amount(facts[f"{part}_ore"]))
        for part, kind in PARTS.items()
        if facts.get(f"{part}_ore")
    ]
    by_whom = "Betalt av gäldenärerna och dig" if _charged(facts) else "Betalt av gäldenärerna"
    rows.append(Row(by_whom, format_amount(facts["received_ore"]), sum=True))
    if facts["fee_ore"] or facts["vat_ore"] or facts["version"] in _TELLS_OF_NO_FEE:
        rows.append(Row("Våra avgifter", less(facts["fee_ore"])))
        rows.append(Row(f"Moms {rate(facts)} på {format_kronor(facts['fee_ore'])}", less(facts["vat_ore"])))
    return (*rows, *(Row(SET_OFFS[reason].words, less(ore)) for reason, ore in set_offs(facts)))


def set_offs(facts: Mapping[str, Any]) -> list[tuple[SetOff, int]]:
    """What is taken off or given back, by reason; the first version knew one reason."""
    known = facts.get("set_offs", [(SetOff.DIRECT, facts["set_off_ore"])] if facts["set_off_ore"] else [])
    return [(SetOff(reason), ore) for reason, ore in known]


def _charged(facts: dict[str, Any]) -> bool:
    return any(reason == SetOff.CHARGED for reason, _ore in set_offs(facts))


def _case(line: dict[str, Any], *, year: int) -> CaseRow:
    paid_on = line["last_paid_on"]
    return CaseRow(
        debtor=line["debtor"] or f"Ärende {in_fours(line['case_number'])}",
        about=about(line),
        paid_on=short_date(date.fromisoformat(paid_on), year=year) if paid_on else _not_to_us(line),
        received=format_amount(line["received_ore"]),
        fee=less(line["fee_ore"]),
        vat=less(line["vat_ore"]),
        set_off=less(line["set_off_ore"]),
        to_creditor=format_amount(line["to_creditor_ore"]),
    )


def _not_to_us(line: dict[str, Any]) -> str:
    """Where the money of a case without a payment to us is: with the creditor, or it was never a payment."""
    reasons = {SetOff(reason) for reason, _ore in line.get("set_offs", [(SetOff.DIRECT, 0)])}
    return "till dig" if SetOff.DIRECT in reasons else "–"


def about(line: dict[str, Any]) -> str:
    """The case and its invoice, small under the debtor's name."""
    case = f"ärende{NBSP}{in_fours(line['case_number'])}"
    return f"Faktura {line['invoice_number']}, {case}" if line["invoice_number"] else case


def _sums(facts: dict[str, Any]) -> CaseRow:
    return CaseRow(
        debtor="Summa, kr",
        about="",
        paid_on="",
        received=format_amount(facts["received_ore"]),
        fee=less(facts["fee_ore"]),
        vat=less(facts["vat_ore"]),
        set_off=less(facts["set_off_ore"]),
        to_creditor=format_amount(facts["paid_ore"]),
    )


def _vat_status(facts: dict[str, Any]) -> str:
    if facts["creditor"]["vat_registered"]:
        return "Du är registrerad för moms och får dra av den."
    return "Du är inte registrerad för moms: den är en kostnad för dig."


def performed(facts: dict[str, Any]) -> str:
    """The days on which the services were done: when the debtors paid (ML 17 kap. 24 § 8)."""
    first, last = (
        date.fromisoformat(facts.get(key, facts["period_end"])) for key in ("performed_from", "performed_to")
    )
    return full_date(first) if first == last else period(first, last, year=0)


def _explanation(facts: dict[str, Any]) -> tuple[str, ...]:
    kept = "kostnader och ränta" if facts["keeps_interest"] else "kostnader"
    told = [
        f"Gäldenären betalar påminnelse och inkassokrav enligt lag. De {kept} som kommit in är vår avgift för"
        " inkassotjänsten.",
        f"Momsen räknas på summan av avgifterna, {rate(facts)}, avrundas en gång och fördelas på ärendena.",
        "Det som återstår är ditt. Kapitalet är betalning av dina fakturor, vars egen moms inte ändras.",
    ]
    if facts.get("late_payment_ore"):
        told.append(_compensation(kept=facts["keeps_late_payment"]))
    if facts.get("outlay_ore"):
        told.append(
            "Utlägg hos Kronofogden som gäldenären har betalat går till den som lade ut dem, utan moms."
        )
    told += [SET_OFFS[reason].why for reason, _ore in set_offs(facts)]
    return (*told, *_taken_back(facts))


def _taken_back(facts: dict[str, Any]) -> list[str]:
    """Each payment that the bank has taken back after it was paid out, and the note it changes."""
    back = [line for line in facts["lines"] if min(line["received_ore"], line["fee_ore"]) < 0]
    return [
        f"Banken har tagit tillbaka en betalning i ärende{NBSP}{in_fours(line['case_number'])} som vi redan hade"
        f" räknat av. Därför dras {format_kronor(Ore(-line['received_ore']))} här{_with_fee(line)}"
        f"{_changes(line.get('corrects', ''))}"
        for line in back
    ]


def _with_fee(line: dict[str, Any]) -> str:
    """A fee that was credited before, or that there was none, is not given back with the payment."""
    return ", och avgift och moms på den ges tillbaka." if line["fee_ore"] < 0 else "."


def _changes(label: str) -> str:
    return f" Det ändrar avräkningsnota {label}." if label else ""


def _compensation(*, kept: bool) -> str:
    whose = "en del av vår avgift" if kept else "din, utan avgift"
    return (
        "Ett företag som betalar sent är enligt lag skyldigt förseningsersättning, i stället för kostnader för"
        f" påminnelse och inkassokrav. Den är {whose}."
    )


def _weekday_and_year(day: date) -> str:
    return f"{weekday_date(day)} {day.year}"


def rate(facts: dict[str, Any]) -> str:
    """The VAT rate, "25 %"."""
    return percent(int(Fraction(facts["vat_percent"]) * 100))


def less(ore: int) -> str:
    """What is taken off, with its minus sign; nothing is "0,00", and a fee given back has a plus."""
    return f"{MINUS}{format_amount(Ore(ore))}" if ore > 0 else format_amount(Ore(-ore))


def _short(ore: int) -> str:
    return f"{format_amount(Ore(ore)).removesuffix(',00')}{NBSP}kr"
