"""A camt.054 is taken whole or refused whole, with the place and what to do."""

import time
from collections.abc import Callable

import pytest
from lxml import etree

from ekrav.bankfiles import camt053, camt054
from ekrav.bankfiles.branches import LARGEST_STREAM
from ekrav.bankfiles.document import LARGEST_FILE, MOST_TAGS
from ekrav.bankfiles.refusal import FileRefused
from tests.bankfiles.given import bank_file

_ONE = "camt054_08_one_ocr_payment.xml"
_THREE = "camt054_08_three_payments_in_one_entry.xml"


def _refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        camt054.read(data)
    return refused.value.position, refused.value.reason_sv


def _changed(name: str, *changes: tuple[str, str]) -> bytes:
    text = bank_file(name).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
@pytest.mark.parametrize(
    ("old", "new", "position", "said"),
    [
        ("<NbOfNtries>1<", "<NbOfNtries>2<", "slutsumman", "Banken skriver 2 poster men filen har 1."),
        ("<Sum>1842.00<", "<Sum>1842.01<", "slutsumman", "1 842,01 kr men delarna blir 1 842,00 kr"),
        (
            "<TtlCdtNtries>\n          <NbOfNtries>1<",
            "<TtlCdtNtries>\n          <NbOfNtries>0<",
            "slutsumman",
            "Banken skriver 0 poster men filen har 1.",
        ),
        (
            "<TtlDbtNtries>\n          <NbOfNtries>0</NbOfNtries>\n          <Sum>0<",
            "<TtlDbtNtries>\n          <NbOfNtries>0</NbOfNtries>\n          <Sum>1<",
            "slutsumman",
            "1,00 kr men delarna blir 0,00 kr",
        ),
        (
            '<Amt Ccy="SEK">1842.00<',
            '<Amt Ccy="SEK">1842.01<',
            "post 1",
            "1 842,01 kr men delarna blir 1 842,00 kr",
        ),
    ],
)
def test_totals_that_do_not_add_up_refuse_the_file(
    version: str, old: str, new: str, position: str, said: str
) -> None:
    data = _changed(f"camt054_{version}_one_ocr_payment.xml", (old, new))
    where, why = _refusal(data)
    assert where == position
    assert said in why.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("camt054_02_one_ocr_payment.xml", "<TtlNetNtryAmt>1842.00<", "<TtlNetNtryAmt>1842.10<"),
        (
            "camt054_02_one_ocr_payment.xml",
            "</TtlNetNtryAmt>\n          <CdtDbtInd>CRDT<",
            "</TtlNetNtryAmt>\n          <CdtDbtInd>DBIT<",
        ),
        (_ONE, "<Amt>1842.00<", "<Amt>1842.10<"),
        (_ONE, "</Amt>\n            <CdtDbtInd>CRDT<", "</Amt>\n            <CdtDbtInd>DBIT<"),
    ],
)
def test_a_wrong_net_refuses_the_file(name: str, old: str, new: str) -> None:
    assert _refusal(_changed(name, (old, new)))[0] == "slutsumman"


def test_payments_that_do_not_sum_to_their_entry_refuse_the_file() -> None:
    where, why = _refusal(_changed(_THREE, (">258.00<", ">258.01<")))
    assert where == "post 1"
    assert "2 500,00 kr men delarna blir 2 500,01 kr" in why.replace("\u00a0", " ")


def test_a_payment_in_the_wrong_direction_refuses_the_file() -> None:
    old, new = "258.00</Amt>\n            <CdtDbtInd>CRDT", "258.00</Amt>\n            <CdtDbtInd>DBIT"
    assert _refusal(_changed(_THREE, (old, new)))[0] == "post 1"


@pytest.mark.parametrize(
    ("old", "new"),
    [("<NbOfTxs>3<", "<NbOfTxs>2<"), ('<TtlAmt Ccy="SEK">2500.00<', '<TtlAmt Ccy="SEK">2500.01<')],
)
def test_a_batch_that_does_not_add_up_refuses_the_file(old: str, new: str) -> None:
    assert _refusal(_changed(_THREE, (old, new)))[0] == "post 1"


