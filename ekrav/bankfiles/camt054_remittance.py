"""What a payment says it is for: `RmtInf`, structured (`Strd`) and free (`Ustrd`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ekrav.bankfiles.document import Node
from ekrav.bankfiles.notification import BankTransaction
from ekrav.money import Ore

_CREDIT_NOTE = "CREN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance:
    """One `Strd`: references, the amount it is told to have (or None), and whether it is a credit note."""

    references: tuple[str, ...]
    amount: Ore | None
    credit_note: bool


def read_remittances(payment: Node) -> list[Remittance]:
    """Return the structured references of a payment, in order."""
    return [_remittance(node) for node in payment.all("RmtInf/Strd")]


def read_text(payment: Node, *, entry: Node) -> str:
    """Return the free text of a payment, one line per element; without any, the bank's text for the entry."""
    paths = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf")
    lines = [line for path in paths for line in payment.texts(path)]
    return "\n".join(lines) or entry.text("AddtlNtryInf")


def by_reference(payment: BankTransaction, remittances: Sequence[Remittance]) -> list[BankTransaction]:
    """Return the payment once per reference where the bank tells each one's amount, else the payment whole.

    The parts must be positive and sum to the payment. With a credit note among them there is nothing to
    divide: the payment is whole, with the paid references and the deducted ones apart.
    """
    told = [(said.references, said.amount) for said in remittances if said.amount and not said.credit_note]
    adds_up = sum(amount for _, amount in told) == payment.amount
    if len(told) > 1 and len(told) == len(remittances) and adds_up:
        return [
            replace(payment, references=references, amount=amount, part=part)
            for part, (references, amount) in enumerate(told, start=1)
        ]
    return [
        replace(
            payment,
            references=_references(remittances, credit_note=False),
            deducted_references=_references(remittances, credit_note=True),
        )
    ]


def _references(remittances: Sequence[Remittance], *, credit_note: bool) -> tuple[str, ...]:
    return tuple(one for said in remittances if said.credit_note is credit_note for one in said.references)


def _remittance(node: Node) -> Remittance:
    reference = node.text("CdtrRefInf/Ref")
    remitted = node.first("RfrdDocAmt/RmtdAmt")
    return Remittance(
        references=(reference,) if reference else tuple(node.texts("RfrdDocInf/Nb")),
        amount=remitted.ore() if remitted and remitted.attribute("Ccy") == "SEK" else None,
        credit_note=_CREDIT_NOTE in node.texts("RfrdDocInf/Tp/CdOrPrtry/Cd")
        or node.first("RfrdDocAmt/CdtNoteAmt") is not None,
    )
