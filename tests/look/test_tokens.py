"""The colours: every pair the visual language promises, in both modes; and the weight of the style sheets."""

import gzip
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
GROUND = (CSS / "ground.css").read_text(encoding="utf-8")


def tokens(mode: str) -> dict[str, str]:
    """The custom properties of light, or of dark laid over light."""
    light, dark = re.findall(r":root \{(.*?)\}", GROUND, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+)", light))
    return found if mode == "light" else found | dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+)", dark))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TINTS = ("accent-tint", "warn-tint", "stop-tint", "sunk")
PAIRS = [
    *(("ink", on, 7.0) for on in ("paper", "ground", *TINTS)),
    *(("ink-2", on, 7.0) for on in ("paper", "ground")),
    *(("ink-3", on, 4.5) for on in ("paper", "ground", "sunk")),
    *(("accent", on, 7.0) for on in ("paper", "ground")),
    *(("accent-2", on, 7.0) for on in ("paper", *TINTS)),
    *(("edge", on, 3.0) for on in ("paper", "ground", *TINTS)),
    *(("focus", on, 3.0) for on in ("paper", "ground", *TINTS)),
    ("on-accent", "accent", 7.0),
    ("on-accent", "accent-2", 7.0),
    ("warn", "paper", 7.0),
    ("warn", "warn-tint", 7.0),
    ("stop", "paper", 7.0),
    ("stop", "stop-tint", 7.0),
    ("warn-mark", "paper", 3.0),
    ("warn-mark", "warn-tint", 3.0),
    ("stop-mark", "paper", 3.0),
    ("stop-mark", "stop-tint", 3.0),
    ("on-bar", "bar", 7.0),
    ("on-bar-2", "bar", 7.0),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("colour", "on", "least"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(mode: str, colour: str, on: str, least: float) -> None:
    found = tokens(mode)
    assert ratio(found[colour], found[on]) >= least


def test_every_colour_used_is_a_token() -> None:
    """But for the document's outlines and the QR code's ground (always on white) and what stands on the bar."""
    allowed = {"#fff", "#717e78", "#1d5bd6", "#ffc861", "#ffb3a1", "#000", "#b5c2bc", "#7c8a84"}
    body = GROUND.split("/* Type */")[1] + "".join(
        p.read_text(encoding="utf-8") for p in CSS.glob("[!g]*.css")
    )
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", body)) <= allowed


@pytest.mark.parametrize("sheets", ["desk creditor", "desk staff", "debtor"])
def test_the_style_sheets_of_a_face_stay_small(sheets: str) -> None:
    whole = GROUND + "".join((CSS / f"{name}.css").read_text(encoding="utf-8") for name in sheets.split())
    assert len(gzip.compress(whole.encode())) < 8_000
