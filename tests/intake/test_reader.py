"""PDFs and pictures go through a process that may die: what it read is kept, and nobody gets an error page."""

import io
import subprocess
import time
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image

from cases.intake import kinds, reader, worker
from cases.intake.invoice import read_invoice
from cases.intake.kinds import Kind
from cases.intake.layout import Paper
from tests.intake import tiny

CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
EMPTY_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def locked(*, user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(tiny.text_page(tiny.INVOICE))) as document:
        document.save(out, encryption=pikepdf.Encryption(user=user, owner="owner"))
    return out.getvalue()


def pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + count))
    return tiny.pdf([CATALOGUE, f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"] + [EMPTY_PAGE] * count)


def forms_within_forms(depth: int) -> bytes:
    """Return 3 kB that draw 10 ** depth things."""
    forms = [
        tiny.stream(
            b"/X Do " * 10,
            entries="/Type /XObject /Subtype /Form /BBox [0 0 600 900] "
            f"/Resources << /XObject << /X {6 + number} 0 R >> >>",
        )
        for number in range(depth)
    ]
    last = tiny.stream(b"0 0 1 1 re f", entries="/Type /XObject /Subtype /Form /BBox [0 0 600 900]")
    page = EMPTY_PAGE[:-2] + "/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    return tiny.pdf(
        [CATALOGUE, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, tiny.stream(b"/X Do"), *forms, last]
    )


def test_words_come_with_their_places_and_the_page_with_a_picture() -> None:
    reading = reader.read_pages(tiny.text_page(tiny.INVOICE), kind=Kind.PDF)
    page = reading.pages[0]

    assert (page.number, page.width, page.height) == (1, 595, 842)
    assert [word.text for word in page.words][:4] == ["FAKTURA", "4711", "Fakturadatum:", "2026-03-02"]
    first = page.words[0]
    assert 49 <= first.x0 <= 51
    assert 50 <= first.y0 <= 60 < first.y1 <= 66  # the base line is at 842 - 780 = 62
    assert Image.open(io.BytesIO(reading.images[1])).size == (990, 1400)
    assert reading.note == ""


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    turned = tiny.text_page(tiny.INVOICE, page="/Rotate 90").replace(b"/Rotate 90", b"/Rotate 180")
    reading = reader.read_pages(turned, kind=Kind.PDF)
    word = reading.pages[0].words[0]

    assert 540 <= word.x1 <= 546
    assert 775 <= word.y0 <= 785


def test_a_file_that_needs_a_password_is_refused() -> None:
    with pytest.raises(kinds.PasswordProtected):
        read_invoice(locked(user="secret"))


def test_a_file_that_only_forbids_printing_is_read() -> None:
    assert read_invoice(locked(user="")).extraction.total_ore.value == 125000


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"x" * 5000,
        tiny.text_page(tiny.INVOICE)[:350],
        tiny.pdf([CATALOGUE, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        tiny.pdf([CATALOGUE, "<< /Type /Pages /Kids [] /Count 0 >>"]),
    ],
    ids=["rubbish", "truncated", "page tree in a loop", "no pages"],
)
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(kinds.BrokenFile):
        read_invoice(data)


def test_fifty_pages_are_read_and_fifty_one_refused() -> None:
    assert len(read_invoice(pages(50)).pages) == 50
    with pytest.raises(kinds.TooManyPages):
        read_invoice(pages(51))


def test_a_file_that_claims_a_hundred_thousand_pages_is_refused() -> None:
    with pytest.raises(kinds.TooManyPages):
        read_invoice(tiny.pdf([CATALOGUE, "<< /Type /Pages /Kids [3 0 R] /Count 100000 >>", EMPTY_PAGE]))


def test_scripts_and_endless_cross_references_do_no_harm() -> None:
    plain = tiny.text_page(tiny.INVOICE)
    script = tiny.text_page(tiny.INVOICE, catalogue="/OpenAction << /S /JavaScript /JS (while(1);) >>")
    launch = tiny.text_page(tiny.INVOICE, catalogue="/OpenAction << /S /Launch /F (/bin/sh) >>")
    loop = plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % plain.index(b"xref"))

    assert [read_invoice(data).extraction.total_ore.value for data in (script, launch, loop)] == [125000] * 3


def test_an_enormous_page_is_shown_small() -> None:
    reading = reader.read_pages(tiny.text_page(tiny.INVOICE, box="0 0 2000000 2000000"), kind=Kind.PDF)

    assert all(
        max(Image.open(io.BytesIO(png)).size) <= worker.LONGEST_SIDE for png in reading.images.values()
    )


def test_what_takes_too_long_is_read_by_hand() -> None:
    began = time.monotonic()
    reading = reader.read_pages(forms_within_forms(12), kind=Kind.PDF, seconds=3)

    assert reading.pages == ()
    assert reading.note == reader.READ_BY_HAND
    assert time.monotonic() - began < 6


def test_a_bomb_of_packed_bytes_is_no_error() -> None:
    bomb = zlib.compress(b"0 0 m " * 30_000_000, 9)
    body = f"<< /Length {len(bomb)} /Filter /FlateDecode >>\nstream\n{bomb.decode('latin-1')}\nendstream"
    page = EMPTY_PAGE[:-2] + "/Contents 4 0 R >>"
    reading = reader.read_pages(
        tiny.pdf([CATALOGUE, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, body]),
        kind=Kind.PDF,
        seconds=8,
    )

    assert str(reading.note) in {str(reader.READ_BY_HAND), str(reader.NOTHING_TO_READ)}


def test_a_scan_is_taken_in_with_every_field_missing_and_a_line_of_explanation() -> None:
    paper = Image.new("RGB", (600, 800), "white")
    made = io.BytesIO()
    paper.save(made, format="PDF")
    invoice = read_invoice(made.getvalue())

    assert {str(found.state) for _name, found in invoice.extraction.items()} == {"missing"}
    assert invoice.note == reader.NOTHING_TO_READ
    assert list(invoice.images) == [1]


@pytest.mark.parametrize(("form", "kind"), [("PNG", Kind.PNG), ("JPEG", Kind.JPEG)])
def test_a_photograph_is_taken_in_like_a_scan(form: str, kind: Kind) -> None:
    made = io.BytesIO()
    Image.new("RGB", (3000, 4000), "white").save(made, format=form)
    invoice = read_invoice(made.getvalue())

    assert invoice.kind is kind
    assert invoice.note == reader.NOTHING_TO_READ
    assert Image.open(io.BytesIO(invoice.images[1])).size == (1050, 1400)


def test_the_process_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    run = subprocess.run

    def watched(*words: Any, **named: Any) -> Any:
        given.update(named)
        return run(*words, **named)

    monkeypatch.setenv("EKRAV_IDENTITY_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", watched)
    reader.read_pages(tiny.text_page(tiny.INVOICE), kind=Kind.PDF)

    assert set(given["env"]) == {"LANG", "PYTHONDONTWRITEBYTECODE"}
    assert given["timeout"] == 20


def test_a_process_that_cannot_start_is_read_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*words: Any, **named: Any) -> Any:
        raise OSError

    monkeypatch.setattr(subprocess, "run", broken)

    assert reader.read_pages(tiny.text_page(tiny.INVOICE), kind=Kind.PDF).note == reader.READ_BY_HAND


def test_more_words_than_any_invoice_has_are_cut() -> None:
    lines = ["123 45 Staden Att betala Fakturanr"] * 55
    reading = reader.read_pages(tiny.text_page(lines), kind=Kind.PDF)
    many = tuple(reading.pages) * 40

    assert sum(len(page.words) for page in Paper(many).pages) == 6000
