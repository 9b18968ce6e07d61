"""Small pictures as inline SVG, without a library: bars with intervals, lines, and columns.

All texts are escaped. Colours come from the page (`currentColor` and CSS variables), so they follow its light or dark.
"""

from collections.abc import Sequence
from html import escape

Bar = tuple[str, float, float | None, float | None]  # label, value, low, high; between 0 and 1

ROW, LABEL, PLOT, VALUE = 24, 220, 260, 50
WIDE, HIGH, EDGE = 480, 230, 40


def bars(rows: Sequence[Bar], title: str) -> str:
    """Horizontal bars from 0 to 1, with whiskers where there is an interval."""
    parts = []
    for number, (label, value, low, high) in enumerate(rows):
        top = number * ROW + 4
        middle = top + 8
        parts.append(
            f'<text x="{LABEL - 8}" y="{middle + 4}" text-anchor="end">{escape(_short(label))}</text>'
        )
        parts.append(f'<rect class="track" x="{LABEL}" y="{top}" width="{PLOT}" height="16"/>')
        parts.append(f'<rect class="bar" x="{LABEL}" y="{top}" width="{value * PLOT:.1f}" height="16"/>')
        if low is not None and high is not None:
            parts.append(
                f'<path class="whisker" d="M{LABEL + low * PLOT:.1f} {middle}H{LABEL + high * PLOT:.1f}'
                f'm0 -4v8M{LABEL + low * PLOT:.1f} {middle - 4}v8"/>'
            )
        parts.append(f'<text x="{LABEL + PLOT + 8}" y="{middle + 4}">{value:.3f}</text>')
    return _svg(LABEL + PLOT + VALUE, max(len(rows), 1) * ROW, title, parts)


def line(points: Sequence[tuple[float, float]], title: str, x_name: str, y_name: str) -> str:
    """A line through points with both coordinates between 0 and 1; single points are shown as dots."""
    at = [(EDGE + x * (WIDE - 2 * EDGE), HIGH - EDGE - y * (HIGH - 2 * EDGE)) for x, y in points]
    parts = _axes(x_name, y_name)
    if at:
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
        parts.append(f'<path class="line" d="M{path}"/>')
        parts.append(f'<circle class="dot" cx="{at[-1][0]:.1f}" cy="{at[-1][1]:.1f}" r="4"/>')
    return _svg(WIDE, HIGH, title, parts)


def columns(rows: Sequence[tuple[str, float]], title: str, x_name: str, y_name: str, top: float = 1.0) -> str:
    """Upright columns from 0 to `top`, with the value above each and its label below."""
    parts = _axes(x_name, y_name, ticks=False)
    room = (WIDE - 2 * EDGE) / max(len(rows), 1)
    for number, (label, value) in enumerate(rows):
        height = value / top * (HIGH - 2 * EDGE) if top else 0.0
        left, upper = EDGE + number * room + room * 0.1, HIGH - EDGE - height
        shown = f"{value:.2f}" if top == 1.0 else f"{value:.0f}"
        parts.append(
            f'<rect class="bar" x="{left:.1f}" y="{upper:.1f}" width="{room * 0.8:.1f}" height="{height:.1f}"/>'
            f'<text x="{left + room * 0.4:.1f}" y="{upper - 4:.1f}" text-anchor="middle">{shown}</text>'
            f'<text x="{left + room * 0.4:.1f}" y="{HIGH - EDGE + 14}" text-anchor="middle">{escape(label)}</text>'
        )
    return _svg(WIDE, HIGH, title, parts)


def histogram(values: Sequence[float], bins: int = 8) -> list[tuple[str, float]]:
    """Counts in bins of equal width, each labelled with its upper end; the slowest 2 % stand in a last one, open above."""
    if not values:
        return []
    ordered = sorted(values)
    low, high = ordered[0], ordered[int(len(ordered) * 0.98)]
    step = (high - low) / bins or 1.0
    counts = [0.0] * (bins + 1)
    for value in values:
        place = min(int((value - low) / step), bins - 1)
        counts[place if value <= high else bins] += 1
    labels = [f"{low + step * (number + 1):.0f}" for number in range(bins)]
    return list(zip([*labels, f">{high:.0f}"], counts, strict=True))


def _axes(x_name: str, y_name: str, ticks: bool = True) -> list[str]:
    parts = [
        f'<path class="axis" d="M{EDGE} {EDGE - 10}V{HIGH - EDGE}H{WIDE - EDGE + 10}"/>',
        f'<text x="{WIDE / 2:.0f}" y="{HIGH - 6}" text-anchor="middle">{escape(x_name)}</text>',
        f'<text x="6" y="{EDGE - 18}">{escape(y_name)}</text>',
    ]
    for tick in (0.0, 0.5, 1.0) if ticks else ():
        x, y = EDGE + tick * (WIDE - 2 * EDGE), HIGH - EDGE - tick * (HIGH - 2 * EDGE)
        parts.append(f'<text x="{x:.0f}" y="{HIGH - EDGE + 14}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{EDGE - 6}" y="{y + 4:.0f}" text-anchor="end">{tick:g}</text>')
    return parts


def _svg(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    name = escape(title, quote=True)
    return (
        f'<svg role="img" aria-label="{name}" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _short(label: str) -> str:
    """The label cut to the room before the bars; 汉字 take two columns."""
    room = 31
    for place, character in enumerate(label):
        room -= 1 if character.isascii() else 2
        if room < 0:
            return label[: place - 1] + "…"
    return label
