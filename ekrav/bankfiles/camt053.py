"""Read a camt.053 (ISO 20022 BankToCustomerStatement): what was on the account, and the lines that made it so.

Versions 02 and 08 are checked against their schemas; 04 and 13 are read by the same elements. A file is taken whole
or refused whole: the opening balance (OPBD, else PRCD) and the booked lines must give the closing balance (CLBD), to
the öre, and only SEK is read. The last day is the closing balance's; the first is the period's (FrToDt), else that of
the earliest line. It is for comparison: what is allocated comes from camt.054.
"""

from ekrav.bankfiles.camt import NOTICES, VERSIONS, account_in, read_sequence, refuse_foreign
from ekrav.bankfiles.camt054_entry import BOOKED, booked_day, read_status
from ekrav.bankfiles.camt054_totals import Sums, check_entry, check_summary, read_direction
from ekrav.bankfiles.document import ASK_AGAIN, Node, parse
from ekrav.bankfiles.notification import signed
from ekrav.bankfiles.statement import Statement, StatementFile, StatementLine
from ekrav.money import Ore, format_kronor

MESSAGE = "camt.053"

_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)


def read(data: bytes) -> StatementFile:
    """Return what the camt.053 in `data` says. Raises FileRefused."""
    document = parse(data)
    refuse_foreign(document)
    document.expect(MESSAGE, versions=VERSIONS)
    document.check_schema()
    header = document.root.one("BkToCstmrStmt/GrpHdr")
    nodes = document.root.all(NOTICES[MESSAGE])
    if not nodes:
        raise document.root.refused(f"Filen innehåller inget kontoutdrag. {ASK_AGAIN}")
    return StatementFile(
        message_id=header.one("MsgId").text(),
        version=document.version,
        created=header.one("CreDtTm").time(),
        statements=tuple(_statement(node.at(f"utdrag {number}")) for number, node in enumerate(nodes, 1)),
    )


def _statement(node: Node) -> Statement:
    entries = [
        entry.at(f"{node.position}, post {number}") for number, entry in enumerate(node.all("Ntry"), 1)
    ]
    sums = Sums()
    for entry in entries:
        sums.add(entry)
    check_summary(node, sums)
    lines = tuple(
        _line(entry) for entry in entries if read_status(entry) == BOOKED and entry.one("Amt").ore()
    )
    opening, closing = (
        _balance(node, _OPENING, what_sv="ingående"),
        _balance(node, _CLOSING, what_sv="utgående"),
    )
    last_day = closing.one("Dt").day()
    period = node.first("FrToDt/FrDtTm")
    first_day = period.day_of_time() if period else min([last_day, *(line.booked_date for line in lines)])
    statement = Statement(
        statement_id=node.one("Id").text(),
        account=account_in(node),
        sequence=read_sequence(node),
        first_day=first_day,
        last_day=last_day,
        opening=_signed(opening),
        closing=_signed(closing),
        lines=lines,
    )
    _check_days(node, statement)
    _check_balance(node, statement)
    return statement


def _line(entry: Node) -> StatementLine:
    payments = entry.all("NtryDtls/TxDtls")
    check_entry(
        entry, [one.at(f"{entry.position}, betalning {number}") for number, one in enumerate(payments, 1)]
    )
    alone = payments[0].text("Refs/AcctSvcrRef") if len(payments) == 1 else ""
    return StatementLine(
        direction=read_direction(entry),
        amount=entry.one("Amt").ore(),
        booked_date=booked_day(entry),
        bank_reference=entry.text("AcctSvcrRef") or alone,
        reversal=entry.text("RvslInd") in ("true", "1"),
    )


def _balance(node: Node, kinds: tuple[str, ...], *, what_sv: str) -> Node:
    """Return the one balance of the first of the kinds that there is. Raises FileRefused when there is none, or two."""
    for kind in kinds:
        found = [one for one in node.all("Bal") if one.text("Tp/CdOrPrtry/Cd") == kind]
        if len(found) > 1:
            raise node.refused(f"Kontoutdraget har två olika {what_sv} saldon. {ASK_AGAIN}")
        if found:
            return found[0].at(f"{node.position}, {what_sv} saldo")
    raise node.refused(f"Kontoutdraget saknar {what_sv} saldo ({' eller '.join(kinds)}). {ASK_AGAIN}")


def _signed(balance: Node) -> Ore:
    return signed(read_direction(balance), balance.one("Amt").ore())


def _check_days(node: Node, statement: Statement) -> None:
    late = [line for line in statement.lines if line.booked_date > statement.last_day]
    if late or statement.first_day > statement.last_day:
        raise node.refused(f"Kontoutdragets dagar stämmer inte med posterna. {ASK_AGAIN}")


def _check_balance(node: Node, statement: Statement) -> None:
    found = Ore(statement.opening + statement.net)
    if found != statement.closing:
        raise node.refused(
            f"Ingående saldo och poster blir {format_kronor(found)} men banken skriver"
            f" {format_kronor(statement.closing)} som utgående saldo. {ASK_AGAIN}"
        )
