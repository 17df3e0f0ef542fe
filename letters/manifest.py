"""What a print job says about itself: its letters by id, file, hash and pages, and nothing about any person. Pure."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

NAME: Final = "manifest.json"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class NotTheLetters(ValueError):
    """The files are not those of the manifest."""


@dataclass(frozen=True)
class ManifestLetter:
    """One letter of a job: our public id for it, the SHA-256 of its PDF, and its number of pages."""

    id: UUID
    sha256: bytes
    pages: int

    @property
    def file(self) -> str:
        """The name of its file in the parcel."""
        return f"{self.id}.pdf"


@dataclass(frozen=True)
class Parcel:
    """A print job as it travels: the manifest's bytes and the PDFs by file name."""

    job_id: UUID
    manifest: bytes
    files: Mapping[str, bytes]

    @property
    def manifest_sha256(self) -> str:
        """The hash that the print house checks the manifest against."""
        return hashlib.sha256(self.manifest).hexdigest()

    def zipped(self) -> bytes:
        """Return one ZIP file with the manifest first; the same parcel gives the same bytes."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in ((NAME, self.manifest), *sorted(self.files.items())):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
        return target.getvalue()


def manifest(*, job_id: UUID, posting_day: date, letters: Sequence[ManifestLetter]) -> dict[str, Any]:
    """Return the manifest of a job: its id, posting day, count, and each letter."""
    return {
        "job": str(job_id),
        "posting_day": posting_day.isoformat(),
        "count": len(letters),
        "letters": [
            {"id": str(letter.id), "file": letter.file, "sha256": letter.sha256.hex(), "pages": letter.pages}
            for letter in sorted(letters, key=lambda letter: str(letter.id))
        ],
    }


def written(said: Mapping[str, Any]) -> bytes:
    """Return a manifest as the bytes that are hashed and sent: keys in order, no blanks."""
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def parcel(*, said: Mapping[str, Any], pdfs: Mapping[UUID, bytes]) -> Parcel:
    """Return the parcel of a manifest. Raises NotTheLetters unless the PDFs are exactly those it names."""
    names = {f"{letter_id}.pdf": pdf for letter_id, pdf in pdfs.items()}
    hashes = {name: hashlib.sha256(pdf).hexdigest() for name, pdf in names.items()}
    if hashes != {letter["file"]: letter["sha256"] for letter in said["letters"]}:
        raise NotTheLetters("the bytes kept are not those of the manifest")
    return Parcel(job_id=UUID(said["job"]), manifest=written(said), files=names)
