"""Draw where a treaty stands as a picture: the map, and a bar that fills up to its entry into force."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.logs import log
from monitor.rules import Rulebook
from monitor.sinks.slack import SlackSink
from monitor.sinks.slack_files import upload
from monitor.store import Store
from monitor.store.views import Filter
from monitor.web import worldmap
from monitor.web.standing import standing

BAR_HEIGHT, MARGIN = 14, 10
FRESH = timedelta(hours=1)
"""A picture that could not be put beside its digest within this time is left out."""


def picture(store: Store, rulebook: Rulebook, treaty: str, now: datetime) -> tuple[bytes, str] | None:
    """Return a PNG and what it shows in words; None for a treaty that the rules folder does not have."""
    found = rulebook.treaties.get(treaty)
    if found is None:
        return None
    shown = standing(found, store, now)
    drawing = str(shown.map)
    earth = worldmap.world()
    width, height = earth["width"], earth["height"]
    # The bar stands below the map: its whole is the number that the clause asks for.
    tall = drawing.replace(
        f'viewBox="0 0 {width} {height}"', f'viewBox="0 0 {width} {height + BAR_HEIGHT + MARGIN * 2}"'
    )
    y, room = height + MARGIN, width - 2 * MARGIN
    bound, reported = room * shown.share / 100, room * shown.share_reported / 100
    bar = "".join(
        f'<rect class="{kind}" x="{MARGIN + x:.1f}" y="{y}" width="{w:.1f}" height="{BAR_HEIGHT}"/>'
        for kind, x, w in (("none", 0.0, room), ("bound", 0.0, bound), ("reported", bound, reported))
    )
    head, _, tail = tall.rpartition("</svg>")
    words = f"{shown.treaty.heading}: {shown.progress}. {len(shown.bound)} bound, {len(shown.signed)} signed."
    return worldmap.png(f"{head}{bar}</svg>{tail}"), words


async def illustrate(store: Store, sink: SlackSink | None, rulebook: Rulebook, now: datetime) -> int:
    """Put the map of a digest's foremost treaty into its thread; return how many pictures were posted.

    Each is tried once: a picture is an ornament, and twice the same one is worse than none.
    """
    posted = 0
    if sink is None:
        return posted
    for owed in store.views.alerts(Filter(kind="digest", state="sent"), 5):
        treaty = owed.alert.telling.treaty
        if treaty is None or owed.channel_id is None or owed.ts is None or now - owed.alert.created > FRESH:
            continue
        with store.db.atomic():
            first = store.tell_once(f"picture:{owed.alert.id}", now)
        drawn = picture(store, rulebook, treaty, now) if first else None
        if drawn is None:
            continue
        png, title = drawn
        failed = await upload(
            sink,
            png,
            name=f"{treaty}.png",
            title=title,
            channel=owed.channel_id,
            thread=owed.thread_ts or owed.ts,
        )
        if failed is None:
            posted += 1
        else:
            log.warning("a digest has no picture", treaty=treaty, reason=failed.reason)
    return posted
