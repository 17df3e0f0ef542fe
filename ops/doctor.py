"""What the machine itself must bring: libraries that no Python package carries, and a browser for the tests.

As root on Debian or Ubuntu they are installed; elsewhere one clear line says how.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_CHROMIUM = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class Lacking(RuntimeError):
    """The machine lacks something; the message is one line with the remedy."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing of the machine: how to tell that it is there, and the package that brings it."""

    what: str
    debian: str
    brew: str
    there: Callable[[], bool]
    stages: tuple[str, ...]
    # Without it the work goes on, poorer; in CI it is demanded all the same.
    may_lack: bool = False


def find_chromium() -> str | None:
    """The path of a Chromium of the system's, for the browser tests."""
    given = os.environ.get("EKRAV_CHROMIUM")
    found = given or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in _MAC_CHROMIUM if Path(path).exists()), None)


def _library(*names: str) -> Callable[[], bool]:
    def there() -> bool:
        return any(_loads(name) for name in names)

    return there


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _font_ocr_b() -> bool:
    folders = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        str(Path.home() / "Library/Fonts"),
    )
    return any(next(Path(folder).glob("**/OCRB*"), None) for folder in folders)


NEEDS = (
    Need(what="Pango", debian="libpango-1.0-0", brew="pango", stages=("run", "test"),
         there=_library("libpango-1.0.so.0", "/opt/homebrew/lib/libpango-1.0.dylib",
                        "/usr/local/lib/libpango-1.0.dylib")),
    Need(what="PangoFT2", debian="libpangoft2-1.0-0", brew="pango", stages=("run", "test"),
         there=_library("libpangoft2-1.0.so.0", "/opt/homebrew/lib/libpangoft2-1.0.dylib",
                        "/usr/local/lib/libpangoft2-1.0.dylib")),
    Need(what="HarfBuzz's subsetter", debian="libharfbuzz-subset0", brew="harfbuzz", stages=("run", "test"),
         there=_library("libharfbuzz-subset.so.0", "/opt/homebrew/lib/libharfbuzz-subset.dylib",
                        "/usr/local/lib/libharfbuzz-subset.dylib")),
    Need(what="the font OCR-B", debian="fonts-ocr-b", brew="", stages=("run", "test"),
         there=_font_ocr_b, may_lack=True),
    Need(what="Chromium", debian="chromium", brew="--cask chromium", stages=("test",),
         there=lambda: find_chromium() is not None, may_lack=True),
    Need(what="libatomic (for the browser's driver)", debian="libatomic1", brew="", stages=("test",),
         there=lambda: sys.platform == "darwin" or _loads("libatomic.so.1"), may_lack=True),
    Need(what="gettext", debian="gettext", brew="gettext", stages=("test",),
         there=lambda: shutil.which("msgfmt") is not None, may_lack=True),
)  # fmt: skip


def require(stage: str) -> None:
    """See to it that what `stage` needs is there. Raises `Lacking` with the remedy."""
    lacking = _lacking(stage)
    if lacking and _may_install():
        _install([need.debian for need in lacking])
        lacking = _lacking(stage)
    fatal = [need for need in lacking if not need.may_lack or os.environ.get("CI")]
    if fatal:
        raise Lacking(f"This machine lacks {_names(fatal)}. Install: {_remedy(fatal)}")
    if lacking:
        print(
            f"ekrav: without {_names(lacking)} something is poorer or skipped. Install: {_remedy(lacking)}",
            flush=True,
        )


def _lacking(stage: str) -> list[Need]:
    return [need for need in NEEDS if stage in need.stages and not need.there()]


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"ekrav: installing {' '.join(packages)}", flush=True)
    for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *words],
            env=quiet,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"ekrav: apt-get {words[0]} failed: {done.stderr.strip()[-300:]}", flush=True)


def _names(needs: list[Need]) -> str:
    return ", ".join(need.what for need in needs)


def _remedy(needs: list[Need]) -> str:
    if sys.platform == "darwin":
        return f"brew install {' '.join(dict.fromkeys(need.brew for need in needs if need.brew))}"
    return f"sudo apt-get install {' '.join(need.debian for need in needs)} (or your system's packages of the same)"