def test_a_payment_without_amount_among_several_refuses_the_file() -> None:
    data = _changed(
        "camt054_02_only_entry_references.xml", ("<TxAmt>", "<CntrValAmt>"), ("</TxAmt>", "</CntrValAmt>")
    )
    assert _refusal(data) == (
        "post 1, betalning 1",
        "Betalningen saknar belopp, så posten går inte att dela upp. Hämta filen på nytt från banken.",
    )


def test_euro_refuses_the_file() -> None:
    where, why = _refusal(bank_file("camt054_08_euro.xml"))
    assert where == "post 1"
    assert why.startswith("Valutan är EUR; här bokförs bara SEK.")


@pytest.mark.parametrize("place", ['<Amt Ccy="SEK">258.00', '<Amt Ccy="SEK">2500.00'])
def test_one_amount_in_euro_refuses_the_whole_file(place: str) -> None:
    assert "Valutan är EUR" in _refusal(_changed(_THREE, (place, place.replace("SEK", "EUR"))))[1]


def test_half_an_ore_refuses_the_file() -> None:
    assert _refusal(_changed(_ONE, ('"SEK">1842.00<', '"SEK">1842.005<')))[1].startswith(
        "Ett belopp går inte"
    )


def test_one_bank_reference_on_two_entries_refuses_the_file() -> None:
    where, why = _refusal(bank_file("camt054_08_same_reference_twice.xml"))
    assert where == "hela filen"
    assert why.startswith("Banken har satt samma referens på två poster")


def test_a_duplicate_without_bank_references_is_refused() -> None:
    data = _changed("camt054_08_no_bank_references.xml", ("<Acct>", "<CpyDplctInd>DUPL</CpyDplctInd><Acct>"))
    assert _refusal(data)[1].startswith("Banken kallar filen en dubblett")


def test_a_booked_entry_without_a_day_is_refused() -> None:
    data = _changed(_ONE, ("<BookgDt>\n          <Dt>2025-03-04</Dt>\n        </BookgDt>", ""))
    assert _refusal(data) == (
        "post 1",
        "Posten är bokförd men saknar bokföringsdag. Hämta filen på nytt från banken.",
    )


def test_what_the_schema_does_not_accept_is_refused_by_line_and_element_without_its_value() -> None:
    data = _changed(_ONE, ("<Ref>110429503425<", f"<Ref>{'9' * 36}<"))
    where, why = _refusal(data)
    line = 1 + data[: data.index(b"<Ref>")].count(b"\n")
    assert where == f"rad {line}"
    assert why == "Filen följer inte camt.054 (uppgiften Ref). Hämta filen på nytt från banken."


def test_without_a_schema_a_missing_element_is_refused_all_the_same() -> None:
    data = _changed("camt054_13_one_ocr_payment.xml", ("<MsgId>BANK-20250304-1</MsgId>", ""))
    assert _refusal(data)[1] == "Uppgiften MsgId saknas. Hämta filen på nytt från banken."


_BETWEEN = "</Strd>\n              <Strd>"


