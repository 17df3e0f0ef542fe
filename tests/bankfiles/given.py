"""What the tests of bank files are given: the small true files beside them, and a few payments."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from ekrav.bankfiles.accounts import BANKGIRO, IBAN, account
from ekrav.bankfiles.payment_batch import Debtor, PaymentBatch, PaymentOrder, gather
from ekrav.money import Ore

OCR_ANNA = "110429503425"
OCR_BO = "110429503524"
OUR_BANKGIRO = account(scheme=BANKGIRO, number="5050-1055")
OUR_IBAN = account(scheme=IBAN, number="SE45 5000 0000 0583 9825 7466")
ARE_BYGG = account(scheme=BANKGIRO, number="991-2346")
MORNING = datetime(2025, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=1)))

_FILES = Path(__file__).parent / "files"


def bank_file(name: str) -> bytes:
    """Return the bytes of a file in `files/`."""
    return (_FILES / name).read_bytes()


def settlement(**changed: object) -> PaymentOrder:
    """Return the payment of a settlement note to Åre Bygg, with some of it `changed`."""
    order: dict[str, object] = {
        "end_to_end_id": "EK-2025-17",
        "amount": Ore(147400),
        "payee_name": "Åre Bygg AB",
        "payee_town": "Åre",
        "payee_account": ARE_BYGG,
        "note": "Avräkning 2025-17",
    }
    return PaymentOrder(**{**order, **changed})  # type: ignore[arg-type]


def batch(*payments: PaymentOrder, debits: str = BANKGIRO, message_id: str = "EK-20250304") -> PaymentBatch:
    """Return a batch of `payments` for 2025-03-05 from our account of the kind `debits`."""
    debtor = Debtor(
        name="Fjällinkasso AB",
        organisation_number="5566778899",
        town="Östersund",
        account=OUR_BANKGIRO if debits == BANKGIRO else OUR_IBAN,
        bic="SWEDSESS",
    )
    day = date(2025, 3, 5)
    return gather(message_id=message_id, created=MORNING, debtor=debtor, payments={day: payments})
