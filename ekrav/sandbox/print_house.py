"""The sandboxed print house: takes print jobs as a real one would, with its checks, and posts them when told to.

The wire format is described in `letters.channels.print_house`. `play` is the passing of a day at the print house.
"""

import hashlib
import io
import json
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from ekrav.sandbox.store import Store, current_store

blueprint = Blueprint("print_house", __name__)

_SPACE: Final = "print_job"
_FOLDER: Final = "print"
_MANIFEST: Final = "manifest.json"
_LARGEST: Final = 64 * 1024 * 1024


class NotAJob(ValueError):
    """What came is not a print job; the message says why."""


@blueprint.put("/jobs/<uuid:job_id>")
def take(job_id: UUID) -> tuple[Response, int]:
    """Take a job, unless its contents do not agree with its manifest or its id is known with other content."""
    store, said_hash = current_store(), request.headers.get("Manifest-SHA256", "")
    known = store.get(space=_SPACE, key=str(job_id))
    if known is not None:
        return _answer_known(known, said_hash=said_hash)
    try:
        manifest, files = _unpack(request.get_data(), said_hash=said_hash)
    except NotAJob as error:
        return jsonify(errors=[str(error)]), 422
    if errors := _errors(manifest, files=files, job_id=job_id):
        return jsonify(errors=errors), 422
    _keep_files(store.folder(_FOLDER) / str(job_id), files=files)
    store.put(space=_SPACE, key=str(job_id), body=_accepted(manifest, said_hash=said_hash))
    return jsonify(state="accepted"), 201


@blueprint.get("/jobs/<uuid:job_id>")
def receipt(job_id: UUID) -> tuple[Response, int]:
    """What became of a job and of each of its letters."""
    job = current_store().get(space=_SPACE, key=str(job_id))
    if job is None or job["state"] == "barred":
        return jsonify(error="unknown"), 404
    letters = [{"id": number, **letter} for number, letter in job["letters"].items()]
    return jsonify(job=str(job_id), state=job["state"], posted_on=job["posted_on"], letters=letters), 200


@blueprint.delete("/jobs/<uuid:job_id>")
def bar(job_id: UUID) -> tuple[Response, int]:
    """Never take a job with this id; too late when it is here."""
    store = current_store()
    known = store.get(space=_SPACE, key=str(job_id))
    if known is not None and known["state"] != "barred":
        return jsonify(error="the job is here"), 409
    store.put(space=_SPACE, key=str(job_id), body={"state": "barred", "manifest_sha256": ""})
    return jsonify(), 204


@blueprint.post("/play")
def play_a_day() -> tuple[Response, int]:
    """`{"today": date}`: post what is due by then. Answers how many letters were posted."""
    posted = play(store=current_store(), today=date.fromisoformat(request.get_json()["today"]))
    return jsonify(posted=posted), 200


@blueprint.post("/letters/<uuid:letter_id>/return")
def bring_back(letter_id: UUID) -> tuple[Response, int]:
    """The post brings a posted letter back."""
    found = bring_letter_back(store=current_store(), letter_id=letter_id)
    return (jsonify(state="returned"), 200) if found else (jsonify(error="not posted"), 404)


def play(*, store: Store, today: date) -> int:
    """Post every accepted job whose posting day is `today` or earlier; return how many letters that was."""
    posted = 0
    for number, job in store.all(space=_SPACE).items():
        if job["state"] != "accepted" or date.fromisoformat(job["posting_day"]) > today:
            continue
        job.update(state="posted", posted_on=today.isoformat())
        for letter in job["letters"].values():
            letter.update(state="posted", posted_on=today.isoformat())
            posted += 1
        store.put(space=_SPACE, key=number, body=job)
    return posted


def jobs(store: Store) -> list[dict[str, Any]]:
    """The jobs that were taken, oldest first."""
    return [job for job in store.all(space=_SPACE).values() if job["state"] != "barred"]


def letter_file(store: Store, *, letter_id: UUID) -> Path | None:
    """Where a letter's PDF is kept; None when no such letter has come."""
    return next(store.folder(_FOLDER).glob(f"*/{letter_id}.pdf"), None)


def bring_letter_back(*, store: Store, letter_id: UUID) -> bool:
    """Mark a posted letter as returned; False when no such letter was posted."""
    for number, job in store.all(space=_SPACE).items():
        letter = job.get("letters", {}).get(str(letter_id))
        if letter is not None and letter["state"] == "posted":
            letter["state"] = "returned"
            store.put(space=_SPACE, key=number, body=job)
            return True
    return False


def _answer_known(known: dict[str, Any], *, said_hash: str) -> tuple[Response, int]:
    if known["state"] == "barred":
        return jsonify(errors=["the id is barred"]), 410
    if known["manifest_sha256"] != said_hash:
        return jsonify(errors=["the id is known with other content"]), 409
    return jsonify(state=known["state"]), 200


def _unpack(body: bytes, *, said_hash: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the manifest and the files beside it. Raises NotAJob."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise NotAJob("too large")
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        written = files.pop(_MANIFEST)
        manifest = json.loads(written)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        raise NotAJob("not a ZIP file with a manifest") from error
    if hashlib.sha256(written).hexdigest() != said_hash:
        raise NotAJob("the manifest's hash is another")
    return manifest, files


def _errors(manifest: dict[str, Any], *, files: dict[str, bytes], job_id: UUID) -> list[str]:
    """Return everything that does not agree."""
    letters = manifest.get("letters", [])
    errors = []
    if manifest.get("job") != str(job_id):
        errors.append("the manifest is another job's")
    if not letters or manifest.get("count") != len(letters) or len(files) != len(letters):
        errors.append(f"{manifest.get('count')} letters announced, {len(letters)} listed, {len(files)} files")
    for letter in letters:
        pdf = files.get(letter["file"])
        if pdf is None:
            errors.append(f"{letter['file']} is missing")
        elif hashlib.sha256(pdf).hexdigest() != letter["sha256"]:
            errors.append(f"{letter['file']} has another hash")
        elif not pdf.startswith(b"%PDF-"):
            errors.append(f"{letter['file']} is not a PDF")
    return errors


def _accepted(manifest: dict[str, Any], *, said_hash: str) -> dict[str, Any]:
    return {
        "state": "accepted",
        "manifest_sha256": said_hash,
        "posting_day": manifest["posting_day"],
        "posted_on": None,
        "letters": {letter["id"]: {"state": "accepted", "posted_on": None} for letter in manifest["letters"]},
    }


def _keep_files(folder: Path, *, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
