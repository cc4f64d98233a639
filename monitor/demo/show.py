"""Read the demo's script: which outlet publishes what, at which second. Pure but for reading one data file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any

import msgspec
import yaml
from msgspec import Struct

BEGIN = datetime(2025, 10, 26, 8, tzinfo=UTC)
"""When the show's clock starts: the second day of the ceremony, so that the demo is the same in any year."""
LENGTH = 60.0
"""Seconds that the script lasts at speed 1."""


class DemoFeed(Struct, frozen=True, kw_only=True):
    """Describe one feed of the demo."""

    id: str
    path: str
    format: str
    title: str
    language: str
    tags: list[str]
    encoding: str = "utf-8"
    validators: bool = False
    """Sends an ETag and answers 304."""
    moved_from: str | None = None
    """The address in feeds.yaml, which answers 301."""


class DemoItem(Struct, frozen=True, kw_only=True):
    """Hold one item of one outlet."""

    id: str
    outlet: str
    at: float
    title: str
    text: str
    age: float = 0.0
    """Hours."""
    publisher: str | None = None
    """The outlet that a search feed found the item at."""
    home: str = ""
    """The outlet whose address the item has: another one's for a copy."""


class DemoChange(Struct, frozen=True, kw_only=True):
    """Say how an item, or a feed's order, changes without any news in it."""

    at: float
    item: str | None = None
    outlet: str | None = None
    guid: bool = False
    link: bool = False
    reorder: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """Hold one participant of the record: when its signature, and perhaps its deposit, appear there."""

    name: str
    at: float
    deposit: float = inf


class RecordScript(Struct, frozen=True, kw_only=True):
    """Describe the depositary's record as the demo tells it."""

    path: str
    title: str
    signed_on: date
    rows: tuple[Row, ...]


class Scene(Struct, frozen=True, kw_only=True):
    """Say what the audience sees from `at` on."""

    at: float
    text: str


class Show(Struct, frozen=True, kw_only=True):
    """Hold the whole script."""

    acts: tuple[Scene, ...]
    outlets: tuple[DemoFeed, ...]
    items: tuple[DemoItem, ...]
    changes: tuple[DemoChange, ...]
    record: RecordScript


class Published(Struct, frozen=True, kw_only=True):
    """Hold one item as its feed carries it at some second."""

    guid: str
    link: str
    title: str
    text: str
    published: datetime
    publisher: str | None = None


def clock(start: datetime, elapsed: float) -> datetime:
    """Return what the show's clock says: a second of the show is a minute, so that an hour passes in all."""
    return start + timedelta(minutes=elapsed)


@cache
def load() -> Show:
    """Return the script that the demo plays."""
    data: dict[str, Any] = yaml.safe_load(
        files("monitor.demo").joinpath("show.yaml").read_text(encoding="utf-8")
    )
    titles = {outlet["id"]: outlet["title"] for outlet in data["outlets"]}
    items: dict[str, dict[str, Any]] = {}
    for raw in data["items"]:
        original = items.get(raw.pop("copy", ""))
        more = {"publisher": titles[original["outlet"]]} if original else {"home": raw["outlet"]}
        items[raw["id"]] = {**(original or {}), **raw, **more}
    return msgspec.convert(data | {"items": [*items.values()]}, Show)


def feed_items(show: Show, outlet: str, elapsed: float, start: datetime) -> list[Published]:
    """Return what a feed carries `elapsed` seconds into the show, the newest first unless it was reordered."""
    happened = [change for change in show.changes if change.at <= elapsed]
    shown = [
        _published(item, [change for change in happened if change.item == item.id], start)
        for item in show.items
        if item.outlet == outlet and item.at <= elapsed
    ]
    newest_first = not any(change.reorder for change in happened if change.outlet == outlet)
    return sorted(shown, key=lambda item: item.published, reverse=newest_first)


def _published(item: DemoItem, changes: list[DemoChange], start: datetime) -> Published:
    link = f"https://{item.home}.example/{item.id if item.home == item.outlet else item.id.removeprefix('echo-')}"
    guid = f"tag:{item.outlet}.example,2025:{item.id}"
    if item.home != item.outlet:
        link += "?utm_source=echo&utm_medium=rss"
    for change in changes:
        if change.guid:
            guid += f":{change.at:g}"
        if change.link:
            link += f"{'&' if '?' in link else '?'}utm_campaign=later{change.at:g}"
    return Published(
        guid=guid,
        link=link,
        title=item.title,
        text=item.text,
        published=clock(start, item.at) - timedelta(hours=item.age),
        publisher=item.publisher,
    )
