"""One table of processes: the supervisor's, and the containers' in docker-compose.yml."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.processes import TABLE, process_named

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVERS = {"postgres", "valkey", "mail"}
JOBS = {"migrate", "backup"}


def made_up(text: str) -> str:
    """A value for every ${VARIABLE…} that compose would fill in."""
    values = {
        "EKRAV_PUBLIC_URL": "https://ekrav.example.se",
        "EKRAV_PORTAL_URL": "https://arende.example.se",
        "EKRAV_SECRET_KEY": "kX7vq2LmP0sT9wZ4bN6hJ8dF3gR5yC1aE-uQoIxVrMtBnHsWpGzKfDjYlSe",
        "EKRAV_IDENTITY_KEY": "0123456789abcdef" * 4,
        "EKRAV_FROM_EMAIL": "eKrav <svara-ej@ekrav.example.se>",
        "EKRAV_SIGNING_PEM": os.environ["EKRAV_SIGNING_PEM"],
    }

    def value(match: re.Match[str]) -> str:
        name, rest = match["name"], match["rest"]
        if name.startswith("EKRAV_IDP_") and name.split("_")[-1] in ("URL", "ENDPOINT", "URI"):
            return f"https://bankid.example.se/{name.lower()}"
        return rest.removeprefix(":-") if rest.startswith(":-") else values.get(name, "e" * 24)

    return re.sub(r"\$\{(?P<name>[A-Z_]+)(?P<rest>[^}]*)\}", value, text)


def surroundings(service: str) -> dict[str, str]:
    given = {name: made_up(str(value)) for name, value in COMPOSE["services"][service]["environment"].items()}
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **given}


def test_the_compose_file_holds_to_its_schema() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.compose-spec",
         ROOT / "docker-compose.yml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout.strip()) == (0, "ok -- validation done"), checked.stdout


def test_compose_runs_the_supervisors_processes_without_the_sandbox() -> None:
    assert set(COMPOSE["services"]) - SERVERS - JOBS == {p.name for p in TABLE if not p.demo_only}


def test_compose_runs_the_supervisors_commands() -> None:
    for process in (p for p in TABLE if not p.demo_only):
        service = COMPOSE["services"][process.name]
        assert service["command"] == ["python", "-m", "ops", "serve", process.name]
        assert service["healthcheck"]["test"] == ["CMD", "python", "-m", "ops", "healthy", process.name]
        port = process.port(8000)
        assert service.get("ports", []) == ([f"127.0.0.1:{port}:{port}"] if port else [])


def test_no_container_holds_an_address_of_the_database_that_its_process_is_not_to_have() -> None:
    for process in (p for p in TABLE if not p.demo_only):
        names = set(COMPOSE["services"][process.name]["environment"])
        assert names.isdisjoint({*process.withheld, "EKRAV_ADMIN_DATABASE_URL"}), process.name


def test_every_container_of_the_service_is_unprivileged_and_every_one_that_stays_has_a_health_check() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        if name not in JOBS:
            assert service["healthcheck"]["test"], name
        if name not in SERVERS:
            assert (service["cap_drop"], service["read_only"]) == (["ALL"], True), name
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["10001"]


def test_no_secret_has_a_value_in_the_compose_file() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"KEY|PASSWORD|SECRET|DATABASE_URL", name):
                # Given from outside; empty where what it opens is not set up.
                assert re.search(r"\$\{[A-Z_]+:(\?|-\})", str(value)), name


@pytest.mark.parametrize("service", ["web", "portal"])
def test_the_deployment_check_is_clean_with_the_compose_settings(service: str) -> None:
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=surroundings(service), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr


def test_a_process_sees_nothing_of_what_is_withheld_from_it() -> None:
    outer = {
        "DATABASE_URL": "a",
        "EKRAV_OWNER_DATABASE_URL": "b",
        "EKRAV_PORTAL_DATABASE_URL": "c",
        "REDIS_URL": "d",
    }
    seen = {p.name: sorted(name for name in p.surroundings(outer) if name.endswith("_URL")) for p in TABLE}
    assert seen == {
        "sandbox": [],
        "web": ["DATABASE_URL", "REDIS_URL"],
        "portal": ["EKRAV_PORTAL_DATABASE_URL", "REDIS_URL"],
        "worker": ["DATABASE_URL", "REDIS_URL"],
        "beat": ["DATABASE_URL", "REDIS_URL"],
    }


def test_ports_follow_the_first() -> None:
    assert {p.name: p.port(9000) for p in TABLE if p.port_offset is not None} == {
        "web": 9000,
        "portal": 9001,
        "sandbox": 9002,
    }
    assert "127.0.0.1:9001" in process_named("portal").command(base_port=9000)


def test_the_image_leaves_state_tests_and_history_outside() -> None:
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv", ".data", "tests"} <= set(left_out)
    assert json.dumps(COMPOSE).count("container_name") == 0
