"""An account as a bank file names it: bankgiro, plusgiro, IBAN or another, always in one spelling."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ekrav.bankfiles.document import Node

BANKGIRO = "BGNR"
PLUSGIRO = "PGNR"
IBAN = "IBAN"
BBAN = "BBAN"

# The Swedish clearing numbers that stand for the giro itself where a bank names a giro account by BBAN (SESBA
# members).
GIRO_MEMBERS: Mapping[str, str] = {"9900": BANKGIRO, "9960": PLUSGIRO, "9500": PLUSGIRO}


@dataclass(frozen=True, slots=True)
class Account:
    """An account: `scheme` BGNR, PGNR, IBAN, BBAN or a bank's own word ("" when none), and its number.

    The number has no spaces, and a giro no hyphen.
    """

    scheme: str
    number: str

    def __str__(self) -> str:
        """Return "BGNR:3217254": stable, for keys."""
        return f"{self.scheme}:{self.number}"


def clearing_and_account(number: str) -> tuple[str, str]:
    """Return a Swedish account's clearing number, four digits, and the account without it.

    In the 8000 series a fifth digit belongs to the clearing number, which SESBA's four have no room for: such an
    account is paid to by its IBAN.
    """
    return number[:4], number[4:]


def account(*, scheme: str, number: str) -> Account:
    """Return the account in its one spelling: "321-7254" and "3217254" are the same bankgiro."""
    compact = re.sub(r"\s", "", number)
    digits = compact.replace("-", "")
    if scheme == IBAN:
        return Account(IBAN, compact.upper())
    return Account(scheme, digits if digits.isdigit() else compact)


def read_account(node: Node | None) -> Account | None:
    """Return the account in an `…Acct` element, or None when the element is missing or names none."""
    if node is None:
        return None
    iban, other = node.text("Id/IBAN"), node.text("Id/Othr/Id")
    if iban:
        return account(scheme=IBAN, number=iban)
    scheme = node.text("Id/Othr/SchmeNm/Prtry") or node.text("Id/Othr/SchmeNm/Cd")
    return account(scheme=scheme.upper(), number=other) if other else None
