from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor.decide.burst import listing
from monitor.model import Alert, Kind, Level, Outlet, Step, Telling
from monitor.sinks.blocks import lines_that_fit, render
from monitor.sinks.view import view
from tests.sinks.made import NOW, RATIFIED, alert, telling
from tests.slack_server.limits import block_errors

SNAPSHOTS = Path(__file__).parent / "snapshots"

OUTLETS = tuple(
    Outlet(
        publisher=f"Paper {number}",
        url=f"https://paper{number}.example/story" if number != 2 else None,
        title=f"Story number {number}",
        published=NOW - timedelta(hours=number * 13) if number != 3 else None,
    )
    for number in range(9)
)
CASES: dict[str, Alert] = {
    "reported": alert(),
    "grown": alert(telling=telling(outlets=OUTLETS)),
    "confirmed": alert(
        level=Level.CRITICAL,
        telling=telling(
            events=(replace(RATIFIED, official=True),), step=Step.CONFIRMED, mention="@here", quote=""
        ),
    ),
    "contradicted": alert(telling=telling(warning="The depositary's record shows a signature only.")),
    "words": alert(level=Level.NORMAL, telling=telling(events=(), step=None, progress=None, treaty=None)),
    "notice": alert(
        kind=Kind.NOTICE,
        telling=Telling(title="A feed is gone", lines=("un-news answers 410.", "It is asked once a day.")),
    ),
}


def test_a_heading_is_not_quoted_below_itself() -> None:
    said = telling(title="Live: Viet Nam ratifies it", quote="Viet Nam ratifies it")
    assert view(alert(telling=said), NOW).quote == ""
    assert view(alert(), NOW).quote.startswith("Viet Nam has ratified the convention")


def test_a_day_stays_in_order_behind_a_name_that_runs_from_right_to_left() -> None:
    manara = Outlet(publisher="صحيفة المنارة", url=None, title="Qatar", published=NOW)
    blocks = render(alert(telling=telling(outlets=(manara,))), NOW).blocks
    byline = next(block for block in blocks if block["type"] == "rich_text")["elements"][0]["elements"][1]
    assert byline["text"] == "\nصحيفة المنارة · \u200e24 Nov 2026, 12:00 UTC"


def test_words_alone_do_not_say_that_anything_was_done() -> None:
    assert view(alert(telling=telling(events=(), step=Step.DONE, progress=None)), NOW).status == "reported"


@pytest.mark.parametrize("case", CASES)
def test_messages_look_as_they_did(case: str) -> None:
    """Compare with a snapshot, which Block Kit Builder shows as it stands; delete one to have it made anew."""
    drawn = render(CASES[case], NOW, interactive=case == "reported")
    assert not block_errors(drawn.blocks)
    text = json.dumps({"text": drawn.text, "blocks": drawn.blocks}, ensure_ascii=False, indent=2) + "\n"
    file = SNAPSHOTS / f"{case}.json"
    if not file.exists():
        SNAPSHOTS.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was made; look at it and run again")
    assert text == file.read_text(encoding="utf-8")


def test_a_notice_says_its_title_once() -> None:
    assert str(render(CASES["notice"], NOW).blocks).count("A feed is gone") == 1


def test_a_notice_that_is_longer_than_a_heading_keeps_its_remedy() -> None:
    title = (
        "The feed brought no table that can be used ("
        + "a row vanished; " * 12
        + "). The last good one stays."
    )
    blocks = render(alert(kind=Kind.NOTICE, telling=Telling(title=title)), NOW).blocks
    assert block_errors(blocks) == []
    assert blocks[0]["text"]["text"].endswith("…")
    assert blocks[1]["text"]["text"] == title
    named = render(alert(telling=telling(title="A long title " * 20, events=(), step=None)), NOW).blocks
    assert [block["type"] for block in named[:2]] == ["header", "section"]
    assert "A long title" not in json.dumps(named[1])  # the linked title below says it all


