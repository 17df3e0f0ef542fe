"""The counterparties, with a store and a mail folder of their own."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import weasyprint
from flask import Flask
from flask.testing import FlaskClient

from ekrav.sandbox.app import create_app
from letters.manifest import ManifestLetter, manifest, parcel

DAY = date(2025, 3, 4)
LETTER = """<html><head><title>Inkassokrav, ärende 1</title><style>@page { size: A4; margin: 0 }
p { position: absolute; left: 125mm; top: 45mm; margin: 0; white-space: pre }</style></head>
<body><p>Anna Lindqvist\nBjörkvägen 12</p></body></html>"""


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    """Where the mail lies; it is made when the first is sent."""
    return tmp_path / "mail"


@pytest.fixture
def app(tmp_path: Path, mail_folder: Path) -> Flask:
    """The counterparties of a service at two addresses."""
    told = {
        "PUBLIC_URL": "http://localhost:8000",
        "PORTAL_URL": "http://localhost:8001/",
        "MAIL_DIR": str(mail_folder),
        "BOUNCE_DIR": str(tmp_path / "bounces"),
    }
    return create_app(store=tmp_path / "store", config=told)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser."""
    return app.test_client()


def letter_pdf() -> bytes:
    """A letter to Anna, with her name in the window."""
    made = weasyprint.HTML(string=LETTER).write_pdf()
    assert isinstance(made, bytes)
    return made


def hand_over(client: FlaskClient, pdfs: dict[UUID, bytes], *, posting_day: date = DAY) -> UUID:
    """Give the print house a job; its id."""
    letters = [ManifestLetter(id=key, sha256=sha256(pdf).digest(), pages=1) for key, pdf in pdfs.items()]
    job = parcel(said=manifest(job_id=uuid4(), posting_day=posting_day, letters=letters), pdfs=pdfs)
    taken = client.put(
        f"/print/jobs/{job.job_id}", data=job.zipped(), headers={"Manifest-SHA256": job.manifest_sha256}
    )
    assert taken.status_code == 201
    return job.job_id
