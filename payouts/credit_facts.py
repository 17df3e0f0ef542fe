"""What a credit note says, frozen at its issue: the lines of the note it credits with their signs turned.

ML (2023:200) 17 kap. 22 §: a document that changes an invoice refers to it, particularly and unmistakably. It is an
invoice itself: date, number and parties as on any note. A credit note and its note sum to what is true: of a fee taken
back, 0 of fee and VAT; of a payout that failed, 0 of everything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from payouts.kinds import Part, SetOff
from payouts.note import label_of

VERSION: Final = "credit-1"

_RECEIVED: Final = tuple(f"{part}_ore" for part in Part)
_SUMS: Final = (*_RECEIVED, "received_ore", "fee_ore", "vat_ore", "set_off_ore")


@dataclass(frozen=True, kw_only=True)
class Credit:
    """A credit note to be: of fees, of a whole note whose payout failed, or of one that stands again after all."""

    number: int
    issued_on: date
    reason: str
    kind: str


def credit_facts(
    *,
    credit: Credit,
    original: Mapping[str, Any],
    fees: Mapping[str, tuple[int, int]],
    parties: Mapping[str, Any],
) -> dict[str, Any]:
    """Everything the credit note prints, as JSON, in the note's own shape.

    `original`: the note's facts; `fees`: by the number of a case, how much of its fee and VAT goes back; `parties`: the
    seller and the buyer as they are called today.
    """
    turns: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
        "fee": partial(_fee_turned, fees=fees),
        "whole": _all_turned,
        "again": _as_it_was,
    }
    turn = turns[credit.kind]
    lines = [turn(line) for line in original["lines"] if line["case_number"] in fees]
    sums = {name: sum(line.get(name, 0) for line in lines) for name in _SUMS}
    return {
        **{name: original[name] for name in ("bankgiro", "vat_percent", "period_end")},
        **{name: original.get(name, original["period_end"]) for name in ("performed_from", "performed_to")},
        **parties,
        "version": VERSION,
        "number": credit.number,
        "label": label_of(number=credit.number, issued_on=credit.issued_on),
        "issued_on": credit.issued_on.isoformat(),
        "credits": {name: original[name] for name in ("number", "label", "issued_on")},
        "reason": credit.reason,
        "kind": credit.kind,
        "lines": lines,
        **sums,
        "set_offs": _summed(lines),
        "paid_ore": sum(line["to_creditor_ore"] for line in lines),
    }


def _all_turned(line: Mapping[str, Any]) -> dict[str, Any]:
    """The line's mirror image."""
    amounts = {name: -ore for name, ore in line.items() if name.endswith("_ore")}
    return {**line, **amounts, "set_offs": [[reason, -ore] for reason, ore in line.get("set_offs", [])]}


def _as_it_was(line: Mapping[str, Any]) -> dict[str, Any]:
    """The line once more: what a credit note took back is true after all."""
    return dict(line)


def _fee_turned(line: Mapping[str, Any], *, fees: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """The line's fee and VAT given back: no money now, but owed to the creditor, as a set-off turned round."""
    fee, vat = fees[line["case_number"]]
    nothing = {name: 0 for name in line if name.endswith("_ore")}
    turned = {"fee_ore": -fee, "vat_ore": -vat, "set_off_ore": fee + vat}
    return {**line, **nothing, **turned, "set_offs": [[SetOff.CREDITED, fee + vat]], "corrects": ""}


def _summed(lines: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for reason, ore in (pair for line in lines for pair in line["set_offs"]):
        sums[reason] = sums.get(reason, 0) + ore
    return [(reason, ore) for reason, ore in sums.items() if ore]
