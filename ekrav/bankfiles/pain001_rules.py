"""What a Swedish bank would refuse in a payment file, found before the file is made."""

import re
from collections import Counter

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError

from ekrav.bankfiles.accounts import BANKGIRO, BBAN, IBAN, PLUSGIRO, Account
from ekrav.bankfiles.bank_profile import BankProfile
from ekrav.bankfiles.characters import bank_text, is_bank_text
from ekrav.bankfiles.ocr import has_check_digit
from ekrav.bankfiles.payment_batch import PaymentBatch, PaymentOrder

_ID = 35
_TOWN = 35
_NOTE = 140
_LARGEST = 999_999_999_99
_GIRO_DIGITS = {BANKGIRO: "[0-9]{7,8}", PLUSGIRO: "[0-9]{2,8}"}
_KIND_SV = {BANKGIRO: "bankgiro", PLUSGIRO: "plusgiro", IBAN: "bankkonto (IBAN)", BBAN: "bankkonto"}
# Clearing number and account. The 8000 series has a fifth digit in its clearing number.
_BBAN = "(?!8)[0-9]{4}[0-9]{2,12}"


class NotPayable(ValueError):
    """A batch that the bank would refuse: where, and a Swedish sentence that says what to do."""

    def __init__(self, *, position: str, reason_sv: str) -> None:
        super().__init__(f"{position}: {reason_sv}")
        self.position = position
        self.reason_sv = reason_sv


def check(batch: PaymentBatch, profile: BankProfile) -> None:
    """Check the batch against the format and the bank's dialect. Raises NotPayable for the first fault."""
    _check_id(batch.message_id, position="hela filen")
    if not batch.payments or any(not group.payments for group in batch.groups):
        raise NotPayable(position="hela filen", reason_sv="Filen har ingen betalning. Välj minst en.")
    for group in batch.groups:
        _check_id(group.payment_information_id, position="hela filen")
    _check_unique("grupp", Counter(group.payment_information_id for group in batch.groups))
    _check_unique("betalning", Counter(payment.end_to_end_id for payment in batch.payments))
    _check_account(batch.debtor.account, position="vårt konto")
    for group in batch.groups:
        debited = group.debited or batch.debtor.account
        _check_account(debited, position="vårt konto")
        for payment in group.payments:
            _check_payment(payment, debits=debited.scheme, profile=profile)


def _check_payment(payment: PaymentOrder, *, debits: str, profile: BankProfile) -> None:
    position = f"betalning {payment.end_to_end_id}"
    _check_id(payment.end_to_end_id, position=position)
    if not 0 < payment.amount <= _LARGEST:
        raise NotPayable(position=position, reason_sv="Beloppet måste vara mer än noll och under en miljard.")
    if not bank_text(payment.payee_name):
        raise NotPayable(position=position, reason_sv="Mottagarens namn saknas; banken kräver det.")
    if not 0 < len(bank_text(payment.payee_town)) <= _TOWN:
        raise NotPayable(
            position=position, reason_sv="Mottagarens ort saknas eller är för lång; banken kräver den."
        )
    _check_account(payment.payee_account, position=position)
    _check_debited(payment.payee_account.scheme, debits=debits, profile=profile, position=position)
    _check_reference(payment, profile=profile, position=position)


def _check_debited(payee: str, *, debits: str, profile: BankProfile, position: str) -> None:
    wanted = profile.debits.get(payee)
    if wanted is None:
        raise NotPayable(
            position=position, reason_sv="Banken betalar inte till den sortens konto i den här filen."
        )
    if wanted != debits:
        raise NotPayable(
            position=position,
            reason_sv=f"En betalning till {_KIND_SV[payee]} måste dras från vårt {_KIND_SV[wanted]}. Gör en egen fil.",
        )


def _check_reference(payment: PaymentOrder, *, profile: BankProfile, position: str) -> None:
    longest = _NOTE if payment.payee_account.scheme in (IBAN, BBAN) else profile.giro_note
    if bool(payment.note) is bool(payment.ocr):
        raise NotPayable(position=position, reason_sv="Ange antingen ett meddelande eller ett OCR-nummer.")
    if payment.ocr and not has_check_digit(payment.ocr):
        raise NotPayable(position=position, reason_sv="OCR-numret har fel kontrollsiffra. Kontrollera det.")
    if payment.note and not 0 < len(bank_text(payment.note)) <= longest:
        raise NotPayable(
            position=position, reason_sv=f"Meddelandet får vara högst {longest} tecken. Korta det."
        )


def _check_account(account: Account, *, position: str) -> None:
    if account.scheme == IBAN:
        right = _is_iban(account.number)
    elif account.scheme == BBAN:
        right = re.fullmatch(_BBAN, account.number) is not None
    else:
        digits = _GIRO_DIGITS.get(account.scheme, "(?!)")
        right = re.fullmatch(digits, account.number) is not None and bool(luhn.is_valid(account.number))
    if not right:
        raise NotPayable(position=position, reason_sv="Kontonumret är inte giltigt. Kontrollera det.")


def _is_iban(number: str) -> bool:
    """Tell whether it is a Swedish IBAN: a foreign one needs a bank and charges that are not here."""
    try:
        return number.startswith("SE") and bool(iban.validate(number) == number)
    except ValidationError:
        return False


def _check_id(text: str, *, position: str) -> None:
    if not 0 < len(text) <= _ID or not is_bank_text(text) or text != text.strip():
        raise NotPayable(
            position=position, reason_sv="En referens är tom, för lång eller har otillåtna tecken."
        )


def _check_unique(what_sv: str, times: Counter[str]) -> None:
    twice = next((name for name, count in times.items() if count > 1), None)
    if twice is not None:
        raise NotPayable(
            position=f"{what_sv} {twice}", reason_sv="Samma referens står på två. Ge var och en sin."
        )
