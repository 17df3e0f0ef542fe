"""How a debt is paid, as a letter's rows: to the client-funds account, with the case's number."""

from cases.models import Case
from ekrav.agency.models import Agency
from ekrav.bankfiles.ocr import format_ocr
from ekrav.identity import format_bankgiro


def rows_to_pay(case: Case) -> list[tuple[str, str]]:
    """Bankgiro and OCR number, for letters that ask for no sum of their own."""
    bankgiro = Agency.objects.values_list("client_funds_bankgiro", flat=True).get()
    return [("Bankgiro", format_bankgiro(bankgiro)), ("OCR-nummer", format_ocr(case.reference.ocr))]
