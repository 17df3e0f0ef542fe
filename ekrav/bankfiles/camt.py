"""What the camt messages have in common: the account, the currency, the bank's number of a statement or notice."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ekrav.bankfiles.accounts import Account, read_account
from ekrav.bankfiles.document import ASK_AGAIN, Document, Node

VERSIONS: Final = ("02", "04", "08", "13")
NOTICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "camt.052": "BkToCstmrAcctRpt/Rpt",
        "camt.053": "BkToCstmrStmt/Stmt",
        "camt.054": "BkToCstmrDbtCdtNtfctn/Ntfctn",
    }
)

_CURRENCY = "SEK"
_PAYMENT_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt")


def account_in(node: Node) -> Account:
    """Return the account that a statement or notice is about. Raises FileRefused."""
    account = read_account(node.first("Acct"))
    if account is None:
        raise node.refused(f"Filen säger inte vilket konto den gäller. {ASK_AGAIN}")
    return account


def read_sequence(node: Node) -> int | None:
    """Return the bank's number of a statement or notice, None when it has none. Raises FileRefused."""
    numbered = node.first("ElctrncSeqNb") or node.first("LglSeqNb")
    return numbered.count() if numbered and numbered.text() else None


def refuse_foreign(document: Document) -> None:
    """Refuse a file with any other currency than SEK on its accounts, balances, entries or payments."""
    for notice in document.root.all(NOTICES.get(document.message, "Ntfctn")):
        refuse_foreign_account(notice)
        for number, entry in enumerate(notice.all("Ntry"), start=1):
            refuse_foreign_entry(entry.at(f"post {number}"))


def refuse_foreign_account(notice: Node) -> None:
    """Refuse a statement or notice whose account or balances are in any other currency than SEK."""
    _refuse_currency(notice, notice.text("Acct/Ccy") or _CURRENCY)
    for balance in notice.all("Bal/Amt"):
        _refuse_currency(balance.at("saldo"), balance.attribute("Ccy"))


def refuse_foreign_entry(entry: Node) -> None:
    """Refuse an entry that is, or has a payment, in any other currency than SEK."""
    if entry.within("Amt", "Ccy") <= {_CURRENCY}:
        return  # nothing to find, and looking for where takes longer than looking whether
    _refuse_currency(entry, entry.one("Amt").attribute("Ccy"))
    for ordinal, payment in enumerate(entry.all("NtryDtls/TxDtls"), start=1):
        for amount in (found for path in _PAYMENT_AMOUNTS for found in payment.all(path)):
            place = f"{entry.position}, betalning {ordinal}"
            _refuse_currency(amount.at(place), amount.attribute("Ccy"))


def _refuse_currency(node: Node, currency: str) -> None:
    if currency != _CURRENCY:
        raise node.refused(
            f"Valutan är {currency or 'inte angiven'}; här bokförs bara SEK. "
            "Be banken om en fil med enbart svenska kronor, eller bokför beloppet för hand."
        )
