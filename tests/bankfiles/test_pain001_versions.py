"""Payment files in both versions, from several of our accounts, to every kind of account that the formats allow."""

from datetime import date
from typing import Final

import pytest

from ekrav.bankfiles import pain001, pain001_read
from ekrav.bankfiles.accounts import BANKGIRO, BBAN, IBAN, PLUSGIRO, Account, account
from ekrav.bankfiles.bank_profile import BGAB_03, PROFILES, SESBA, SESBA_03, BankProfile
from ekrav.bankfiles.pain001_rules import NotPayable
from ekrav.bankfiles.payment_batch import PaymentBatch, gather
from tests.bankfiles.given import MORNING, OCR_ANNA, OUR_IBAN, batch, settlement

DAY: Final = date(2025, 3, 5)
ANNAS_IBAN = account(scheme=IBAN, number="SE35 5000 0000 0549 1000 0003")
ANNAS_ACCOUNT = account(scheme=BBAN, number="5491 0000003")
A_PLUSGIRO = account(scheme=PLUSGIRO, number="12 34 56-6")


def squeezed(data: bytes) -> str:
    return "".join(line.strip() for line in data.decode().splitlines())


def test_version_03_has_its_own_date_and_its_own_name_for_a_bic() -> None:
    written = squeezed(pain001.write(batch(settlement()), SESBA_03))
    assert "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03" in written
    assert "<ReqdExctnDt>2025-03-05</ReqdExctnDt>" in written
    assert "<DbtrAgt><FinInstnId><BIC>SWEDSESS</BIC></FinInstnId></DbtrAgt>" in written
    written = squeezed(pain001.write(batch(settlement(), debits=IBAN), BGAB_03))
    assert "<CdtrAgt><FinInstnId><BIC>BGABSESS</BIC></FinInstnId></CdtrAgt>" in written
    assert "<SvcLvl><Cd>NURG</Cd></SvcLvl>" in written


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
@pytest.mark.parametrize("said", [{"note": "Avräkning 2025-17"}, {"note": "", "ocr": OCR_ANNA}])
def test_every_profile_writes_what_is_read_again(profile: BankProfile, said: dict[str, str]) -> None:
    whole = batch(settlement(**said), debits=profile.debits[BANKGIRO])
    assert pain001_read.read(pain001.write(whole, profile)) == whole


def of_both(*, account_of_bank: Account = ANNAS_ACCOUNT) -> PaymentBatch:
    """One payment to a bankgiro from ours, and three to other accounts from our IBAN."""
    others = (ANNAS_IBAN, A_PLUSGIRO, account_of_bank)
    return gather(
        message_id="R20250305-1",
        created=MORNING,
        debtor=batch().debtor,
        payments={DAY: [settlement()]},
        others={
            OUR_IBAN: {
                DAY: [
                    settlement(end_to_end_id=f"R-{number}", payee_account=payee)
                    for number, payee in enumerate(others)
                ]
            }
        },
    )


@pytest.mark.parametrize("profile", [SESBA, SESBA_03])
def test_one_file_draws_from_our_bankgiro_and_our_account_in_a_group_each(profile: BankProfile) -> None:
    whole = of_both()
    data = pain001.write(whole, profile)
    assert pain001_read.read(data) == whole
    written = squeezed(data)
    names = [group.payment_information_id for group in whole.groups]
    assert names == ["R20250305-1-20250305", "R20250305-1-20250305-1"]
    # Rule 219: a bankgiro is paid from our bankgiro, and nothing else is.
    assert written.count("<DbtrAcct><Id><Othr><Id>50501055</Id>") == 1
    assert written.count("<DbtrAcct><Id><IBAN>SE4550000000058398257466</IBAN>") == 1
    # A bank account by its clearing number, the account without it as BBAN.
    assert "<MmbId>5491</MmbId>" in written
    assert "<Othr><Id>0000003</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr>" in written


@pytest.mark.parametrize("number", ["81050000003", "5491", "54910000003000000", "549A0000003"])
def test_an_account_number_that_the_clearing_cannot_carry_is_refused(number: str) -> None:
    with pytest.raises(NotPayable, match="Kontonumret är inte giltigt"):
        pain001.write(of_both(account_of_bank=Account(BBAN, number)), SESBA)


@pytest.mark.parametrize("payee", [A_PLUSGIRO, ANNAS_ACCOUNT])
def test_the_other_dialect_pays_to_bankgiro_and_iban_only(payee: Account) -> None:
    order = settlement(payee_account=payee)
    with pytest.raises(NotPayable, match="Banken betalar inte till den sortens konto"):
        pain001.write(batch(order, debits=IBAN), BGAB_03)
