"""Draw the demo's screen: the acts as they begin, a line of counters, and the summary."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from msgspec import Struct
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from monitor.demo.show import LENGTH, Show
from monitor.ledger import tally
from monitor.store import Store
from monitor.worker.service import Service

TREATY = "un-cybercrime"


class Screen(Struct):
    """Hold what is drawn from: the script and the running worker."""

    show: Show
    service: Service
    store: Store
    base: str
    begun: int = 0
    """Acts that were announced."""
    page_told: bool = False

    def opening(self) -> RenderableType:
        """Say what is about to be seen."""
        return Panel(
            Text(
                f"{len(self.show.outlets)} outlets that do not exist and one invented official record, served from "
                f"{self.base}, retell how the UN Convention against Cybercrime was signed in Hanoi. "
                "The worker, the rules, the state file and the alerts are the real ones; the clock is the show's, "
                "in October 2025, and each of its minutes takes a second."
            ),
            title="Treatywatch demo",
            title_align="left",
        )

    def acts(self, elapsed: float) -> Iterator[RenderableType]:
        """Yield the acts that have begun since the last call, and the page's address once it is served."""
        if self.service.page is not None and not self.page_told:
            self.page_told = True
            yield Text(f"The page: http://{self.service.page.host}:{self.service.page.port}/", style="bold")
        for act in self.show.acts[self.begun :]:
            if act.at > elapsed:
                break
            self.begun += 1
            yield Padding(Text(f"▶ {act.at:.0f} s · {act.text}", style="bold"), (1, 0, 0, 0))

    def footer(self, elapsed: float, seconds: float) -> RenderableType:
        """Return the line that is drawn anew below the alerts."""
        tally = self.service.tally
        line = Table.grid(padding=(0, 2))
        line.add_row(
            ProgressBar(total=LENGTH, completed=min(elapsed, LENGTH), width=20),
            f"{min(elapsed, LENGTH) * seconds / LENGTH:.0f} of {seconds:.0f} s",
            f"{tally.polled} polls",
            f"{tally.new} new",
            f"{tally.matched} matched",
            f"{tally.sent} alerts",
        )
        return line

    def closing(self) -> RenderableType:
        """Return the summary."""
        tally = self.service.tally
        table = Table(title="Summary", title_justify="left", show_header=False)
        table.add_column(justify="right", style="bold")
        table.add_column()
        feeds = len(self.service.kit.rulebook.feeds)
        for number, words in (
            (tally.polled, f"polls of {feeds} feeds, {tally.failed} of them failed"),
            (tally.new, "new entries"),
            (tally.matched, "of them matched a rule"),
            (tally.sent, "alerts, each told once"),
            (tally.known + tally.edits, "duplicates suppressed:"),
            (
                tally.known,
                "  entries seen again: in a changed feed, with another id or link, at another outlet",
            ),
            (tally.edits, "  more outlets for what was told already"),
        ):
            table.add_row(str(number), words)
        lines: list[RenderableType] = [table]
        ledger = self.ledger()
        if ledger:
            lines.append(Text(f"Ledger: {ledger}", style="bold"))
        # `make demo` calls a command by its place that is on no path
        command = "treatywatch" if sys.argv[0].startswith("/") else sys.argv[0]
        lines.append(Text(f"Next: `{command} run` polls the real feeds; README.md says how to tell Slack."))
        return Group(*lines)

    def ledger(self) -> str | None:
        """Return the treaty's standing by the record, in one line."""
        treaty = self.service.kit.rulebook.treaties.get(TREATY)
        record = self.store.memory.record(TREATY)
        return f"{treaty.title}: {tally(treaty, record).progress}" if treaty and record else None
