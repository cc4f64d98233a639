"""Draw the App Home: ledger, feeds, queue, mutes."""

from __future__ import annotations

from typing import Any

from monitor.sinks.blocks import Block
from monitor.slack_app import panels, standing
from monitor.slack_app.bench import Bench, described
from monitor.store.views import Filter
from monitor.wording import clock


def home(bench: Bench) -> dict[str, Any]:
    """Return the App Home as it is now; it is drawn anew each time that a person opens it."""
    now = bench.clock()
    words, sick = standing.feeds(bench)
    blocks: list[Block] = []
    trouble = list(bench.trouble())
    if trouble:
        blocks += [panels.heading("Trouble"), *panels.text(trouble)]
    blocks += [panels.heading("Treaties"), *panels.listed(standing.treaties(bench))]
    blocks += [panels.heading("Latest alerts")]
    blocks += panels.listed(standing.alerts(bench, Filter(kind="news"))) or panels.text(["None yet."])
    blocks += [panels.heading("Feeds"), *panels.text([words]), *panels.listed(sick)]
    blocks += [panels.heading("To be told"), *panels.text(standing.queue(bench))]
    mutes = bench.store.marks.mutes(now).mutes
    blocks.append(panels.heading("Muted"))
    blocks += [] if mutes else panels.text(["Nothing."])
    for mute in mutes:
        blocks += panels.text([described(mute)])
        blocks.append(panels.row(panels.button("unmute", "End this mute", str(mute.id))))
    blocks += panels.text([f"As of {clock(now)}. Rules {bench.kit().rulebook.version}."])
    return panels.home(blocks)
