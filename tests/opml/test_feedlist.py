"""Check that adding feeds to feeds.yaml leaves every word of the user's where it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Feed
from monitor.rules.feedlist import FeedListError, append

NEW = Feed(
    id="new", url="https://a.example/rss?x=1&y=%20", kind="untc", title="Không: #1 'quoted'",
    tags=("un", "no"), language="no", every=timedelta(hours=1), enabled=False,
)  # fmt: skip
FIELDS = {
    "id": "new", "url": NEW.url, "kind": "untc", "title": NEW.title, "tags": ["un", "no"], "language": "no",
    "every": "1h", "enabled": False,
}  # fmt: skip

USERS = """\
# my feeds
feeds:
    # first, the best
    - id: a   # why
      url: "https://a.example"

    - {id: b, url: https://b.example}
    # the end
"""


def test_comments_and_indent_are_kept() -> None:
    text = append(USERS, [NEW])
    assert text.startswith(USERS)
    assert text[len(USERS) :].splitlines()[0] == "    - id: new"
    assert yaml.safe_load(text)["feeds"][2] == FIELDS


@pytest.mark.parametrize(
    "before",
    ["", "\n\n", "# only a comment", "feeds:", "feeds:\n", "feeds: []\n", "feeds: [] # none yet\n", 
     "feeds: null", "feeds: ~\n# later\n", "feeds: []\nother: 1\n", "---\nfeeds:\n"],
)  # fmt: skip
def test_an_empty_list_is_begun(before: str) -> None:
    text = append(before, [NEW])
    assert yaml.safe_load(text)["feeds"] == [FIELDS]
    for comment in ("# only a comment", "# none yet", "# later", "other: 1"):
        assert (comment in text) == (comment in before)


def test_a_list_without_indent_and_without_a_last_newline() -> None:
    text = append("feeds:\n- id: a\n  url: https://a.example", [NEW])
    assert [feed["id"] for feed in yaml.safe_load(text)["feeds"]] == ["a", "new"]


def test_the_list_need_not_be_the_last_key() -> None:
    text = append("feeds:\n  - id: a\n    url: https://a.example\n\n# about x\nx: 1\n", [NEW])
    assert yaml.safe_load(text)["x"] == 1
    assert [feed["id"] for feed in yaml.safe_load(text)["feeds"]] == ["a", "new"]
    assert text.endswith("\n# about x\nx: 1\n")


def test_line_ends_of_windows_stay() -> None:
    text = append("feeds:\r\n  - id: a\r\n    url: https://a.example\r\n", [NEW])
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("feeds: [{id: a, url: https://a.example}]", "lines that begin"),
        ("feeds: nonsense", "lines that begin"),
        ("feeds: {a: 1}", "lines that begin"),
        ("- id: a", "no `feeds:`"),
        ("rules: []", "no `feeds:`"),
        ("feeds:\n\t- id: a", r"not valid YAML \(line 2\)"),
    ],
)
def test_what_is_no_feed_list_is_left_alone(before: str, why: str) -> None:
    with pytest.raises(FeedListError, match=why):
        append(before, [NEW])


def test_nothing_to_add_changes_nothing() -> None:
    assert append("anything at all: [", []) == "anything at all: ["


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_title_is_read_back(title: str) -> None:
    text = append(USERS, [Feed(id="x", url="https://x.example", title=title)])
    assert yaml.safe_load(text)["feeds"][2]["title"] == title


def test_the_shipped_list_can_be_added_to() -> None:
    shipped = (Path(__file__).parents[2] / "rules" / "feeds.yaml").read_text(encoding="utf-8")
    before = yaml.safe_load(shipped)["feeds"]
    assert yaml.safe_load(append(shipped, [NEW]))["feeds"] == [*before, FIELDS]
