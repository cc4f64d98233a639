"""Write a feed's items in the formats that publishers use, faults included (`formats/`). Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader

from monitor.demo.show import DemoFeed, Published, RecordScript

TYPES = {
    "rss": "application/rss+xml", "search": "application/xml", "broken": "text/xml", "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
}  # fmt: skip


def render(outlet: DemoFeed, items: Sequence[Published]) -> tuple[bytes, str]:
    """Return a feed's body in its encoding, and its content type."""
    if outlet.format == "json":
        return _json(outlet, items), "application/feed+json"
    text = _written(f"{outlet.format}.xml", outlet=outlet, items=items)
    return text.encode(outlet.encoding, "xmlcharrefreplace"), TYPES[outlet.format]


def render_record(record: RecordScript, elapsed: float, today: date) -> bytes:
    """Write the depositary's status table."""
    rows = [row for row in record.rows if row.at <= elapsed]
    text = _written("record.xml", record=record, rows=rows, elapsed=elapsed, today=today)
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def _written(file: str, **values: Any) -> str:
    return _formats().get_template(file).render(values)


@cache
def _formats() -> Environment:
    found = Environment(
        loader=PackageLoader("monitor.demo", "formats"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["rfc822"] = lambda at: format_datetime(at, usegmt=True)
    return found


def _json(outlet: DemoFeed, items: Sequence[Published]) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": f"https://{outlet.id}.example/",
        "language": outlet.language,
        "items": [
            {
                "id": item.guid,
                "url": item.link,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.published.isoformat(),
            }
            for item in items
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()
