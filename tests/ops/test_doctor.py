"""What is said and done when the machine lacks something."""

from dataclasses import replace

import pytest

from ops import doctor
from ops.doctor import NEEDS, Lacking, require

PANGO, CHROMIUM = NEEDS[0], next(need for need in NEEDS if need.what == "Chromium")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine without Pango and Chromium, on which nothing may be installed; what was asked for all the same."""
    lacking = tuple(replace(need, there=lambda: False) for need in (PANGO, CHROMIUM))
    asked: list[str] = []
    monkeypatch.setattr(doctor, "NEEDS", lacking)
    monkeypatch.setattr(doctor, "_may_install", lambda: False)
    monkeypatch.setattr(doctor, "_install", asked.extend)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("CI", raising=False)
    return asked


def test_an_ordinary_user_is_told_in_one_line_what_to_install(installed: list[str]) -> None:
    with pytest.raises(Lacking) as refused:
        require("run")
    assert str(refused.value) == (
        "This machine lacks Pango. Install: sudo apt-get install libpango-1.0-0 (or your system's packages of the same)"
    )
    assert installed == []


def test_a_mac_is_told_of_brew(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(Lacking, match=r"Install: brew install pango$"):
        require("run")


def test_root_on_debian_gets_it_installed(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_may_install", lambda: True)
    with pytest.raises(Lacking):
        require("test")
    assert installed == ["libpango-1.0-0", "chromium"]


def test_a_browser_may_be_lacking_but_not_in_ci(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "NEEDS", (replace(CHROMIUM, there=lambda: False),))
    require("test")
    assert capsys.readouterr().out.startswith("ekrav: without Chromium something is poorer or skipped.")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Lacking, match="Chromium"):
        require("test")
