"""The refusal of a file: it is taken whole or not at all, and a person is told what to do."""

from enum import StrEnum
from typing import Final


class Wrong(StrEnum):
    """What is wrong with a file."""

    BROKEN = "broken"
    NOT_XML = "not_xml"
    DOCUMENT_TYPE = "document_type"
    TOO_LARGE = "too_large"
    SCHEMA = "schema"
    VALUE = "value"
    CONTROLS = "controls"
    ALTERED = "altered"
    OTHER_FILER = "other_filer"
    OTHER_WAY = "other_way"
    NUMBER_USED = "number_used"


_AGAIN: Final = "Be Kronofogden lägga ut filen igen."

WORDS: Final[dict[Wrong, str]] = {
    Wrong.BROKEN: f"Filen är tom, skadad eller avbruten. {_AGAIN}",
    Wrong.NOT_XML: "Filen är inte XML i UTF-8. Välj en fil från Kronofogden.",
    Wrong.DOCUMENT_TYPE: "Filen innehåller en dokumenttyp, som våra filer aldrig har. Kontrollera avsändaren.",
    Wrong.TOO_LARGE: "Filen är större än någon fil från Kronofogden. Kontrollera avsändaren.",
    Wrong.SCHEMA: f"Filen följer inte formatet. {_AGAIN}",
    Wrong.VALUE: f"Ett datum eller ett tal i filen går inte att läsa. {_AGAIN}",
    Wrong.CONTROLS: f"Antal eller summa stämmer inte med innehållet. {_AGAIN}",
    Wrong.ALTERED: f"Filens kontrollsumma stämmer inte: den har ändrats på vägen. {_AGAIN}",
    Wrong.OTHER_FILER: "Filen är ställd till en annan ingivare. Läs inte mer i den; ring Kronofogden.",
    Wrong.OTHER_WAY: "Filen är vår egen till Kronofogden. Välj en fil därifrån.",
    Wrong.NUMBER_USED: "Löpnumret är redan läst med annat innehåll. Fråga Kronofogden vilken fil som gäller.",
}


class FilingRefused(ValueError):
    """A file that is not read, no part of it. `reason_sv` is for the person who works the list; it names nobody."""

    def __init__(self, wrong: Wrong, *, position: str = "hela filen") -> None:
        super().__init__(f"{position}: {WORDS[wrong]}")
        self.wrong = wrong
        self.position = position
        self.reason_sv = WORDS[wrong]
