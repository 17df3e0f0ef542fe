"""A settlement note in words: every text its template prints, made from its frozen facts. Pure; always Swedish."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from ekrav.identity import format_bankgiro
from ekrav.money import MINUS, NBSP, Ore, format_amount, format_kronor
from letters.words import full_date, in_fours, percent, short_date, weekday_date

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
    vat_status: str
    explanation: tuple[str, ...]


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
        has_set_off=bool(facts["set_off_ore"]),
        vat_base=format_amount(facts["fee_ore"]),
        vat_rate=_rate(facts),
        vat=format_amount(facts["vat_ore"]),
        vat_status=_vat_status(facts),
        explanation=_explanation(facts),
    )


def _reckoning(facts: dict[str, Any]) -> tuple[Row, ...]:
    """From what the debtors paid to what is paid out."""
    parts = (
        ("Kapital", "capital_ore"),
        ("Ränta", "interest_ore"),
        ("Påminnelser och inkassokrav", "costs_ore"),
        ("Förseningsersättning", "late_payment_ore"),
    )
    rows = [Row(label, format_amount(facts[key])) for label, key in parts if facts.get(key)]
    rows += [
        Row("Betalt av gäldenärerna", format_amount(facts["received_ore"]), sum=True),
        Row("Våra avgifter", _less(facts["fee_ore"])),
        Row(f"Moms {_rate(facts)} på {format_kronor(facts['fee_ore'])}", _less(facts["vat_ore"])),
    ]
    if facts["set_off_ore"]:
        rows.append(Row("Kostnader som betalats direkt till dig", _less(facts["set_off_ore"])))
    return tuple(rows)


def _case(line: dict[str, Any], *, year: int) -> CaseRow:
    paid_on = line["last_paid_on"]
    return CaseRow(
        debtor=line["debtor"] or f"Ärende {in_fours(line['case_number'])}",
        about=_about(line),
        paid_on=short_date(date.fromisoformat(paid_on), year=year) if paid_on else "till dig",
        received=format_amount(line["received_ore"]),
        fee=_less(line["fee_ore"]),
        vat=_less(line["vat_ore"]),
        set_off=_less(line["set_off_ore"]),
        to_creditor=format_amount(line["to_creditor_ore"]),
    )


def _about(line: dict[str, Any]) -> str:
    case = f"ärende{NBSP}{in_fours(line['case_number'])}"
    return f"Faktura {line['invoice_number']}, {case}" if line["invoice_number"] else case


def _sums(facts: dict[str, Any]) -> CaseRow:
    return CaseRow(
        debtor="Summa, kr",
        about="",
        paid_on="",
        received=format_amount(facts["received_ore"]),
        fee=_less(facts["fee_ore"]),
        vat=_less(facts["vat_ore"]),
        set_off=_less(facts["set_off_ore"]),
        to_creditor=format_amount(facts["paid_ore"]),
    )


def _vat_status(facts: dict[str, Any]) -> str:
    if facts["creditor"]["vat_registered"]:
        return "Du är registrerad för moms och får dra av den."
    return "Du är inte registrerad för moms: den är en kostnad för dig."


def _explanation(facts: dict[str, Any]) -> tuple[str, ...]:
    kept = "kostnader och ränta" if facts["keeps_interest"] else "kostnader"
    told: tuple[str, ...] = (
        f"Gäldenären betalar påminnelse och inkassokrav enligt lag. De {kept} som kommit in är vår avgift för"
        " inkassotjänsten.",
        f"Momsen räknas på summan av avgifterna, {_rate(facts)}, avrundas en gång och fördelas på ärendena.",
        "Det som återstår är ditt. Kapitalet är betalning av dina fakturor, vars egen moms inte ändras.",
    )
    if facts.get("late_payment_ore"):
        told = (*told, _compensation(kept=facts["keeps_late_payment"]))
    if facts["set_off_ore"]:
        return (
            *told,
            "När en gäldenär betalar direkt till dig har du också fått de kostnader som är vår avgift. De dras här.",
        )
    return told


def _compensation(*, kept: bool) -> str:
    whose = "en del av vår avgift" if kept else "din, utan avgift"
    return (
        "Ett företag som betalar sent är enligt lag skyldigt förseningsersättning, i stället för kostnader för"
        f" påminnelse och inkassokrav. Den är {whose}."
    )


def _weekday_and_year(day: date) -> str:
    return f"{weekday_date(day)} {day.year}"


def _rate(facts: dict[str, Any]) -> str:
    return percent(int(Fraction(facts["vat_percent"]) * 100))


def _less(ore: int) -> str:
    """What is taken off, with its minus sign; nothing is "0,00", and a fee given back has a plus."""
    return f"{MINUS}{format_amount(Ore(ore))}" if ore > 0 else format_amount(Ore(-ore))


def _short(ore: int) -> str:
    return f"{format_amount(Ore(ore)).removesuffix(',00')}{NBSP}kr"
