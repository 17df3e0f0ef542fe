"""Which accounts are the agency's client funds: no file about another account is taken."""

from collections.abc import Collection

from ekrav.agency.models import Agency
from ekrav.bankfiles.accounts import BANKGIRO, IBAN, Account, account
from ekrav.bankfiles.refusal import FileRefused


def our_accounts() -> frozenset[Account]:
    """Return the client-funds account by each of its names. In an agency or staff scope."""
    agency = Agency.objects.get()
    named = ((BANKGIRO, agency.client_funds_bankgiro), (IBAN, agency.client_funds_iban))
    return frozenset(account(scheme=scheme, number=number) for scheme, number in named if number)


def refuse_other_accounts(accounts: Collection[Account]) -> None:
    """Refuse a file that tells of any other account than the agency's client funds. Raises FileRefused."""
    ours = our_accounts()
    if not ours:
        raise FileRefused(
            position="hela filen",
            reason_sv="Byråns klientmedelskonto är inte ifyllt. Fyll i bankgiro och IBAN i byråns uppgifter först.",
        )
    if not ours.issuperset(accounts):
        raise FileRefused(
            position="hela filen",
            reason_sv="Filen gäller ett annat konto än byråns klientmedelskonto. Inget är bokfört."
            " Välj rätt fil, eller rätta kontot i byråns uppgifter.",
        )
