"""What a payment of a camt.054 says it is for: `RmtInf`, structured (`Strd`) and free (`Ustrd`)."""

from ekrav.bankfiles.document import Node
from ekrav.bankfiles.remittance import Remittance

_CREDIT_NOTE = "CREN"


def read_remittances(payment: Node) -> list[Remittance]:
    """Return the structured references of a payment, in order."""
    return [_remittance(node) for node in payment.all("RmtInf/Strd")]


def read_text(payment: Node, *, entry: Node) -> str:
    """Return the free text of a payment, one line per element; without any, the bank's text for the entry."""
    paths = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf")
    lines = [line for path in paths for line in payment.texts(path)]
    return "\n".join(lines) or entry.text("AddtlNtryInf")


def _remittance(node: Node) -> Remittance:
    """A credit note is what is called one (CREN), or has only a credit note's amount."""
    reference = node.text("CdtrRefInf/Ref")
    remitted, deducted = node.first("RfrdDocAmt/RmtdAmt"), node.first("RfrdDocAmt/CdtNoteAmt")
    called = _CREDIT_NOTE in node.texts("RfrdDocInf/Tp/CdOrPrtry/Cd")
    credit_note = called or (deducted is not None and remitted is None)
    amount = (deducted or remitted) if credit_note else remitted
    return Remittance(
        references=(reference,) if reference else tuple(node.texts("RfrdDocInf/Nb")),
        amount=amount.ore() if amount and amount.attribute("Ccy") == "SEK" else None,
        credit_note=credit_note,
    )
