"""What the QR codes say."""

import json
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.bankfiles.payloads import Editable, NotAPayload, swish, using_qr
from ekrav.money import Ore


def test_a_swish_code_with_nothing_to_change() -> None:
    code = swish(payee="1237856901", amount=Ore(10000), message="12229445")
    assert code == "C1237856901;100,00;12229445;0"


def test_a_swish_code_where_the_payer_writes_amount_and_message() -> None:
    code = swish(payee="1231181189", amount=None, message="", editable=Editable.AMOUNT | Editable.MESSAGE)
    assert code == "C1231181189;;;6"


def test_a_swish_message_is_percent_encoded() -> None:
    code = swish(payee="1231181189", amount=Ore(5), message="Skuld; åtgärd 1/2")
    assert code == "C1231181189;0,05;Skuld%3B%20%C3%A5tg%C3%A4rd%201%2F2;0"


@given(st.text(max_size=50), st.integers(1, 10**12))
def test_a_swish_code_has_four_fields_whatever_the_message_says(message: str, amount: int) -> None:
    payee, shown, said, mask = swish(payee="1231181189", amount=Ore(amount), message=message).split(";")
    assert (payee, unquote(said), mask) == ("C1231181189", message, "0")
    assert int(shown.replace(",", "")) == amount


@pytest.mark.parametrize(
    ("payee", "amount", "message"),
    [
        ("123-118 11 89", 100, ""),
        ("1231181189", 0, ""),
        ("1231181189", -100, ""),
        ("1231181189", None, ""),
        ("1231181189", 100, "m" * 51),
    ],
)
def test_a_swish_code_that_the_app_could_not_read_is_refused(
    payee: str, amount: int | None, message: str
) -> None:
    with pytest.raises(NotAPayload):
        swish(payee=payee, amount=None if amount is None else Ore(amount), message=message)


def _using_qr(*, amount: int = 184200, ocr: str = "110429503425") -> str:
    return using_qr(
        payee_name='Åre "Bygg" AB',
        organisation_number="5566778899",
        ocr=ocr,
        invoice_date=date(2025, 3, 3),
        due_date=date(2025, 3, 13),
        amount=Ore(amount),
        bankgiro="50501055",
    )


def test_a_usingqr_code_is_one_line_of_json_with_an_exact_amount() -> None:
    assert _using_qr() == (
        '{"uqr":1,"tp":1,"nme":"Åre \\"Bygg\\" AB","cc":"SE","cid":"556677-8899","iref":"110429503425",'
        '"idt":"20250303","ddt":"20250313","due":1842.00,"cur":"SEK","pt":"BG","acc":"5050-1055"}'
    )


@given(st.integers(1, 10**12))
def test_the_amount_of_a_usingqr_code_is_never_rounded(amount: int) -> None:
    due = json.loads(_using_qr(amount=amount), parse_float=str)["due"]
    assert int(due.replace(".", "")) == amount


@pytest.mark.parametrize(("amount", "ocr"), [(0, "110429503425"), (100, "110429503427")])
def test_a_usingqr_code_without_amount_or_right_reference_is_refused(amount: int, ocr: str) -> None:
    with pytest.raises(NotAPayload):
        _using_qr(amount=amount, ocr=ocr)
