"""Show what digests would say now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.answers.digest import compose
from monitor.answers.review import gather
from monitor.cli.access import reading, rules_in_force, span
from monitor.cli.terminal import console
from monitor.settings import read_settings
from monitor.sinks.console import block
from monitor.sinks.view import view
from monitor.timetable import DAILY
from monitor.wording import stamp


def digest(
    since: Annotated[
        str | None,
        typer.Option(help="How far back, such as 7d; since the last digest, or its usual time, by default."),
    ] = None,
) -> None:
    """Print what each digest of defaults.yaml would say if it came now, or a daily one; sends and changes nothing."""
    wanted = span(since, "--since") if since else None
    rulebook, now, terminal = rules_in_force(), datetime.now(UTC), console(markup=False)
    with reading() as store:
        for plan in rulebook.digests or (DAILY,):
            began = now - wanted if wanted else store.marks.digested(plan.key) or now - plan.period
            channel = plan.channel or read_settings().slack_channel
            messages = compose(plan, gather(store, rulebook, began, now), channel)
            when = f"next at {stamp(plan.next(now))}" if rulebook.digests else "none is set"
            said = "" if messages else "; it would say nothing, for nothing is new"
            terminal.print(f"every {plan.every} in {channel}, {when}{said}", soft_wrap=True)
            for message in messages:
                terminal.print(block(view(message, now)), soft_wrap=True)
