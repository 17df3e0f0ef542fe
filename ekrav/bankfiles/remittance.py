"""What a payment is told to be for, and how its amount is divided by it.

The bank's amount of a payment is what is booked, always. It is divided over references only when the amounts told of
each, less the credit notes deducted, sum to it; when they do not, nobody can say what is for what (`unclear`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ekrav.bankfiles.notification import BankTransaction, Deduction
from ekrav.money import Ore


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance:
    """References that belong together, the amount it is told to have (or None), and whether it is a credit note."""

    references: tuple[str, ...]
    amount: Ore | None
    credit_note: bool


def by_reference(
    payment: Callable[..., BankTransaction], *, amount: Ore, remittances: Sequence[Remittance]
) -> list[BankTransaction]:
    """Return the payment once per reference where the amounts told sum to it, else the payment whole.

    `payment` makes the record, for the rest of what it says. A credit note is taken off the only reference paid, or off
    the one it names; each part is more than zero.
    """
    paid = [said for said in remittances if not said.credit_note]
    notes = [said for said in remittances if said.credit_note]
    deductions = [
        [
            Deduction(reference=_named(note), amount=note.amount)
            for note in notes
            if _belongs(note, said, paid)
        ]
        for said in paid
    ]
    parts = [_net(said, off) for said, off in zip(paid, deductions, strict=True)]
    all_placed = sum(map(len, deductions)) == len(notes)
    if all_placed and sum(parts) == amount and all(part > 0 for part in parts):
        ordinals = range(1, len(paid) + 1) if len(paid) > 1 else (0,)
        return [
            payment(references=said.references, amount=Ore(part), part=ordinal, deductions=tuple(off))
            for said, part, off, ordinal in zip(paid, parts, deductions, ordinals, strict=True)
        ]
    return [
        payment(
            amount=amount,
            references=tuple(one for said in paid for one in said.references),
            deductions=tuple(Deduction(reference=_named(note), amount=note.amount) for note in notes),
            # One reference without a deduction is what the payment is for, whatever amount it was told to have.
            unclear=bool(notes) or (len(paid) > 1 and all(said.amount for said in paid)),
        )
    ]


def _belongs(note: Remittance, said: Remittance, paid: Sequence[Remittance]) -> bool:
    return len(paid) == 1 or (said.references == note.references and paid.count(said) == 1)


def _net(said: Remittance, deductions: Sequence[Deduction]) -> int:
    """What is paid for a reference; 0 when the bank does not tell every amount of it."""
    off = [deduction.amount for deduction in deductions]
    if said.amount is None or None in off:
        return 0
    return said.amount - sum(amount for amount in off if amount)


def _named(note: Remittance) -> str:
    return ", ".join(note.references)
