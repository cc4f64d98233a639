"""What was seen is known again: in few bytes, all keys at once, and after the table was made smaller."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from monitor.model import Entry
from monitor.normalise import identity
from monitor.normalise.identity import Known
from monitor.store import Store
from monitor.store.schema import APPLICATION_ID, MIGRATIONS

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def entry(number: int) -> Entry:
    title, guid = f"Ministers meet for the {number}th time this year", f"urn:example:{number}"
    link = f"https://paper.example/news/{number}-a-long-enough-slug"
    made = identity.entry_id("paper", guid, link, title)
    return Entry(id=made, feed="paper", title=title, guid=guid, link=link, url=link)


def remember(store: Store, *entries: Entry) -> None:
    with store.db.atomic():
        for one in entries:
            keys = identity.keys(one)
            store.entries.remember([(keys.all, one.id, keys.title_digest)], NOW)


def test_all_keys_of_a_document_are_asked_for_at_once(store: Store) -> None:
    entries = [entry(number) for number in range(700)]
    remember(store, *entries[::2])
    asked = {one.id: identity.keys(one).all for one in entries}
    found = store.entries.recall(key for keys in asked.values() for key in keys)
    for number, one in enumerate(entries):
        known = [found.get(key) for key in asked[one.id]]
        if number % 2:
            assert known == [None] * 3
        else:
            assert [each.entry_id for each in known if each] == [one.id] * 3


def test_each_kind_of_key_keeps_what_it_is_asked_for(store: Store) -> None:
    one = entry(1)
    remember(store, one)
    keys = identity.keys(one)
    assert keys.own is not None
    assert keys.title is not None
    known = store.entries.recall((keys.own, keys.title))
    assert known[keys.own] == Known(entry_id=one.id, title_digest=keys.title_digest)
    assert known[keys.title] == Known(entry_id=one.id, seen_at=NOW)
    assert identity.dated(keys.title)
    assert not any(map(identity.dated, filter(None, (keys.own, keys.link, keys.page))))


def test_an_entry_with_three_keys_takes_at_most_a_hundred_bytes(store: Store) -> None:
    before = pages(store)
    remember(store, *map(entry, range(20_000)))
    assert all(len(identity.keys(entry(number)).all) == 3 for number in (0, 19_999))
    assert (pages(store) - before) / 20_000 <= 100


def pages(store: Store) -> int:
    size, count = (store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count"))
    return int(size * count)


def test_what_an_older_state_had_seen_stays_seen(tmp_path: Path) -> None:
    path, one, old_id = tmp_path / "old.db", entry(1), "0123456789abcdef" * 2
    made = sqlite3.connect(path)
    made.executescript(MIGRATIONS[0] + f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version=1;")
    for parts in (
        ("guid", "paper", "urn:example:1"),
        ("link", one.link),
        ("title", "feed paper", title(one)),
    ):
        made.execute(
            "INSERT INTO seen VALUES (?,?,?,?)",
            [
                digest(*map(str, parts)),
                bytes.fromhex(old_id),
                digest("t", title(one))[:8],
                int(NOW.timestamp()),
            ],
        )
    made.commit()
    made.close()
    store = Store.open(path)
    keys = identity.keys(one)
    try:
        found = store.entries.recall(keys.all)
        assert [found[key].entry_id for key in keys.all] == [old_id] * 3
        assert isinstance(identity.sighting(keys, found.get, NOW), identity.Seen)
        by_title = {key: known for key, known in found.items() if key == keys.title}
        assert isinstance(identity.sighting(keys, by_title.get, NOW), identity.Seen)
        remember(store, entry(2))
        assert store.entries.recall(identity.keys(entry(2)).all)
    finally:
        store.close()


def title(one: Entry) -> str:
    return identity.fold_title(one.title)


def digest(*parts: str) -> bytes:
    """Return a key as it was made when keys had sixteen bytes."""
    return blake2b(b"".join(part.encode() + b"\xff" for part in parts), digest_size=16).digest()
