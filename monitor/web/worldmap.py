"""Draw who has signed and who is bound on a map of the world, as SVG for the page and as PNG for Slack.

`world.json` holds outlines that were projected and simplified once, by d3-geo and topojson-simplify
(`scripts/world/build.mjs`); nothing is fetched or projected at run time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import resvg_py
from markupsafe import Markup, escape

KINDS = ("signed", "reported", "bound")
"""What a State can be on the map, in the order in which they are drawn (later ones lie on top)."""

WORDS = {"bound": "bound", "signed": "signed", "reported": "reported, not yet in the record"}

PALETTE = {"bound": "#0b57a4", "signed": "#7db0e3", "reported": "#d9730d", "none": "#dfe4ea"}
"""The light colours of `static/page.css`, for the PNG, which carries its own."""


@lru_cache(maxsize=1)
def world() -> dict[str, Any]:
    """Return the outlines: `width`, `height`, `land` (no State's own), `states` by ISO code with `d` and `dot`."""
    text = files("monitor.web").joinpath("world.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def on_map(code: str) -> bool:
    """Say whether a participant has an outline or a dot; the European Union has none."""
    return code in world()["states"]


def svg(kinds: Mapping[str, str], names: Mapping[str, str], label: str) -> Markup:
    """Return the map as an SVG element without any style of its own.

    `kinds` says for each ISO code what it is (see KINDS), `names` how to call it, `label` what the map shows.
    A State too small to be seen is a dot as well.
    """
    earth = world()
    states: dict[str, Any] = earth["states"]
    rest = "".join(shape["d"] for code, shape in states.items() if code not in kinds)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="world" viewBox="0 0 {earth["width"]} {earth["height"]}"'
        f' role="img" aria-label="{escape(label)}">',
        f'<path class="none" d="{earth["land"]}{rest}"/>',
    ]
    for code, kind in sorted(kinds.items(), key=lambda item: KINDS.index(item[1])):
        shape = states.get(code)
        if shape is None:
            continue
        title = f"<title>{escape(names.get(code, code))}: {WORDS[kind]}</title>"
        if shape["d"]:
            parts.append(f'<path class="{kind}" d="{shape["d"]}">{title}</path>')
        if shape.get("dot"):
            x, y = shape["dot"]
            parts.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="4.2">{title}</circle>')
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - names and label are escaped above, the rest is ours


def png(drawing: str, width: int = 1200) -> bytes:
    """Return a map made by `svg` as a PNG image on white, `width` pixels wide."""
    colours = "".join(f".{kind}{{fill:{colour}}}" for kind, colour in PALETTE.items())
    style = f"<style>{colours}path,circle{{stroke:#fff;stroke-width:.6}}</style>"
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    head, _, tail = drawing.partition(">")
    return bytes(resvg_py.svg_to_bytes(svg_string=f"{head}>{style}{ground}{tail}", width=width))
