"""The print house checks what it is given, as a real one does; the way to it tells trouble from refusal."""

import io
import zipfile
from datetime import date
from uuid import uuid4

import pytest
import requests

from letters.channels.print_house import HttpPrintHouse, Refused, Stage, Unreachable
from letters.manifest import Parcel
from tests.letters.houses import Sandbox, job_of, taken_once

DAY = date(2026, 11, 20)


def test_a_barred_job_is_never_taken_however_late_it_comes(sandbox: Sandbox) -> None:
    late = job_of({uuid4(): b"%PDF-1.7 late"})
    assert sandbox.house.bar(job_id=late.job_id)
    assert sandbox.house.bar(job_id=late.job_id)
    with pytest.raises(Refused, match="410"):
        sandbox.house.put(parcel=late)
    assert sandbox.house.receipt(job_id=late.job_id) is None


def test_a_job_repeated_is_taken_once_and_other_content_under_its_id_is_refused(sandbox: Sandbox) -> None:
    first, other = job_of({uuid4(): b"%PDF-1"}), job_of({uuid4(): b"%PDF-2"})
    sandbox.house.put(parcel=first)
    sandbox.house.put(parcel=first)
    with pytest.raises(Refused, match="409"):
        sandbox.house.put(parcel=Parcel(first.job_id, other.manifest, other.files))
    assert len(taken_once(sandbox)) == 1
    assert not sandbox.house.bar(job_id=first.job_id)


@pytest.mark.parametrize("wrong", ["count", "hash", "missing", "another job", "not a pdf", "empty"])
def test_a_job_that_does_not_agree_with_its_manifest_is_refused(sandbox: Sandbox, wrong: str) -> None:
    letter = uuid4()
    good = job_of({letter: b"%PDF-1"})
    bad = {
        "count": job_of({letter: b"%PDF-1"}, count=2),
        "hash": Parcel(good.job_id, good.manifest, {f"{letter}.pdf": b"%PDF-2"}),
        "missing": Parcel(good.job_id, good.manifest, {}),
        "another job": Parcel(uuid4(), good.manifest, good.files),
        "not a pdf": job_of({letter: b"<html>"}),
        "empty": job_of({}),
    }[wrong]
    with pytest.raises(Refused, match="422"):
        sandbox.house.put(parcel=bad)
    assert sandbox.house.receipt(job_id=bad.job_id) is None


def test_a_manifest_with_another_hash_than_announced_and_a_broken_zip_are_refused(sandbox: Sandbox) -> None:
    good = job_of({uuid4(): b"%PDF-1"})
    address = f"{sandbox.house.address}jobs/{good.job_id}"
    for body, said in ((good.zipped(), "0" * 64), (b"not a zip", good.manifest_sha256)):
        answer = requests.put(address, data=body, headers={"Manifest-SHA256": said}, timeout=10)
        assert answer.status_code == 422


def test_the_parcel_is_one_zip_with_the_manifest_first_and_always_the_same_bytes() -> None:
    good = job_of({uuid4(): b"%PDF-1", uuid4(): b"%PDF-2"})
    assert good.zipped() == good.zipped()
    with zipfile.ZipFile(io.BytesIO(good.zipped())) as archive:
        assert archive.namelist() == ["manifest.json", *sorted(good.files)]


def test_a_day_at_the_print_house_can_be_played_from_outside(sandbox: Sandbox) -> None:
    good = job_of({uuid4(): b"%PDF-1"})
    sandbox.house.put(parcel=good)
    answer = requests.post(f"{sandbox.house.address}play", json={"today": "2026-11-20"}, timeout=10)
    assert answer.json() == {"posted": 1}
    receipt = sandbox.house.receipt(job_id=good.job_id)
    assert receipt is not None
    assert (receipt.stage, receipt.letters[0].stage, receipt.letters[0].posted_on) == (
        Stage.POSTED,
        Stage.POSTED,
        DAY,
    )


def test_a_print_house_that_does_not_answer_is_unreachable() -> None:
    nobody = HttpPrintHouse("http://127.0.0.1:9")
    for ask in (
        lambda: nobody.put(parcel=job_of({uuid4(): b"%PDF-1"})),
        lambda: nobody.receipt(job_id=uuid4()),
        lambda: nobody.bar(job_id=uuid4()),
    ):
        with pytest.raises(Unreachable):
            ask()
