"""The text of `treatywatch status`."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from rich.console import Console

from monitor.answers.overview import overview
from monitor.cli.status import show
from monitor.store.pauses import WORKSPACE, Hold
from tests.web.made import BOOK, NOW
from tests.web.sample import fill


def printed(whole: dict[str, Any]) -> str:
    text = io.StringIO()
    show(Console(file=text, width=500), whole)
    return text.getvalue()


@pytest.mark.parametrize("days", [0, -330])
def test_an_entry_into_force_is_said_in_one_way_past_or_to_come(tmp_path: Path, days: int) -> None:
    with closing(fill(tmp_path / "state.db")) as store:
        assert "in force from 2026-01-17" in printed(overview(store, BOOK, NOW + timedelta(days=days)))


def test_feeds_that_fail_for_one_reason_are_one_line(tmp_path: Path) -> None:
    with closing(fill(tmp_path / "state.db")) as store:
        whole = overview(store, BOOK, NOW)
    dead = {"reason": "no address is known for its host name", "failures": 2}
    whole["feeds"]["failing"] = {f"feed-{n}": dead for n in range(20)} | {
        "old": {"reason": "answers 404", "failures": 1}
    }
    lines = [line for line in printed(whole).splitlines() if "failing" in line]
    assert len(lines) == 2
    assert "feed-0 (2 in a row), feed-1 (2 in a row)" in lines[0]
    assert lines[0].endswith("and 12 more: no address is known for its host name")
    assert lines[1].endswith("old (1 in a row): answers 404")


def test_a_title_of_a_thousand_characters_takes_one_line(tmp_path: Path) -> None:
    with closing(fill(tmp_path / "state.db")) as store:
        whole = overview(store, BOOK, NOW)
    whole["alerts"][0]["title"] = "A" * 1000
    (line,) = [line for line in printed(whole).splitlines() if "AAA" in line]
    assert line.endswith("A…")
    assert " UTC  " in line


def test_it_says_why_alerts_wait(tmp_path: Path) -> None:
    with closing(fill(tmp_path / "state.db")) as store:
        store.outbox.pauses.set(WORKSPACE, Hold.TOKEN, NOW, NOW, "token_revoked")
        whole = overview(store, BOOK, NOW)
    assert "  waiting Slack refuses everything: token_revoked" in printed(whole).splitlines()


def test_a_feed_that_moved_for_good_says_where_to_without_a_key(tmp_path: Path) -> None:
    to = "https://new.example/k3J9xQ7wE2rT5yU8iO1p"
    with closing(fill(tmp_path / "state.db")) as store:
        state = store.feeds.state("observer")
        assert state is not None
        with store.db.atomic():
            schedule = replace(state.schedule, moved_to=to, moved_polls=3)
            store.feeds.save("observer", replace(state, schedule=schedule))
        whole = overview(store, BOOK, NOW)
    assert "  moved observer: its url is https://new.example/*** now" in printed(whole).splitlines()