def test_each_line_of_a_list_leads_to_its_article_and_names_who_published_it_and_when() -> None:
    items = tuple(
        telling(
            title=f"A talk of the number {word}",
            url=f"https://paper.example/{word}",
            events=(),
            outlets=OUTLETS[:1],
        )
        for word in ("one", "two", "three")
    )
    group = listing(items)
    blocks = render(alert(telling=group), NOW).blocks
    assert (
        blocks[0]["text"]["text"] == "3 happenings: A talk of the number one; A talk of the number two; ..."
    )
    (bullets,) = [
        part for block in blocks for part in block.get("elements", ()) if part["type"] == "rich_text_list"
    ]
    link, byline = bullets["elements"][2]["elements"]
    assert (link["url"], link["text"]) == ("https://paper.example/three", "A talk of the number three")
    assert byline["text"].startswith(" · Paper 0 · ")
    assert "UTC" in byline["text"]


def test_each_line_of_a_list_says_how_it_goes_beyond_the_record() -> None:
    names = ("Fiji", "Samoa", "Tonga")
    items = tuple(telling(title=f"{name} ratifies", events=(), warning=f"{name}: none.") for name in names)
    told = render(alert(telling=listing(items)), NOW)
    for name in names:
        assert json.dumps(told.blocks, ensure_ascii=False).count(f"⚠️ {name}: none.") == 1
        assert told.text.count(f"⚠️ {name}: none.") == 1


def test_buttons_only_where_somebody_listens() -> None:
    drawn = render(alert(), NOW, interactive=True)
    assert [button["action_id"] for button in drawn.blocks[-1]["elements"]] == [
        "why", "not_relevant", "mute", "confirm",
    ]  # fmt: skip
    assert {button["value"] for button in drawn.blocks[-1]["elements"]} == {"a" * 32}
    assert all(block["type"] != "actions" for block in render(alert(), NOW).blocks)


def test_other_outlets_are_listed_up_to_five_and_counted() -> None:
    shown = view(CASES["grown"], NOW)
    assert (len(shown.others), shown.others_title, shown.others_more) == (
        5,
        "Also in 8 other outlets",
        "and 3 more",
    )


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2026-11-24T00:00:00+00:00", "24 Nov 2026"),
        ("2026-11-20T02:00:00+02:00", "20 Nov 2026"),
        ("2026-11-25T00:00:00+00:00", "25 Nov 2026"),
        ("2026-11-24T00:01:00+00:00", "24 Nov 2026, 00:01 UTC"),
        ("2026-11-24T18:00:00+00:00", "24 Nov 2026"),  # its hour is another zone's
    ],
)
def test_a_time_is_told_as_it_stays_true_and_how_long_ago_by_slack_itself(published: str, words: str) -> None:
    outlet = Outlet(publisher="Record", url=None, title="t", published=datetime.fromisoformat(published))
    now = datetime.fromisoformat("2026-11-24T13:30:00+00:00")
    shown = view(alert(telling=telling(outlets=(outlet,))), now)
    assert shown.source.byline == f"Record · {words}"
    drawn = render(alert(telling=telling(outlets=(outlet,))), now)
    assert not block_errors(drawn.blocks)
    assert " ago" not in drawn.text
    dates = re.findall(r'"type": "date", "timestamp": (\d+), "format": ", {ago}"', json.dumps(drawn.blocks))
    passed = words.endswith("00:01 UTC")  # neither a day alone nor a time to come
    assert dates == ([str(int(outlet.published.timestamp()))] if passed and outlet.published else [])


def test_a_long_digest_says_what_it_left_out_and_the_caller_can_know_before() -> None:
    lines = tuple(f"{number:04} " + "x" * 95 for number in range(300))
    fitting = lines_that_fit(lines)
    drawn = render(alert(kind=Kind.DIGEST, telling=telling(events=(), lines=lines)), NOW)
    assert not block_errors(drawn.blocks)
    shown = json.dumps(drawn.blocks)
    assert 100 < fitting < 300
    assert f"{fitting - 1:04} xxx" in shown
    assert f"{fitting:04} xxx" not in shown
    assert f"({300 - fitting} more lines)" in shown
