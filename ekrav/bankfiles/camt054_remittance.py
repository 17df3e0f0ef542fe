"""What a payment of a camt.054 says it is for: `RmtInf`, structured (`Strd`) and free (`Ustrd`)."""

from typing import Final

from ekrav.bankfiles.document import ASK_AGAIN, Node
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.remittance import Remittance

_CREDIT_NOTE = "CREN"
# No version of the message has these; a file with them has come to harm, and one reference would take another's money.
_ASTRAY: Final = ("RmtInf/Strd/Strd", "RmtInf/RfrdDocInf", "RmtInf/RfrdDocAmt", "RmtInf/CdtrRefInf")


def read_remittances(payment: Node) -> list[Remittance]:
    """Return the structured references of a payment, in order.

    Raises FileRefused where one stands within another, beside them, or where two are one: a version without a schema
    has nothing else that sees it.
    """
    if any(payment.first(path) for path in _ASTRAY):
        raise _astray(payment)
    return [_remittance(node.indexed()) for node in payment.all("RmtInf/Strd")]


def read_text(payment: Node, *, entry: Node) -> str:
    """Return the free text of a payment, one line per element; without any, the bank's text for the entry."""
    paths = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf")
    lines = [line for path in paths for line in payment.texts(path)]
    return "\n".join(lines) or entry.text("AddtlNtryInf")


def _remittance(node: Node) -> Remittance:
    """A credit note is what is called one (CREN), or has only a credit note's amount."""
    named = node.texts("CdtrRefInf/Ref")
    if len(named) > 1:
        raise _astray(node)
    remitted, deducted = node.first("RfrdDocAmt/RmtdAmt"), node.first("RfrdDocAmt/CdtNoteAmt")
    called = _CREDIT_NOTE in node.texts("RfrdDocInf/Tp/CdOrPrtry/Cd")
    credit_note = called or (deducted is not None and remitted is None)
    amount = (deducted or remitted) if credit_note else remitted
    return Remittance(
        references=tuple(named or node.texts("RfrdDocInf/Nb")),
        amount=amount.ore() if amount and amount.attribute("Ccy") == "SEK" else None,
        credit_note=credit_note,
    )


def _astray(node: Node) -> FileRefused:
    return node.refused(f"Uppgifterna om vad betalningen gäller (RmtInf) ligger inte rätt. {ASK_AGAIN}")
