"""Write a pain.002, as a bank would: the counterparty of the demo world answers our payment files with it."""

from textwrap import wrap
from typing import Literal

from lxml import etree

from ekrav.bankfiles.build import Builder
from ekrav.bankfiles.status_report import GroupStatus, Reason, StatusReport, TransactionStatus
from ekrav.bankfiles.values import write_ore, write_time

_LINE = 105  # Max105Text
_CODE = 4
_Element = etree._Element


def write(report: StatusReport, *, version: Literal["03", "12", "14", "15"] = "12") -> bytes:
    """Return the report as a pain.002 in `version`; version 03 knows fewer statuses. Raises NotWritable."""
    build = Builder(f"pain.002.001.{version}")
    header = build("GrpHdr", build("MsgId", report.message_id), build("CreDtTm", write_time(report.created)))
    groups = (_group(build, group) for group in report.groups)
    return build.document(build("CstmrPmtStsRpt", header, _original(build, report), *groups))


def _original(build: Builder, report: StatusReport) -> _Element:
    number, total = report.original_number, report.original_total
    return build(
        "OrgnlGrpInfAndSts",
        build("OrgnlMsgId", report.original_message_id),
        build("OrgnlMsgNmId", report.original_message_name),
        build("OrgnlNbOfTxs", str(number)) if number is not None else None,
        build("OrgnlCtrlSum", write_ore(total)) if total is not None else None,
        build.maybe("GrpSts", report.status),
        *(_reason(build, reason) for reason in report.reasons),
    )


def _group(build: Builder, group: GroupStatus) -> _Element:
    return build(
        "OrgnlPmtInfAndSts",
        build("OrgnlPmtInfId", group.payment_information_id),
        build.maybe("PmtInfSts", group.status),
        *(_reason(build, reason) for reason in group.reasons),
        *(_transaction(build, one) for one in group.transactions),
    )


def _transaction(build: Builder, one: TransactionStatus) -> _Element:
    return build(
        "TxInfAndSts",
        build.maybe("OrgnlEndToEndId", one.end_to_end_id),
        build.maybe("TxSts", one.status),
        *(_reason(build, reason) for reason in one.reasons),
        build.maybe("AcctSvcrRef", one.bank_reference),
    )


def _reason(build: Builder, reason: Reason) -> _Element:
    # ISO's codes have four characters; a longer one is the bank's own.
    kind = "Cd" if len(reason.code) <= _CODE else "Prtry"
    lines = (build("AddtlInf", line) for line in wrap(reason.text, _LINE))
    return build("StsRsnInf", build("Rsn", build(kind, reason.code)) if reason.code else None, *lines)
