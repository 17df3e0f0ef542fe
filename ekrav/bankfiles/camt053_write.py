"""Write a camt.053, as a bank would: the counterparty of the demo world sends what the reader is made for."""

from datetime import date
from typing import Literal

from lxml import etree

from ekrav.bankfiles.build import Builder
from ekrav.bankfiles.notification import Direction
from ekrav.bankfiles.statement import Statement, StatementFile, StatementLine
from ekrav.bankfiles.values import write_time
from ekrav.money import Ore

_Element = etree._Element


def write(file: StatementFile, *, version: Literal["02", "08"] = "08") -> bytes:
    """Return the statements as a camt.053 in `version`, which `read` reads as equal. Raises NotWritable."""
    build = Builder(f"camt.053.001.{version}")
    created = write_time(file.created)
    header = build("GrpHdr", build("MsgId", file.message_id), build("CreDtTm", created))
    statements = (_statement(build, one, created=created) for one in file.statements)
    return build.document(build("BkToCstmrStmt", header, *statements))


def _statement(build: Builder, statement: Statement, *, created: str) -> _Element:
    return build(
        "Stmt",
        build("Id", statement.statement_id),
        None if statement.sequence is None else build("ElctrncSeqNb", str(statement.sequence)),
        build("CreDtTm", created),
        build(
            "FrToDt",
            build("FrDtTm", f"{statement.first_day}T00:00:00"),
            build("ToDtTm", f"{statement.last_day}T23:59:59"),
        ),
        build.account("Acct", statement.account),
        _balance(build, "OPBD", statement.opening, on=statement.first_day),
        _balance(build, "CLBD", statement.closing, on=statement.last_day),
        *(_line(build, line) for line in statement.lines),
    )


def _balance(build: Builder, kind: str, ore: Ore, *, on: date) -> _Element:
    return build(
        "Bal",
        build("Tp", build("CdOrPrtry", build("Cd", kind))),
        build.amount("Amt", Ore(abs(ore))),
        build("CdtDbtInd", Direction.CREDIT if ore >= 0 else Direction.DEBIT),
        build("Dt", build("Dt", f"{on}")),
    )


def _line(build: Builder, line: StatementLine) -> _Element:
    family = build(
        "Fmly",
        build("Cd", "RCDT" if line.direction is Direction.CREDIT else "ICDT"),
        build("SubFmlyCd", "DMCT"),
    )
    return build(
        "Ntry",
        build.amount("Amt", line.amount),
        build("CdtDbtInd", line.direction),
        build("RvslInd", "true") if line.reversal else None,
        build("Sts", "BOOK") if build.name.endswith("02") else build("Sts", build("Cd", "BOOK")),
        build("BookgDt", build("Dt", f"{line.booked_date}")),
        build.maybe("AcctSvcrRef", line.bank_reference),
        build("BkTxCd", build("Domn", build("Cd", "PMNT"), family)),
    )
