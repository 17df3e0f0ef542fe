"""The start page leads everywhere, and `make run` says who is who."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ekrav.sandbox.app import create_app
from ekrav.sandbox.demo_data import PERSONS
from ops import launcher
from ops.checkout import Checkout, demo_addresses
from ops.environment import write_environment


def test_the_start_page_leads_to_the_counterparties_and_to_the_service(client: FlaskClient) -> None:
    leads = re.findall(r'<a [^>]*href="([^"]+)"', client.get("/").text)
    assert leads == [
        "/print/",
        "/mail/",
        "/bank/",
        "/swish/",
        "/kronofogden/",
        "http://localhost:8000/",
        "http://localhost:8001/",
        "http://localhost:8000/tidsmaskin/",
    ]
    assert [client.get(address).status_code for address in leads[:4]] == [200, 200, 200, 200]


def test_counterparties_alone_lead_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EKRAV_PUBLIC_URL", "EKRAV_PORTAL_URL", "EKRAV_MAIL_DIR"):
        monkeypatch.delenv(name)
    alone = create_app(store=tmp_path).test_client()
    assert "Till eKrav" not in alone.get("/").text
    assert alone.get("/mail/").status_code == 200


def test_make_run_says_who_can_log_in_and_where_the_letters_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_environment(tmp_path, demo_addresses(8000))
    launcher._say_where(Checkout(root=tmp_path))
    said = capsys.readouterr().out
    for person in PERSONS:
        assert f"{person.name}: {person.who}" in said
        assert person.person_number[-10:] not in said
    assert "http://localhost:8002/print/" in said
    assert "http://localhost:8000/tidsmaskin/" in said
