"""Read JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec.structs import replace

from monitor.model import Document, Feed, FetchError, Parsed
from monitor.normalise import date, text
from monitor.parse.fields import HUBS
from monitor.parse.item import Item, Markup, joined, primary, unread


def parse(
    body: bytes,
    document: Document,
    feed: Feed,
    *,
    seen: Callable[[bytes], bool] | None = None,
    now: datetime | None = None,
) -> Parsed | FetchError:
    """Return the entries of a JSON Feed in UTF-8, or why the document is none. `seen` is as in `parse.feed`."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        return FetchError(reason=f"not a feed: damaged JSON ({text.clean(str(error), 100)})")
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        return FetchError(reason=f"not a feed: JSON without a list of items{_message(found)}")
    if "jsonfeed.org/version" not in _string(found, "version") and not _looks_like_items(found["items"]):
        return FetchError(
            reason="not a feed: JSON that is no JSON Feed (no version, and items without id or url)"
        )
    skipped: list[str] = []
    items: list[Item] = []
    digests: list[bytes] = []
    base = document.url
    author = _author(found)
    for number, raw in enumerate(found["items"], 1):
        if not isinstance(raw, dict):
            skipped.append(f"item {number} is no object")
            continue
        items.append(_item(raw, base, author, now))
        digests.append(blake2b(json.dumps(raw, sort_keys=True).encode(), digest_size=16).digest())
    read = unread(
        items,
        digests,
        seen,
        feed,
        title=text.clean(_string(found, "title"), text.TITLE) or None,
        language=primary(_string(found, "language")),
        skipped=skipped,
    )
    return replace(
        read,
        hubs=tuple(
            joined(base, _string(hub, "url"))
            for hub in _list(found.get("hubs"))
            if isinstance(hub, dict) and _string(hub, "type").lower() == "websub" and _string(hub, "url")
        )[:HUBS],
        topic=joined(base, _string(found, "feed_url")) or None,
    )


def _item(raw: dict[str, Any], base: str, author: str, now: datetime | None) -> Item:
    contents = []
    if _string(raw, "content_html"):
        contents.append(Markup(value=_string(raw, "content_html"), html=True))
    elif _string(raw, "content_text"):
        contents.append(Markup(value=_string(raw, "content_text"), html=False))
    link = _string(raw, "url") or _string(raw, "external_url") or _address(_string(raw, "id"))
    return Item(
        guid=_string(raw, "id"),
        link=joined(base, link),
        title=Markup(value=_string(raw, "title"), html=False),
        summary=Markup(value=_string(raw, "summary"), html=False),
        contents=tuple(contents),
        author=_author(raw) or author,
        categories=tuple(tag for tag in _list(raw.get("tags")) if isinstance(tag, str)),
        published=next(
            filter(
                None, (date.parse(_string(raw, name), now) for name in ("date_published", "date_modified"))
            ),
            None,
        ),
        language=_string(raw, "language"),
    )


def _author(where: dict[str, Any]) -> str:
    """Return the names of the authors (1.1) or of the author (1.0)."""
    authors = [*_list(where.get("authors")), where.get("author")]
    return ", ".join(
        dict.fromkeys(_string(a, "name") for a in authors if isinstance(a, dict) and _string(a, "name"))
    )


def _looks_like_items(items: list[Any]) -> bool:
    return bool(items) and all(
        isinstance(item, dict) and (item.get("id") or item.get("url")) for item in items
    )


def _message(found: object) -> str:
    """Return the error that an API reports in place of a feed."""
    if not isinstance(found, dict):
        return ""
    words = next(
        (text.clean(v, 100) for v in map(found.get, ("error", "message", "detail")) if isinstance(v, str)), ""
    )
    return f" (it says {words!r})" if words else ""


def _address(guid: str) -> str:
    return guid if guid.startswith(("http:", "https:")) else ""


def _list(value: object) -> Iterable[Any]:
    return value if isinstance(value, list) else []


def _string(where: dict[str, Any], name: str) -> str:
    """Return a text; numbers are taken for texts, as the standard asks for ids (section `id`)."""
    value = where.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
