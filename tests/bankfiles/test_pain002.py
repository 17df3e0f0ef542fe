"""What the bank says of a payment file."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekrav.bankfiles import pain002
from ekrav.bankfiles.build import NotWritable
from ekrav.bankfiles.pain002_write import write
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.status_report import GroupStatus, Reason, StatusReport, TransactionStatus, Verdict
from ekrav.bankfiles.status_words import OUTCOMES, REASONS_SV, Outcome, explain, outcome
from ekrav.money import Ore
from tests.bankfiles.given import MORNING, bank_file

GROUP = "EK-20250304-20250304"

_CODES = st.sampled_from(["ACTC", "RCVD", "RJCT", "PDNG", "ACCP", "ACSP", "ACSC", "ACWC"])
_PAYMENT_CODES = st.sampled_from(["", "RJCT", "PDNG", "ACCP", "ACSP", "ACSC", "ACWC"])
_ID = st.text("ABCDEFGH0123456789-/", min_size=1, max_size=35)
_SAID = st.lists(st.text("abcåäö<&0123456789", min_size=1, max_size=20), max_size=12).map(" ".join)
_REASON = st.builds(Reason, code=st.sampled_from(["", "AC03", "AM04", "NARR", "BANK-77"]), text=_SAID)
_REASONS = st.lists(_REASON, max_size=2).map(tuple)
_TRANSACTION = st.builds(
    TransactionStatus,
    end_to_end_id=_ID,
    status=_PAYMENT_CODES,
    reasons=_REASONS,
    bank_reference=st.just("") | _ID,
)
_GROUP = st.builds(
    GroupStatus,
    payment_information_id=_ID,
    status=st.just("") | st.just("PART") | _CODES,
    reasons=_REASONS,
    transactions=st.lists(_TRANSACTION, max_size=3).map(tuple),
)
_REPORT = st.builds(
    StatusReport,
    message_id=_ID,
    version=st.just("12"),
    created=st.integers(0, 10**8).map(lambda seconds: MORNING + timedelta(seconds=seconds)),
    original_message_id=_ID,
    original_message_name=st.just("pain.001.001.09"),
    original_number=st.none() | st.integers(0, 10**6),
    original_total=st.none() | st.integers(0, 10**12).map(Ore),
    status=st.just("") | st.just("PART") | _CODES,
    reasons=_REASONS,
    groups=st.lists(_GROUP, max_size=2).map(tuple),
)


def _verdict(report: StatusReport, end_to_end_id: str = "EK-2025-17") -> Verdict | None:
    return report.verdict(payment_information_id=GROUP, end_to_end_id=end_to_end_id)


def test_a_rejected_file_rejects_every_payment_in_it() -> None:
    report = pain002.read(bank_file("pain002_03_file_rejected.xml"))
    assert (report.original_message_id, report.original_number, report.original_total) == (
        "EK-20250304",
        2,
        184300,
    )
    reason = Reason(code="AM10", text="Control sum is 1842.00")
    assert _verdict(report) == Verdict(status="RJCT", outcome=Outcome.REJECTED, reasons=(reason,))
    assert reason.sentence_sv == (
        "Filens kontrollsumma stämmer inte. Filen är fel gjord; felet är vårt. Lämna den till support. "
        "Banken skriver: Control sum is 1842.00"
    )


def test_one_rejected_payment_says_nothing_of_the_others() -> None:
    report = pain002.read(bank_file("pain002_12_one_payment_rejected.xml"))
    assert _verdict(report) == Verdict(
        status="RJCT", outcome=Outcome.REJECTED, reasons=(Reason(code="AC03"),)
    )
    assert _verdict(report, "EK-2025-18") is None


def test_an_accepted_group_accepts_its_payments_and_no_others() -> None:
    report = pain002.read(bank_file("pain002_14_group_accepted.xml"))
    assert _verdict(report) == Verdict(status="ACCP", outcome=Outcome.ACCEPTED)
    assert report.verdict(payment_information_id="EK-1", end_to_end_id="EK-2025-17") is None


def test_the_nearest_level_speaks() -> None:
    report = pain002.read(bank_file("pain002_15_payment_settled.xml"))
    assert _verdict(report) == Verdict(status="ACSC", outcome=Outcome.SETTLED)
    assert _verdict(report, "EK-2025-18") == Verdict(status="ACSP", outcome=Outcome.ACCEPTED)
    assert report.verdict(payment_information_id="EK-1", end_to_end_id="EK-1") == Verdict(
        status="ACCP", outcome=Outcome.ACCEPTED
    )
    assert report.groups[0].transactions[0].bank_reference == "PAY-9"


def test_a_status_without_meaning_here_is_unknown_and_never_accepted() -> None:
    assert (outcome("XXXX"), outcome("")) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert Outcome.UNKNOWN not in OUTCOMES.values()


def test_every_reason_is_a_sentence_that_ends() -> None:
    assert [code for code, sentence in REASONS_SV.items() if not sentence.endswith(".")] == []
    assert [code for code in REASONS_SV if len(code) != 4] == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("AM04", "Pengarna räckte inte på kontot. Fyll på kontot och betala på nytt."),
        ("ZZ99", "Banken anger orsaken ZZ99. Fråga banken."),
        ("", "Banken anger ingen orsak."),
    ],
)
def test_a_reason_code_is_explained_in_swedish(code: str, sentence: str) -> None:
    assert explain(code) == sentence


@settings(max_examples=60, deadline=None)
@given(_REPORT, st.sampled_from(["03", "12", "14", "15"]))
def test_what_is_written_is_read_again(
    report: StatusReport, version: Literal["03", "12", "14", "15"]
) -> None:
    assert pain002.read(write(report, version=version)) == replace(report, version=version)


def _report(status: str) -> StatusReport:
    return StatusReport(
        message_id="BANK-STS-1",
        version="12",
        created=MORNING,
        original_message_id="EK-20250304",
        original_message_name="pain.001.001.09",
        status=status,
    )


def test_a_status_that_version_03_does_not_know_is_not_written_in_it() -> None:
    assert pain002.read(write(_report("ACCC"), version="12")).status == "ACCC"
    with pytest.raises(NotWritable):
        write(_report("ACCC"), version="03")


def test_a_report_that_its_schema_does_not_accept_is_refused() -> None:
    data = bank_file("pain002_03_file_rejected.xml").replace(b">RJCT<", b">REJECTED<")
    with pytest.raises(FileRefused) as refused:
        pain002.read(data)
    assert "uppgiften GrpSts" in refused.value.reason_sv


def test_another_kind_of_file_is_refused_with_what_it_is() -> None:
    with pytest.raises(FileRefused, match=r"men här läses en statusrapport om utbetalningar \(pain.002\)"):
        pain002.read(bank_file("camt054_08_one_ocr_payment.xml"))
