"""A file that ends too early is refused whole, wherever it ends."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from ekrav.bankfiles import bgmax, camt053, camt054, pain002
from ekrav.bankfiles.camt import VERSIONS
from ekrav.bankfiles.refusal import FileRefused
from tests.bankfiles.given import bank_file

FILES: Final[dict[str, Callable[[bytes], Any]]] = {
    **{f"camt054_{version}_one_ocr_payment.xml": camt054.read for version in VERSIONS},
    **{f"camt053_{version}_one_day.xml": camt053.read for version in VERSIONS},
    "pain002_03_file_rejected.xml": pain002.read,
    "pain002_12_one_payment_rejected.xml": pain002.read,
    "pain002_14_group_accepted.xml": pain002.read,
    "pain002_15_payment_settled.xml": pain002.read,
    "bgmax_one_ocr_payment.txt": bgmax.read,
    "bgmax_two_deposits.txt": bgmax.read,
}


@pytest.mark.parametrize("name", FILES)
def test_every_prefix_of_a_file_is_refused(name: str) -> None:
    # Blanks at the end may be lost: the last record of a BgMax is often cut to 34 characters.
    data, read = bank_file(name).rstrip(), FILES[name]
    for length in range(len(data)):
        with pytest.raises(FileRefused):
            read(data[:length])
    read(data)


@pytest.mark.parametrize("name", ["bgmax_one_ocr_payment.txt", "bgmax_two_deposits.txt"])
def test_every_prefix_of_a_bgmax_without_line_breaks_is_refused(name: str) -> None:
    data = bank_file(name).replace(b"\r\n", b"").rstrip()
    for length in range(len(data)):
        with pytest.raises(FileRefused):
            bgmax.read(data[:length])
    assert bgmax.read(data) == bgmax.read(bank_file(name))