@pytest.mark.parametrize(
    "changes",
    [
        [(_BETWEEN, "<Strd></Strd>")],
        [(_BETWEEN, "")],
        [(_BETWEEN, "</Strd>"), ("</Strd>\n            </RmtInf>", "</RmtInf>")],
    ],
    ids=["within another", "two in one", "beside another"],
)
def test_without_a_schema_a_reference_astray_gives_its_money_to_no_other(
    changes: list[tuple[str, str]],
) -> None:
    to_13 = ("camt.054.001.08", "camt.054.001.13")
    assert _refusal(_changed("camt054_08_one_payment_for_two_references.xml", to_13, *changes)) == (
        "post 1, betalning 1",
        "Uppgifterna om vad betalningen gäller (RmtInf) ligger inte rätt. Hämta filen på nytt från banken.",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Filen är tom."),
        (b" \n", "Filen är tom."),
        (b"%PDF-1.7", "Filen är inte XML. Välj en camt- eller pain-fil"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "Filen är inte XML. Välj en camt- eller pain-fil"),
        (b"01BGMAX               0120250304", "Den är i det äldre formatet BgMax. Be banken om camt.054."),
        ("01BGMAX  Åre".encode("iso-8859-1"), "Den är i det äldre formatet BgMax. Be banken om camt.054."),
        (b"<html></html>", "Filen är XML men inte en ISO 20022-fil"),
        (b"\xff\xfe<\x00a\x00/\x00>\x00", "går inte att läsa som UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "teckenkodning som inte läses här"),
        (bank_file("camt053_02_statement.xml"), "Filen är ett kontoutdrag (camt.053)"),
        (bank_file("pain002_03_file_rejected.xml"), "Filen är en statusrapport om utbetalningar (pain.002)"),
        (bank_file(_ONE).replace(b"054.001.08", b"054.001.06"), "Filen är camt.054 i version 06."),
    ],
)
def test_what_is_not_a_camt_054_is_refused_with_what_it_is(data: bytes, said: str) -> None:
    assert said in _refusal(data)[1]


def test_a_file_that_would_take_all_memory_is_refused_before_it_is_parsed() -> None:
    assert _refusal(b" " * (LARGEST_STREAM + 1))[1].startswith("Filen är större än 128 MB.")
    with pytest.raises(FileRefused, match="Filen är större än 32 MB"):
        camt053.read(b" " * (LARGEST_FILE + 1))
    with pytest.raises(FileRefused, match="Filen har fler uppgifter"):
        camt053.read(b"<a>" + b"<b/>" * MOST_TAGS)


def test_a_foreign_statement_is_refused_for_its_currency() -> None:
    data = bank_file("camt053_02_statement.xml").replace(b'"SEK"', b'"EUR"')
    with pytest.raises(FileRefused, match="Valutan är EUR"):
        camt053.read(data)


def _billion_laughs() -> bytes:
    entities = "".join('<!ENTITY a{} "{}">'.format(n, f"&a{n - 1};" * 10) for n in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{entities}]><a>&a9;</a>'.encode()


def _quadratic() -> bytes:
    return b"<!DOCTYPE a [<!ENTITY a '" + b"x" * 100_000 + b"'>]><a>" + b"&a;" * 100_000 + b"</a>"


def _file_of_the_server() -> bytes:
    return b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><a>&a;</a>'


@pytest.mark.parametrize("attack", [_billion_laughs, _quadratic, _file_of_the_server])
def test_a_document_type_is_refused_at_once(attack: Callable[[], bytes]) -> None:
    data = attack()
    began = time.perf_counter()
    why = _refusal(data)[1]
    assert why.startswith("Filen innehåller en dokumenttyp")
    assert time.perf_counter() - began < 0.5


def test_a_document_type_cannot_hide_in_another_encoding() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")
    with pytest.raises(FileRefused):
        camt054.read(hidden)


@pytest.mark.parametrize("put", ["", "x", "-1", "9" * 5000, "1.001", "0001-01-01T00:00:00+14:00"])
def test_a_file_with_one_element_changed_or_lost_is_read_or_refused_and_never_breaks_the_reader(
    put: str,
) -> None:
    # Version 13 has no schema here, so nothing but the reader itself stands in the way.
    whole = bank_file(_THREE).replace(b"054.001.08", b"054.001.13")
    for number in range(1, sum(1 for _ in etree.fromstring(whole).iter())):
        root = etree.fromstring(whole)
        element = list(root.iter())[number]
        parent = element.getparent()
        if put:
            element.text = put
        elif parent is not None:
            parent.remove(element)
        try:
            total = sum(payment.amount for payment in camt054.read(etree.tostring(root)).transactions)
        except FileRefused:
            continue
        assert total in (250000, 0)  # all of it, or an entry that is no longer booked


def test_very_deep_files_are_refused() -> None:
    deep = bank_file(_ONE).replace(b"<Document", b"<a>" * 300 + b"<Document", 1)
    assert "skadad eller avbruten" in _refusal(deep + b"</a>" * 300)[1]
