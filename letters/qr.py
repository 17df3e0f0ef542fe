"""QR codes as inline SVG, drawn from the modules alone: no library's markup, no text from outside. Pure."""

from html import escape

import segno


def svg(payload: str, *, title: str) -> str:
    """Return an `<svg>` of the QR code that says `payload`, without quiet zone; `title` is its text alternative.

    Error correction M; never a Micro QR, which payment apps do not read. Each run of dark modules is one stroke, one
    module thick: half the path of filled squares, which is what drawing it costs.
    """
    rows = [bytes(row) for row in segno.make(payload, error="m", micro=False).matrix]
    side = len(rows)
    path = "".join(f"M{x} {y}.5h{width}" for y, row in enumerate(rows) for x, width in _dark_runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<title>{escape(title)}</title><path stroke="#000" d="{path}"/></svg>'
    )


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Return where each run of dark modules begins and how many modules it has."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
