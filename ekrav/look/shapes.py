"""The drawn signs: SVG shapes on a 16 by 16 grid, stroke 1.5, in the colour of the text around them.

Drawings only; which status has which shape is in `statuses`. `CUT` marks strokes in the colour of the paper, which
forced colours turn into Canvas.
"""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_RING: Final = '<circle cx="8" cy="8" r="6.25"/>'
_SOLID: Final = 'fill="currentColor" stroke="none"'
CUT: Final = 'class="cut"'
_OCTAGON: Final = f'<path {_SOLID} d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"/>'
_CHECK: Final = "M4.9 8.2l2.1 2.1 4.1-4.4"

_DRAWINGS: Final[dict[str, str]] = {
    # The phase disc: how far the case has come.
    "ring": _RING,
    "quarter": f'{_RING}<path {_SOLID} d="M8 8V3.5A4.5 4.5 0 0 1 12.5 8z"/>',
    "half": f'{_RING}<path {_SOLID} d="M8 3.5a4.5 4.5 0 0 1 0 9z"/>',
    "half-lower": f'{_RING}<path {_SOLID} d="M3.5 8a4.5 4.5 0 0 0 9 0z"/>',
    "three-quarters": f'{_RING}<path {_SOLID} d="M8 8V3.5A4.5 4.5 0 1 1 3.5 8z"/>',
    "disc": f'<circle {_SOLID} cx="8" cy="8" r="7"/>',
    "disc-hole": '<circle cx="8" cy="8" r="4.75" stroke-width="4.5"/>',
    "dotted": '<circle cx="8" cy="8" r="6.25" stroke-dasharray="0 3.27" stroke-linecap="round" stroke-width="1.7"/>'
    f'<circle {_SOLID} cx="8" cy="8" r="2"/>',
    # Where the road parts, stops, rests or ends.
    "fork": '<path d="M8 14.5V8.6L2.6 3.2M8 8.6l5.4-5.4M2.25 6.5V2.75H6M13.75 6.5V2.75H10"/>',
    "fork-taken": f'<path d="M8 14.5V8.6l5.4-5.4M13.75 6.5V2.75H10"/><circle {_SOLID} cx="3.4" cy="4" r="1.6"/>',
    "bars": f'<path {_SOLID} d="M1.5 10h3.3v4H1.5zM6.35 6.5h3.3V14h-3.3zM11.2 2.5h3.3V14h-3.3z"/>',
    "clock": f'{_RING}<path d="M8 4.2V8l2.6 1.8"/>',
    "done": f'<circle {_SOLID} cx="8" cy="8" r="7"/><path {CUT} d="{_CHECK}"/>',
    "ring-check": f'{_RING}<path d="{_CHECK}"/>',
    "diamond": f'<path {_SOLID} d="M8 .8L15.2 8 8 15.2.8 8z"/>',
    "diamond-hollow": '<path d="M8 1.9L14.1 8 8 14.1 1.9 8z"/>',
    "diamond-ring": f'<path d="M8 1.9L14.1 8 8 14.1 1.9 8z"/><circle {_SOLID} cx="8" cy="8" r="2.4"/>',
    "court": '<path d="M2 6.5L8 2.2l6 4.3zM3.8 6.5v6M8 6.5v6M12.2 6.5v6M1.5 13.5h13"/>',
    "octagon": f'{_OCTAGON}<path {CUT} d="M8 4v4.9M8 10.7v1.5"/>',
    "pause": f'<path {_SOLID} d="M3.7 2.5h3v11h-3zM9.3 2.5h3v11h-3z"/>',
    "ring-dash": f'{_RING}<path d="M4.9 8h6.2"/>',
    "ring-slash": f'{_RING}<path d="M12.3 3.7l-8.6 8.6"/>',
    "ring-cross": f'{_RING}<path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"/>',
    "ring-plus": f'{_RING}<path d="M8 4.9v6.2M4.9 8h6.2"/>',
    "flag": f'<path {_SOLID} d="M2.5 1h1.5v.9h10.5l-2.4 3.4 2.4 3.4H4V15H2.5z"/>',
    "warning": f'<path {_SOLID} d="M8 1.2l7.3 13.2H.7z"/><path {CUT} d="M8 5.6v4.3M8 11.4v1.5"/>',
    "info": f'{_RING}<path d="M8 7.2v4.3M8 4.5V6"/>',
    # Signs of the page itself.
    "check": '<path d="M2.8 8.4l3.4 3.4 7-7.6"/>',
    "up": '<path d="M8 10.5V2.2M4.7 5.4L8 2.1l3.3 3.3M2 10v3.2h12V10"/>',
    "search": '<circle cx="7" cy="7" r="4.75"/><path d="M10.5 10.5l4 4"/>',
    "down": '<path d="M4 6.2l4 4 4-4"/>',
    "next": '<path d="M6 3.8l4.2 4.2L6 12.2"/>',
    "previous": '<path d="M10 3.8L5.8 8l4.2 4.2"/>',
}

SHAPES: Final = frozenset(_DRAWINGS)


class NoSuchShape(ValueError):
    """A shape was asked for that nobody has drawn."""


def shape(name: str, *, tone: str = "") -> SafeString:
    """Return the inline SVG of one shape, hidden from screen readers: a word always stands beside it.

    `tone` is "", "accent", "warn" or "stop". Raises NoSuchShape.
    """
    drawing = _DRAWINGS.get(name)
    if drawing is None:
        raise NoSuchShape(name)
    return format_html(
        '<svg class="shape{}" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor"'
        ' stroke-width="1.5" aria-hidden="true" focusable="false">{}</svg>',
        f" tone-{tone}" if tone else "",
        mark_safe(drawing),  # a constant of this module
    )
