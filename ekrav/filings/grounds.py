"""The grounds of an application (förordning (1991:1339)): why the money is owed, in clear Swedish, from the facts.

What was bought, when, by which invoice, when it fell due, when it was asked for. Dates are written 2025-03-03. A claim
for costs alone says when the capital was paid, as the authority asks. No word on how to pay.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ekrav.filings.plain_swedish import clear
from ekrav.money import NBSP, Ore, format_amount

LONGEST = 6000


class Sold(StrEnum):
    """What the debtor got."""

    GOODS = "varor"
    SERVICES = "tjänster"
    RENT = "hyra"
    MEMBERSHIP = "medlemskap"


class Asking(StrEnum):
    """How it was asked for after the due date."""

    REMINDER = "En betalningspåminnelse skickades"
    DEMAND = "Ett inkassokrav skickades"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A letter that asked for the money, and its day."""

    how: Asking
    sent_on: date


@dataclass(frozen=True, kw_only=True)
class InvoiceGrounds:
    """The facts of one invoice.

    `described`: the seller's own words of what it was. `delivered`: first and last day, the same for one day, None when
    it is not known. `due_agreed`: the due date was agreed beforehand. `left`: what is left of `capital`.
    `capital_paid_on`: only costs and interest are left since that day. `fee_agreed`: a reminder fee was agreed.
    `taken_over_from`: the original creditor.
    """

    seller: str
    sold: Sold
    described: str
    delivered: tuple[date, date] | None
    number: str
    invoiced_on: date
    due_on: date
    due_agreed: bool
    capital: Ore
    left: Ore
    asked: tuple[Asked, ...]
    capital_paid_on: date | None = None
    fee_agreed: bool = False
    taken_over_from: str = ""


class TooLong(ValueError):
    """The grounds have no room in an application."""

    words = "Grunden är för lång. Korta beskrivningen av vad kravet gäller."


def grounds(*invoices: InvoiceGrounds) -> str:
    """Return the grounds of an application, one paragraph an invoice. Raises PaymentInstruction, TooLong."""
    text = "\n\n".join(_paragraph(invoice) for invoice in invoices)
    if len(text) > LONGEST:
        raise TooLong
    return text


def _paragraph(invoice: InvoiceGrounds) -> str:
    sentences = [_origin(invoice), _invoice(invoice), _owed(invoice)]
    if invoice.taken_over_from:
        sentences.append(f"Fordran har övertagits från {clear(invoice.taken_over_from)}.")
    if invoice.fee_agreed:
        sentences.append("Avgift för påminnelse avtalades innan skulden uppkom.")
    sentences += [
        f"{asked.how} den {asked.sent_on}." for asked in sorted(invoice.asked, key=lambda a: a.sent_on)
    ]
    return " ".join(sentences)


def _origin(invoice: InvoiceGrounds) -> str:
    seller = clear(invoice.seller)
    verb = {
        Sold.GOODS: "har köpt varor av",
        Sold.SERVICES: "har köpt tjänster av",
        Sold.RENT: "hyr av",
        Sold.MEMBERSHIP: "är medlem i",
    }[invoice.sold]
    described = clear(invoice.described).rstrip(".!?;:, ")
    return f"Svaranden {verb} {seller}{_when(invoice)}. Kravet gäller: {described}."


def _when(invoice: InvoiceGrounds) -> str:
    if invoice.delivered is None:
        return ""
    first, last = invoice.delivered
    if invoice.sold in (Sold.RENT, Sold.MEMBERSHIP):
        return f" under tiden {first} till {last}"
    return f" med leverans den {first}" if first == last else f" med leverans under tiden {first} till {last}"


def _invoice(invoice: InvoiceGrounds) -> str:
    agreed = "enligt överenskommelse" if invoice.due_agreed else "enligt fakturan"
    return (
        f"Faktura nummer {clear(invoice.number)} på {_kronor(invoice.capital)} är daterad den {invoice.invoiced_on}"
        f" och skulle {agreed} betalas senast den {invoice.due_on}."
    )


def _owed(invoice: InvoiceGrounds) -> str:
    if invoice.capital_paid_on is not None:
        return (
            f"Kapitalet {_kronor(invoice.capital)} betalades den {invoice.capital_paid_on}, efter förfallodagen och"
            " efter att kravet hade skickats. Ansökan gäller de kostnader och den ränta som därefter är obetalda."
        )
    if invoice.left == invoice.capital:
        return "Fakturan är inte betald."
    return f"Av fakturan är {_kronor(invoice.left)} inte betalt."


def _kronor(ore: Ore) -> str:
    return f"{format_amount(ore).replace(NBSP, ' ').removesuffix(',00')} kronor"
