"""A rate row's value as text: as a person types it, and exact, as it is kept."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from ekrav.law.rates import Unit, Value
from ekrav.money import NotAnAmount, kronor, parse_amount

COUNTED: Final = frozenset({Unit.DAYS, Unit.BANK_DAYS, Unit.MONTHS, Unit.YEARS})
NUMBERS: Final = COUNTED | {Unit.KRONOR, Unit.PERCENT}
"""The units whose rows can be entered: an order of words is changed with the program."""

MOST: Final[Mapping[Unit, int]] = {
    Unit.KRONOR: 100_000_000,
    Unit.PERCENT: 100_00,
    Unit.DAYS: 3_660,
    Unit.BANK_DAYS: 2_500,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
"""No figure of the law is larger: more is a slip of the finger. Kronor in öre, per cent in hundredths."""


class NotAValue(ValueError):
    """The text is no figure in that unit."""


def value_of(*, text: str, unit: Unit) -> Value:
    """The value of a kept text. Raises `NotAValue`."""
    try:
        match unit:
            case Unit.KRONOR:
                return kronor(text)
            case Unit.PERCENT:
                return Fraction(kronor(text), 100)
            case Unit.DAYS | Unit.BANK_DAYS | Unit.MONTHS | Unit.YEARS:
                return int(text)
            case Unit.ORDER:
                raise NotAValue(text)
    except ValueError as refused:
        raise NotAValue(text) from refused


def exact(*, typed: str, unit: Unit) -> str:
    """What a person typed ("2,50", "180", "−0,5 %"), as it is kept: "2.50", "180.00", "-0.50". Raises `NotAValue`."""
    if unit not in NUMBERS:
        raise NotAValue(typed)
    try:
        hundredths = parse_amount(typed.strip().removesuffix("%"))
    except NotAnAmount as refused:
        raise NotAValue(typed) from refused
    number = hundredths // 100 if unit in COUNTED else hundredths
    if abs(number) > MOST[unit] or (unit is not Unit.PERCENT and number < 0):
        raise NotAValue(typed)
    if unit in COUNTED:
        if hundredths % 100:
            raise NotAValue(typed)
        return str(number)
    return f"{'-' if number < 0 else ''}{abs(number) // 100}.{abs(number) % 100:02}"
