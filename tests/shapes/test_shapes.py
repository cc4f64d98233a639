"""What is looked through for every mistake agrees with msgspec, which stops at the first, and with the JSON Schemas."""

from __future__ import annotations

from functools import partial, reduce
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import Struct, ValidationError

from monitor.rules.files import DefaultsFile, FeedEntry, GroupsFile, RuleEntry
from monitor.rules.schema import schema
from monitor.shapes import made, mistakes
from monitor.treaties import Treaty

WORDS = st.sampled_from([
    "id", "title", "match", "in", "any", "all", "near", "terms", "within", "level", "low", "feeds", "un", "VN", "en",
    "url", "https://a.example", "every", "5m", "names", "in_force", "count", "rule", "90 days", "depositary", "page",
    "defaults", "digests", "at", "08:00", "zone", "UTC", "groups", "members", "expires", "2026-12-31", "examples", " ",
])  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 300)
    | st.floats().filter(lambda number: not number.is_integer())  # 3.0 is an integer to JSON Schema alone
    | WORDS
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=20,
)
WHOLE: dict[type[Struct], dict[str, Any]] = {
    RuleEntry: {
        "id": "a",
        "title": "t",
        "match": {"any": ["x", {"near": {"terms": ["a", ["b", "c"]]}}], "in": "title"},
    },
    FeedEntry: {"id": "a", "url": "https://a.example", "every": "5m", "tags": ["un"]},
    DefaultsFile: {"defaults": {"level": "low"}, "digests": [{"at": "08:00", "zone": "UTC", "on": "monday"}]},
    GroupsFile: {"groups": [{"id": "G7", "members": ["CA"]}]},
    Treaty: {
        "id": "lake-pact",
        "title": "the Lake Pact",
        "names": {"en": ["Lake Pact"]},
        "adopted": "2026-01-01",
        "depositary": {"name": "Switzerland", "page": "https://example.org/lake"},
        "in_force": {"count": 3, "rule": "30 days", "among": {"at_least": 1, "of": ["CH"], "name": "lakes"}},
    },
}


def refused(kind: type[Struct], raw: Any) -> bool:
    try:
        made(kind, raw)
    except ValidationError:
        return True
    return False


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    return reduce(lambda inside, step: inside[step], path, value)


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    step, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[step] = changed(value[step], tuple(rest), new)
    return copy


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_whole_has_no_mistake(kind: type[Struct]) -> None:
    assert not refused(kind, WHOLE[kind])
    assert mistakes(kind, WHOLE[kind]) == []


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[type[Struct], Any]:
    kind = draw(st.sampled_from(list(WHOLE)))
    raw = WHOLE[kind]
    for _ in range(draw(st.integers(1, 3))):
        raw = changed(raw, draw(st.sampled_from(places(raw))), draw(VALUES))
    return kind, raw


@given(spoilt())
def test_a_value_has_mistakes_where_msgspec_refuses_it_and_nowhere_else(
    given: tuple[type[Struct], Any],
) -> None:
    kind, raw = given
    found = mistakes(kind, raw)
    assert bool(found) == refused(kind, raw)
    assert all(one.path in places(raw) for one in found)


@given(spoilt())
def test_the_schema_for_editors_refuses_the_same_but_for_checks(given: tuple[type[Struct], Any]) -> None:
    kind, raw = given
    texts = [text for text in map(partial(at, raw), places(raw)) if isinstance(text, str)]
    assume(all(text == text.strip() for text in texts))  # of which a schema knows nothing
    form = jsonschema.FormatChecker(["date"])
    fits = jsonschema.Draft202012Validator(schema(kind), format_checker=form).is_valid(raw)
    faults = {one.fault for one in mistakes(kind, raw)}
    assert fits or faults
    assert not fits or faults <= {"check", "whole"}


def test_texts_lose_the_blanks_around_them() -> None:
    feed = made(
        FeedEntry, {"id": " a", "url": "https://a.example\n", "tags": ["un "], "title": "\tThe Lake\n"}
    )
    assert (feed.id, feed.url, feed.tags, feed.title) == ("a", "https://a.example", ["un"], "The Lake")


def test_all_mistakes_are_named_in_one_go() -> None:
    found = mistakes(
        FeedEntry, {"id": "A b", "url": 5, "every": 300, "kind": "rss", "tags": [], "enabled": "no", "x": 1}
    )
    assert {(one.fault, one.path or one.value) for one in found} == {
        ("unknown", "x"),
        ("form", ("id",)),
        ("check", ("url",)),
        ("check", ("every",)),
        ("choice", ("kind",)),
        ("short", ("tags",)),
        ("kind", ("enabled",)),
    }
