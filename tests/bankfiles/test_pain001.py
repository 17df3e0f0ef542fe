"""Payment files to the bank, in the two dialects that are known."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekrav.bankfiles import pain001, pain001_read
from ekrav.bankfiles.accounts import BANKGIRO, IBAN, PLUSGIRO, account
from ekrav.bankfiles.bank_profile import BGAB, PROFILES, SESBA
from ekrav.bankfiles.characters import bank_text, is_bank_text
from ekrav.bankfiles.pain001_rules import NotPayable
from ekrav.bankfiles.payment_batch import PaymentOrder, gather
from ekrav.bankfiles.refusal import FileRefused
from ekrav.money import Ore
from tests.bankfiles.given import ARE_BYGG, MORNING, OCR_ANNA, OUR_IBAN, bank_file, batch, settlement

_WORD = st.text("abcåäöABCÅÄÖ0123456789.,()+-", min_size=1, max_size=8)


def _squeezed(data: bytes) -> str:
    return "".join(line.strip() for line in data.decode().splitlines())


def test_the_sesba_dialect_names_the_bankgiro_by_9900_and_debits_our_bankgiro() -> None:
    written = _squeezed(pain001.write(batch(settlement()), SESBA))
    assert (
        "<PmtInf><PmtInfId>EK-20250304-20250305</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>"
        "<NbOfTxs>1</NbOfTxs><CtrlSum>1474.00</CtrlSum><ReqdExctnDt><Dt>2025-03-05</Dt></ReqdExctnDt>"
    ) in written
    assert (
        "<DbtrAcct><Id><Othr><Id>50501055</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></DbtrAcct>"
        "<DbtrAgt><FinInstnId><BICFI>SWEDSESS</BICFI></FinInstnId></DbtrAgt><CdtTrfTxInf>"
    ) in written
    assert (
        "<CdtTrfTxInf><PmtId><EndToEndId>EK-2025-17</EndToEndId></PmtId>"
        '<Amt><InstdAmt Ccy="SEK">1474.00</InstdAmt></Amt>'
        "<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId><MmbId>9900</MmbId></ClrSysMmbId>"
        "</FinInstnId></CdtrAgt>"
        "<Cdtr><Nm>Åre Bygg AB</Nm><PstlAdr><TwnNm>Åre</TwnNm><Ctry>SE</Ctry></PstlAdr></Cdtr>"
        "<CdtrAcct><Id><Othr><Id>9912346</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></CdtrAcct>"
        "<RmtInf><Ustrd>Avräkning 2025-17</Ustrd></RmtInf></CdtTrfTxInf>"
    ) in written
    assert "<SvcLvl>" not in written
    assert "<ChrgBr>" not in written


def test_the_bgab_dialect_names_the_bankgiro_by_bic_and_debits_our_iban() -> None:
    written = _squeezed(pain001.write(batch(settlement(), debits=IBAN), BGAB))
    assert "<PmtTpInf><SvcLvl><Cd>NURG</Cd></SvcLvl></PmtTpInf>" in written
    assert "<DbtrAcct><Id><IBAN>SE4550000000058398257466</IBAN></Id></DbtrAcct>" in written
    assert "</DbtrAgt><ChrgBr>SLEV</ChrgBr>" in written
    assert "<CdtrAgt><FinInstnId><BICFI>BGABSESS</BICFI></FinInstnId></CdtrAgt>" in written
    assert "<OrgId><Othr><Id>5566778899</Id><SchmeNm><Prtry>ORGNR</Prtry></SchmeNm></Othr></OrgId>" in written


def test_an_ocr_reference_comes_with_its_amount_where_the_bank_wants_it() -> None:
    order = settlement(note="", ocr=OCR_ANNA)
    kind = "<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
    reference = f"<CdtrRefInf>{kind}<Ref>110429503425</Ref></CdtrRefInf></Strd></RmtInf>"
    amount = '<RfrdDocAmt><RmtdAmt Ccy="SEK">1474.00</RmtdAmt></RfrdDocAmt>'
    assert f"<RmtInf><Strd>{amount}{reference}" in _squeezed(pain001.write(batch(order), SESBA))
    assert f"<RmtInf><Strd>{reference}" in _squeezed(pain001.write(batch(order, debits=IBAN), BGAB))


def test_a_plusgiro_is_named_by_its_clearing_number_and_read_again_as_a_plusgiro() -> None:
    order = settlement(payee_account=account(scheme=PLUSGIRO, number="12 34 56-6"))
    data = pain001.write(batch(order, debits=IBAN), SESBA)
    assert "<MmbId>9960</MmbId>" in _squeezed(data)
    assert "<Othr><Id>1234566</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr>" in _squeezed(data)
    assert pain001_read.read(data).payments == (order,)


def test_each_execution_date_is_a_group_with_its_own_number_and_sum() -> None:
    first, second, third = (settlement(end_to_end_id=f"EK-{n}", amount=Ore(n * 100)) for n in (1, 2, 3))
    days = {date(2025, 3, 6): [third], date(2025, 3, 5): [first, second]}
    whole = gather(message_id="EK-1", created=MORNING, debtor=batch().debtor, payments=days)
    assert [(group.payment_information_id, group.total) for group in whole.groups] == [
        ("EK-1-20250305", 300),
        ("EK-1-20250306", 300),
    ]
    written = _squeezed(pain001.write(whole, SESBA))
    assert written.count("<NbOfTxs>2</NbOfTxs><CtrlSum>3.00</CtrlSum>") == 1
    assert written.count("<NbOfTxs>1</NbOfTxs><CtrlSum>3.00</CtrlSum>") == 1
    assert written.count("<NbOfTxs>3</NbOfTxs><CtrlSum>6.00</CtrlSum>") == 1
    assert pain001_read.read(pain001.write(whole, SESBA)) == whole


@st.composite
def _orders(draw: st.DrawFn) -> list[PaymentOrder]:
    return [
        settlement(
            end_to_end_id=f"EK-{number}",
            amount=Ore(draw(st.integers(1, 999_999_999_99))),
            payee_name=" ".join(draw(st.lists(_WORD, min_size=1, max_size=3))),
            payee_town=draw(_WORD),
            **draw(st.sampled_from([{"note": "", "ocr": OCR_ANNA}, {"note": "Avräkning (1), del 2"}])),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.just(None), min_size=1, max_size=3),
    st.data(),
)
def test_what_is_written_is_read_again_in_every_dialect(days: dict[date, None], data: st.DataObject) -> None:
    orders = {
        day: [replace(order, end_to_end_id=f"{order.end_to_end_id}/{day}") for order in data.draw(_orders())]
        for day in days
    }
    for profile in PROFILES.values():
        debtor = batch(debits=profile.debits[BANKGIRO]).debtor
        whole = gather(message_id="EK-20250304", created=MORNING, debtor=debtor, payments=orders)
        written = pain001.write(whole, profile)
        assert pain001_read.read(written) == whole
        assert pain001.write(whole, profile) == written


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_every_text_becomes_one_that_the_bank_takes_and_stays_so(text: str) -> None:
    written = bank_text(text)
    assert is_bank_text(written)
    assert bank_text(written) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Åre Bygg & Söner AB", "Åre Bygg + Söner AB"),
        ("Müller, Søn – Łódź", "Muller, Sön - Lodz"),
        ("Ærlig “Café” [1]", "Ärlig 'Cafe' (1)"),
        ("A\u030are", "Åre"),
        ("Avräkning\u00a02025\t17", "Avräkning 2025 17"),
        ("東京", "??"),
        ("½", "?"),
    ],
)
def test_other_characters_are_written_with_the_banks(text: str, written: str) -> None:
    assert bank_text(text) == written


def test_a_name_is_cut_at_70_characters() -> None:
    order = settlement(payee_name="Åre Bygg " * 10)
    assert (
        pain001_read.read(pain001.write(batch(order), SESBA)).payments[0].payee_name
        == ("Åre Bygg " * 10)[:70].strip()
    )


_NOT_PAYABLE: list[tuple[dict[str, Any], str]] = [
    ({"amount": Ore(0)}, "Beloppet måste vara mer än noll"),
    ({"amount": Ore(-100)}, "Beloppet måste vara mer än noll"),
    ({"amount": Ore(1_000_000_000_00)}, "Beloppet måste vara mer än noll"),
    ({"payee_name": " "}, "Mottagarens namn saknas"),
    ({"payee_town": ""}, "Mottagarens ort saknas"),
    ({"payee_account": account(scheme=BANKGIRO, number="991-2347")}, "Kontonumret är inte giltigt"),
    (
        {"payee_account": account(scheme=IBAN, number="SE4550000000058398257467")},
        "Kontonumret är inte giltigt",
    ),
    ({"payee_account": account(scheme=IBAN, number="NL56AGDH9619008421")}, "Kontonumret är inte giltigt"),
    ({"payee_account": account(scheme="MOBNB", number="0701740605")}, "Kontonumret är inte giltigt"),
    ({"payee_account": OUR_IBAN}, "En betalning till bankkonto (IBAN) måste dras från vårt bankkonto (IBAN)"),
    ({"note": ""}, "Ange antingen ett meddelande eller ett OCR-nummer"),
    ({"ocr": OCR_ANNA}, "Ange antingen ett meddelande eller ett OCR-nummer"),
    ({"note": "", "ocr": "110429503427"}, "OCR-numret har fel kontrollsiffra"),
    ({"note": "M" * 26}, "Meddelandet får vara högst 25 tecken"),
    ({"note": "ß" * 13}, "Meddelandet får vara högst 25 tecken"),
    ({"end_to_end_id": ""}, "En referens är tom"),
    ({"end_to_end_id": "E" * 36}, "En referens är tom, för lång"),
    ({"end_to_end_id": "EK_1"}, "otillåtna tecken"),
    ({"payee_country": "Sverige"}, "Uppgiften Ctry"),
]


@pytest.mark.parametrize(("changed", "said"), _NOT_PAYABLE)
def test_what_the_bank_would_refuse_is_refused_before_the_file_is_made(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotPayable) as refused:
        pain001.write(batch(settlement(**changed)), SESBA)
    assert said in refused.value.reason_sv


def test_a_note_to_an_iban_may_be_longer() -> None:
    order = settlement(payee_account=OUR_IBAN, note="M" * 140)
    assert pain001_read.read(pain001.write(batch(order, debits=IBAN), SESBA)).payments == (order,)


@pytest.mark.parametrize(
    ("debits", "profile", "said"),
    [
        (IBAN, SESBA, "En betalning till bankgiro måste dras från vårt bankgiro."),
        (BANKGIRO, BGAB, "En betalning till bankgiro måste dras från vårt bankkonto (IBAN)."),
    ],
)
def test_the_dialect_decides_which_of_our_accounts_is_debited(debits: str, profile: Any, said: str) -> None:
    with pytest.raises(NotPayable) as refused:
        pain001.write(batch(settlement(), debits=debits), profile)
    assert (refused.value.position, refused.value.reason_sv) == (
        "betalning EK-2025-17",
        f"{said} Gör en egen fil.",
    )


def test_a_plusgiro_is_not_paid_in_a_dialect_that_has_no_known_way_to() -> None:
    order = settlement(payee_account=account(scheme=PLUSGIRO, number="1234566"))
    with pytest.raises(NotPayable, match="inte till den sortens konto"):
        pain001.write(batch(order, debits=IBAN), BGAB)


def test_two_payments_with_one_reference_are_refused() -> None:
    with pytest.raises(NotPayable) as refused:
        pain001.write(batch(settlement(), settlement()), SESBA)
    assert refused.value.position == "betalning EK-2025-17"


def test_an_empty_batch_and_a_too_long_message_id_are_refused() -> None:
    with pytest.raises(NotPayable, match="Filen har ingen betalning"):
        pain001.write(batch(), SESBA)
    with pytest.raises(NotPayable, match="för lång"):
        pain001.write(batch(settlement(), message_id="E" * 27), SESBA)


def test_a_payment_file_of_another_program_is_read() -> None:
    whole = pain001_read.read(bank_file("pain001_03_two_payments.xml"))
    assert (whole.message_id, whole.total, whole.debtor.account) == ("LON-1", 184300, OUR_IBAN)
    assert [(order.payee_account, order.amount, order.note, order.ocr) for order in whole.payments] == [
        (ARE_BYGG, 184200, "", OCR_ANNA),
        (ARE_BYGG, 100, "Tack", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<NbOfTxs>2<", b"<NbOfTxs>3<"),
        (b"<CtrlSum>1843.00<", b"<CtrlSum>1843.01<"),
        (b'"SEK">1.00<', b'"SEK">1.01<'),
        (b'"SEK">1.00<', b'"EUR">1.00<'),
        (b"<BIC>SWEDSESS<", b"<BIC>sweden<"),
    ],
)
def test_a_payment_file_that_does_not_add_up_is_refused_by_the_bank(old: bytes, new: bytes) -> None:
    data = bank_file("pain001_03_two_payments.xml")
    assert old in data
    with pytest.raises(FileRefused):
        pain001_read.read(data.replace(old, new))
    with pytest.raises(FileRefused):  # the group's own totals, the file's being right
        pain001_read.read(new.join(data.rsplit(old, 1)))


def test_every_prefix_of_a_payment_file_is_refused() -> None:
    data = pain001.write(batch(settlement()), SESBA).rstrip()
    for length in range(0, len(data), 7):
        with pytest.raises(FileRefused):
            pain001_read.read(data[:length])
