"""Read a pain.002 (ISO 20022 CustomerPaymentStatusReport): what the bank says of a payment file.

Versions 03, 12, 14 and 15, each checked against its schema.
"""

from ekrav.bankfiles.document import Node, parse
from ekrav.bankfiles.status_report import GroupStatus, Reason, StatusReport, TransactionStatus

VERSIONS = ("03", "12", "14", "15")


def read(data: bytes) -> StatusReport:
    """Return what the pain.002 in `data` says. Raises FileRefused."""
    document = parse(data)
    document.expect("pain.002", versions=VERSIONS)
    document.check_schema()
    body = document.root.one("CstmrPmtStsRpt")
    original = body.one("OrgnlGrpInfAndSts")
    number, total = original.first("OrgnlNbOfTxs"), original.first("OrgnlCtrlSum")
    return StatusReport(
        message_id=body.one("GrpHdr/MsgId").text(),
        version=document.version,
        created=body.one("GrpHdr/CreDtTm").time(),
        original_message_id=original.one("OrgnlMsgId").text(),
        original_message_name=original.one("OrgnlMsgNmId").text(),
        original_number=number.count() if number else None,
        original_total=total.ore() if total else None,
        status=original.text("GrpSts"),
        reasons=_reasons(original),
        groups=tuple(_group(node) for node in body.all("OrgnlPmtInfAndSts")),
    )


def _group(node: Node) -> GroupStatus:
    return GroupStatus(
        payment_information_id=node.text("OrgnlPmtInfId"),
        status=node.text("PmtInfSts"),
        reasons=_reasons(node),
        transactions=tuple(_transaction(payment) for payment in node.all("TxInfAndSts")),
    )


def _transaction(node: Node) -> TransactionStatus:
    return TransactionStatus(
        end_to_end_id=node.text("OrgnlEndToEndId"),
        status=node.text("TxSts"),
        reasons=_reasons(node),
        bank_reference=node.text("AcctSvcrRef"),
    )


def _reasons(node: Node) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            code=reason.text("Rsn/Cd") or reason.text("Rsn/Prtry"),
            text=" ".join(reason.texts("AddtlInf")),
        )
        for reason in node.all("StsRsnInf")
    )
