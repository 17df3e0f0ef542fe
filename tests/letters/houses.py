"""A print house to test against: the sandboxed one over real HTTP, and one that fails when it is told to."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from ekrav.sandbox.print_house import blueprint
from ekrav.sandbox.store import Store
from letters.channels.print_house import HttpPrintHouse, Receipt, Unreachable
from letters.manifest import ManifestLetter, Parcel, manifest, parcel, written
from tests.serving import serving


@dataclass(frozen=True)
class Sandbox:
    """The print house's own side, and the service's way to it."""

    store: Store
    house: HttpPrintHouse


def taken_once(sandbox: Sandbox) -> Counter[str]:
    """How many times each letter was taken by the print house."""
    kept = sandbox.store.all(space="print_job").values()
    return Counter(number for job in kept for number in job.get("letters", {}))


def job_of(pdfs: dict[UUID, bytes], **changes: Any) -> Parcel:
    """A job of these PDFs, with its manifest changed."""
    found = [ManifestLetter(id=key, sha256=sha256(pdf).digest(), pages=1) for key, pdf in pdfs.items()]
    said = manifest(job_id=uuid4(), posting_day=date(2026, 11, 20), letters=found)
    made = parcel(said=said, pdfs=pdfs)
    return Parcel(made.job_id, written({**said, **changes}), made.files)


@contextmanager
def running(folder: Path) -> Iterator[Sandbox]:
    """A sandboxed print house that answers on a free port."""
    app, store = Flask("print house"), Store(folder)
    app.extensions["ekrav_store"] = store
    app.register_blueprint(blueprint, url_prefix="/print")
    with serving(app) as port:
        yield Sandbox(store, HttpPrintHouse(f"http://127.0.0.1:{port}/print/"))


@dataclass
class Unlucky:
    """A print house whose line breaks: before the job arrives, or after it arrived and before the answer."""

    real: HttpPrintHouse
    breaks_before: int = 0
    breaks_after: int = 0
    sent: list[UUID] = field(default_factory=list)

    def put(self, *, parcel: Parcel) -> None:
        """Hand over, unless the line breaks."""
        if self.breaks_before:
            self.breaks_before -= 1
            raise Unreachable("broken before")
        self.real.put(parcel=parcel)
        self.sent.append(parcel.job_id)
        if self.breaks_after:
            self.breaks_after -= 1
            raise Unreachable("broken after")

    def receipt(self, *, job_id: UUID) -> Receipt | None:
        """As the real one."""
        return self.real.receipt(job_id=job_id)

    def bar(self, *, job_id: UUID) -> bool:
        """As the real one."""
        return self.real.bar(job_id=job_id)
