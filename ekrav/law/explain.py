"""A calculation of interest in words, in Swedish, as a debtor may check it by hand."""

from fractions import Fraction

from ekrav.law.interest import YEAR, Interest, Segment
from ekrav.money import MINUS, NBSP, format_kronor, to_ore


def explain(interest: Interest) -> list[str]:
    """Return one line for each segment, "10 000,00 kr × 10 % × 51 dagar / 365 = 139,73 kr".

    With several segments each line begins with its period and shows its amount with four decimals, and a
    last line gives the sum, rounded once: rounded lines could miss the sum by an öre. No segments give no
    lines.
    """
    trace = interest.trace
    if len(trace) == 1:
        return [f"{_product(trace[0])} = {format_kronor(interest.ore)}"]
    lines = [f"{s.first}\u2013{s.last}: {_product(s)} = {_four_decimals(s.amount)}{NBSP}kr" for s in trace]
    return [*lines, f"Summa: {format_kronor(interest.ore)}"] if lines else []


def format_percent(rate: Fraction) -> str:
    """Return a rate as read in Sweden: "10", "7,5", "−0,5"; at most four decimals."""
    text = _four_decimals(rate)
    return text.rstrip("0").rstrip(",")


def _product(segment: Segment) -> str:
    days = f"{segment.days}{NBSP}{'dag' if segment.days == 1 else 'dagar'}"
    return f"{format_kronor(segment.capital)} × {format_percent(segment.rate)}{NBSP}% × {days} / {YEAR}"


def _four_decimals(amount: Fraction) -> str:
    # to_ore rounds to hundredths, so ten-thousandths are asked for as hundredths of a hundredfold.
    whole, part = divmod(abs(to_ore(amount * 100)), 10_000)
    return f"{MINUS if amount < 0 else ''}{whole:,}".replace(",", NBSP) + f",{part:04}"
