"""Draw the App Home: ledger, feeds, queue, mutes."""

from __future__ import annotations

from typing import Any

from monitor.slack_app import paper, standing
from monitor.slack_app.bench import Bench, described
from monitor.slack_app.reply import Block
from monitor.store.views import Filter
from monitor.wording import clock


def home(bench: Bench) -> dict[str, Any]:
    """Return the App Home as it is now; it is drawn anew each time that a person opens it."""
    now = bench.clock()
    words, sick = standing.feeds(bench)
    blocks: list[Block] = []
    trouble = list(bench.trouble())
    if trouble:
        blocks += [paper.heading("Trouble"), *paper.text(trouble)]
    blocks += [paper.heading("Treaties"), *paper.listed(standing.treaties(bench))]
    blocks += [paper.heading("Latest alerts")]
    blocks += paper.listed(standing.alerts(bench, Filter(kind="news"))) or paper.text(["None yet."])
    blocks += [paper.heading("Feeds"), *paper.text([words]), *paper.listed(sick)]
    blocks += [paper.heading("To be told"), *paper.text(standing.queue(bench))]
    mutes = bench.store.marks.mutes(now).mutes
    blocks.append(paper.heading("Muted"))
    blocks += [] if mutes else paper.text(["Nothing."])
    for mute in mutes:
        blocks += paper.text([described(mute)])
        blocks.append(paper.row(paper.button("unmute", "End this mute", str(mute.id))))
    blocks += paper.text([f"As of {clock(now)}. Rules {bench.kit().rulebook.version}."])
    return paper.home(blocks)
