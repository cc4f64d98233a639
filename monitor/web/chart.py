"""Draw how a count grew over time, as SVG that takes its colours from the page's style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 86, 14, 26
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200)


def svg(lines: Mapping[str, Sequence[date]], *, goal: int, until: date) -> Markup:
    """Return one step line for each name (its sorted days, one a count), with a line at `goal`; empty if no day.

    The element is an image with a label in words; its parts are classed `line-NAME`.
    """
    days = sorted(on for line in lines.values() for on in line)
    if not days:
        return Markup("")
    first = days[0] - timedelta(days=7)
    last = max(until, days[-1])
    most = max(*(len(line) for line in lines.values()), 1)
    with_goal = goal <= most * 3
    top = max(most, goal if with_goal else 0) * 1.08
    span = max((last - first).days, 1)

    def x(on: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (on - first).days / span, 1)

    def y(count: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / top, 1)

    parts = [_axes(x, y, first, last, top)]
    if with_goal:
        parts.append(f'<path class="line-goal" d="M{LEFT} {y(goal)}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 6}" y="{y(goal) + 4}">{goal} needed</text>')
    for name, line in lines.items():
        if line:
            path = "".join(f"H{x(on)}V{y(count)}" for count, on in enumerate(line, 1))
            parts.append(f'<path class="line-{name}" d="M{LEFT} {y(0)}{path}H{WIDTH - RIGHT}"/>')
            parts.append(f'<text x="{WIDTH - RIGHT + 6}" y="{y(len(line)) + 4}">{len(line)} {name}</text>')
    said = ", ".join(f"{len(line)} {name}" for name, line in lines.items())
    head = f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Over time: {said} by {last}">'
    return Markup(f"{head}{''.join(parts)}</svg>")  # noqa: S704 - numbers, dates and names of ours only


def _axes(x, y, first: date, last: date, top: float) -> str:  # type: ignore[no-untyped-def]
    step = next((step for step in STEPS if top / step <= 5), STEPS[-1])
    parts = []
    for count in range(0, int(top) + 1, step):
        parts.append(f'<path class="axis" d="M{LEFT} {y(count)}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(count) + 4}" text-anchor="end">{count}</text>')
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    every = len(years) // 8 + 1
    for on in years[::every]:
        parts.append(f'<text x="{x(on)}" y="{HEIGHT - 8}" text-anchor="middle">{on.year}</text>')
    if not years:
        parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">{first.isoformat()}</text>')
    return "".join(parts)
