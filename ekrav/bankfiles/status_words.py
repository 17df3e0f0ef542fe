"""ISO 20022's codes for what became of a payment, and a Swedish sentence for each that is common.

Codes: ISO 20022 external code sets (payment status, status reason). New ones are published every quarter, so
an unknown code is shown as it is and never fails a file.
"""

from collections.abc import Mapping
from enum import StrEnum


class Outcome(StrEnum):
    """What a status means for a payment of ours."""

    WAITING = "waiting"
    """The bank has it, or has not decided."""
    ACCEPTED = "accepted"
    """The bank will pay, or has begun to; the money has not left the account."""
    SETTLED = "settled"
    """The bank says that it is paid. The entry in camt.054 is what books it."""
    REJECTED = "rejected"
    """The bank will not pay."""
    MIXED = "mixed"
    """Of a file or a group: some are accepted and some are not; ask per payment."""
    UNKNOWN = "unknown"
    """A status with no meaning here: a person must look."""


OUTCOMES: Mapping[str, Outcome] = {
    "RCVD": Outcome.WAITING,
    "PDNG": Outcome.WAITING,
    "PATC": Outcome.WAITING,
    "ACTC": Outcome.WAITING,
    "ACCP": Outcome.ACCEPTED,
    "ACFC": Outcome.ACCEPTED,
    "ACWC": Outcome.ACCEPTED,
    "ACWP": Outcome.ACCEPTED,
    "ACSP": Outcome.ACCEPTED,
    "ACSC": Outcome.SETTLED,
    "ACCC": Outcome.SETTLED,
    "RJCT": Outcome.REJECTED,
    "CANC": Outcome.REJECTED,
    "BLCK": Outcome.REJECTED,
    "PART": Outcome.MIXED,
    "PRES": Outcome.WAITING,
}

_ACCOUNT = "Kontrollera mottagarens konto och betala på nytt."
_FILE = "Filen är fel gjord; felet är vårt. Lämna den till support."

REASONS_SV: Mapping[str, str] = {
    "AC01": f"Kontonumret är fel. {_ACCOUNT}",
    "AC02": "Vårt kontonummer är fel. Kontrollera kontot som betalningen dras från.",
    "AC03": f"Mottagarens kontonummer är fel. {_ACCOUNT}",
    "AC04": f"Kontot är avslutat. {_ACCOUNT}",
    "AC05": "Vårt konto är avslutat. Kontrollera kontot som betalningen dras från.",
    "AC06": f"Kontot är spärrat. {_ACCOUNT}",
    "AC07": f"Mottagarens konto är avslutat. {_ACCOUNT}",
    "AC13": "Vårt konto är av fel slag för betalningen. Kontrollera kontot som betalningen dras från.",
    "AC14": f"Mottagarens konto är av fel slag för betalningen. {_ACCOUNT}",
    "AG01": "Betalningen är inte tillåten för kontot. Fråga banken.",
    "AG02": f"Betalningen har fel slags kod. {_FILE}",
    "AM01": "Beloppet är noll. Ta bort betalningen.",
    "AM02": "Beloppet är högre än banken tillåter. Fråga banken om gränsen.",
    "AM03": "Valutan är inte tillåten. Betala i SEK.",
    "AM04": "Pengarna räckte inte på kontot. Fyll på kontot och betala på nytt.",
    "AM05": "Banken har redan fått betalningen. Kontrollera att den inte är utförd innan den görs om.",
    "AM09": "Beloppet är ett annat än det överenskomna. Kontrollera beloppet.",
    "AM10": f"Filens kontrollsumma stämmer inte. {_FILE}",
    "AM12": f"Beloppet är ogiltigt. {_FILE}",
    "AM18": f"Filens antal betalningar stämmer inte. {_FILE}",
    "BE01": "Mottagarens namn stämmer inte med kontot. Kontrollera mottagaren.",
    "BE04": "Mottagarens adress saknas. Komplettera den och betala på nytt.",
    "BE05": "Banken känner inte igen oss som avsändare. Fråga banken om avtalet.",
    "BE06": "Banken känner inte mottagaren. Kontrollera mottagaren.",
    "BE07": "Vår adress saknas i filen. Komplettera byråns uppgifter.",
    "BE16": "Vårt organisationsnummer är fel i filen. Kontrollera byråns uppgifter.",
    "BE22": "Mottagarens namn saknas. Komplettera det och betala på nytt.",
    "CH03": "Betalningsdagen ligger för långt fram. Välj en tidigare dag.",
    "CH04": "Betalningsdagen har passerat. Välj en senare dag.",
    "CH11": f"Avsändarens uppgifter är fel. {_FILE}",
    "CH16": f"En uppgift har fel form. {_FILE}",
    "CUST": "Betalningen är återkallad av oss.",
    "DS04": "Betalningen är avvisad av banken. Fråga banken.",
    "DT01": "Betalningsdagen är ogiltig. Välj en bankdag.",
    "DT06": "Banken har flyttat betalningsdagen.",
    "DU01": "Filens referens är redan använd. Kontrollera om filen redan är behandlad.",
    "DU02": "Gruppens referens är redan använd. Kontrollera om betalningarna redan är behandlade.",
    "DU03": "Betalningen finns redan. Kontrollera att den inte är utförd innan den görs om.",
    "DU04": "Betalningens referens är redan använd. Kontrollera att den inte är utförd innan den görs om.",
    "DU05": "Betalningens referens är redan använd. Kontrollera att den inte är utförd innan den görs om.",
    "DUPL": "Betalningen är en dubblett av en tidigare. Kontrollera att den inte är utförd innan den görs om.",
    "FF01": f"Filen har fel format. {_FILE}",
    "MD07": "Mottagaren har avlidit. Fråga banken och boets företrädare.",
    "MS02": "Betalningen är avvisad av mottagaren, som inte säger varför. Fråga mottagaren.",
    "MS03": "Betalningen är avvisad av banken, som inte säger varför. Fråga banken.",
    "NARR": "Banken förklarar med egna ord.",
    "RC01": f"Mottagarens bank är felaktigt angiven. {_ACCOUNT}",
    "RC04": f"Mottagarens bank är felaktigt angiven. {_ACCOUNT}",
    "RF01": "Referensen är inte unik. Kontrollera att betalningen inte är utförd innan den görs om.",
    "RR03": "Mottagarens namn eller adress saknas. Komplettera och betala på nytt.",
    "RR04": "Banken får inte utföra betalningen enligt lag. Fråga banken.",
    "RR07": "Meddelandet till mottagaren är ogiltigt. Rätta det och betala på nytt.",
    "TD03": f"Filen är fel uppbyggd. {_FILE}",
    "TM01": "Filen kom efter bankens stopptid. Banken betalar en senare dag, eller så måste filen skickas om.",
}  # fmt: skip


def outcome(status: str) -> Outcome:
    """Return what a status code means for us."""
    return OUTCOMES.get(status, Outcome.UNKNOWN)


def explain(code: str) -> str:
    """Return the Swedish sentence for a reason code; an unknown one is shown with advice to ask the bank."""
    return REASONS_SV.get(
        code, f"Banken anger orsaken {code}. Fråga banken." if code else "Banken anger ingen orsak."
    )
