"""Draws line charts as SVG for docs/performance.md; they can be read on light and dark pages."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

import msgspec

WIDTH, HEIGHT = 300, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 34, 40
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#7a8594}.title{font-weight:600;font-size:12px}"
    ".grid{stroke:#7a859433}.line{fill:none;stroke:#d9822b;stroke-width:2}.dot{fill:#d9822b}"
)

Point = tuple[float, float]


class Panel(msgspec.Struct, frozen=True):
    """One chart of y over x; the x axis is logarithmic, the y axis logarithmic or from 0."""

    title: str
    x_label: str
    points: Sequence[Point]
    log_y: bool = False


def svg(panels: Sequence[Panel]) -> str:
    """Return an SVG picture with the panels side by side."""
    width = WIDTH * len(panels)
    drawn = "\n".join(
        f'<g transform="translate({place * WIDTH} 0)">{_draw(panel)}</g>'
        for place, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" role="img">\n'
        f"<title>{escape('; '.join(panel.title for panel in panels))}</title>\n"
        f"<style>{STYLE}</style>\n{drawn}\n</svg>\n"
    )


def _draw(panel: Panel) -> str:
    across = _halves([x for x, _ in panel.points])
    heights = [y for _, y in panel.points]
    up = _halves(heights) if panel.log_y else _steps(max(heights))
    places = [
        (_place(x, across, log=True, start=LEFT, end=WIDTH - RIGHT),
         _place(y, up, log=panel.log_y, start=HEIGHT - BOTTOM, end=TOP))
        for x, y in panel.points
    ]  # fmt: skip
    parts = [f'<text class="title" x="{LEFT}" y="18">{escape(panel.title)}</text>']
    for value in across:
        x = _place(value, across, log=True, start=LEFT, end=WIDTH - RIGHT)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(_text(x, HEIGHT - BOTTOM + 14, "middle", f"{value:,.6g}"))
    for value in up:
        y = _place(value, up, log=panel.log_y, start=HEIGHT - BOTTOM, end=TOP)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 6, y + 4, "end", f"{value:,.6g}"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", panel.x_label))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline class="line" points="{line}"/>')
    parts += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places]
    return "".join(parts)


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _halves(values: Sequence[float]) -> list[float]:
    """Return those of 1, 3, 10, 30, ... that span the values; at least two."""
    low, high = min(values), max(values)
    powers = range(floor(log10(low)) - 1, ceil(log10(high)) + 2)
    marks = [part * 10.0**power for power in powers for part in (1.0, 3.0)]
    first = max(place for place, mark in enumerate(marks) if mark <= low)
    last = min(place for place, mark in enumerate(marks) if mark >= high and place > first)
    return marks[first : last + 1]


def _steps(highest: float) -> list[float]:
    """Return round steps from 0 to above the highest value."""
    size = 10.0 ** floor(log10(highest))
    step = next(size * part for part in (0.2, 0.5, 1.0, 2.0) if highest <= size * part * 5)
    return [step * number for number in range(ceil(highest / step) + 1)]


def _place(value: float, marks: Sequence[float], *, log: bool, start: float, end: float) -> float:
    low, high = marks[0], marks[-1]
    share = log10(value / low) / log10(high / low) if log else (value - low) / (high - low)
    return start + share * (end - start)
