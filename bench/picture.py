"""What became of the cases, as a stacked picture in SVG: a column a month, a colour a state."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

COLOURS: Final = (
    "#1b4965", "#2a6f97", "#468faf", "#61a5c2", "#89c2d9", "#b8d8e8", "#e9c46a", "#f4a261", "#e76f51",
    "#6a994e", "#a7c957", "#8d99ae", "#adb5bd", "#ced4da", "#495057", "#212529",
)  # fmt: skip
WIDTH, HEIGHT, LEGEND = 900, 360, 240


def draw(months: Sequence[tuple[str, Counter[str]]]) -> str:
    """The picture; the order of the states is that in which they were first seen."""
    states = list(dict.fromkeys(state for _month, counted in months for state in counted))
    most = max((sum(counted.values()) for _month, counted in months), default=1)
    wide = (WIDTH - LEGEND) / max(1, len(months))
    shapes: list[str] = []
    for place, (_month, counted) in enumerate(months):
        top = float(HEIGHT)
        for number, state in enumerate(states):
            tall = counted[state] / most * (HEIGHT - 20)
            top -= tall
            shapes.append(
                f'<rect x="{place * wide:.1f}" y="{top:.1f}" width="{wide + 0.2:.1f}" height="{tall:.1f}"'
                f' fill="{COLOURS[number % len(COLOURS)]}"/>'
            )
    for number, state in enumerate(states):
        y = HEIGHT - 14 - number * 20
        shapes.append(
            f'<rect x="{WIDTH - LEGEND + 20}" y="{y - 10}" width="12" height="12"'
            f' fill="{COLOURS[number % len(COLOURS)]}"/>'
            f'<text x="{WIDTH - LEGEND + 40}" y="{y}">{state} {months[-1][1][state]}</text>'
        )
    title = f"{months[0][0]} – {months[-1][0]}, {most} cases" if months else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' font-family="sans-serif" font-size="13"><title>{title}</title>{"".join(shapes)}</svg>\n'
    )
