"""Make hostile documents, each from a few bytes of code."""

from __future__ import annotations

from monitor.model import Document


def document(body: bytes, kind: str = "application/rss+xml") -> Document:
    return Document(url="https://hostile.example/feed", body=body, content_type=kind)


def rss(items: bytes, prolog: bytes = b"") -> Document:
    return document(
        b"<?xml version='1.0'?>"
        + prolog
        + b"<rss version='2.0'><channel><title>t</title>"
        + items
        + b"</channel></rss>"
    )


def items(count: int, text: bytes = b"some text") -> Document:
    return rss(
        b"".join(
            b"<item><guid>g%d</guid><title>item number %d of many</title>"
            b"<link>https://hostile.example/2026/%d-item</link><description>%s</description></item>"
            % (n, n, n, text)
            for n in range(count)
        )
    )


def laughs(levels: int) -> Document:
    """Make an entity that stands for ten to the power of `levels` laughs."""
    made = b"".join(b"<!ENTITY a%d '%s'>" % (n + 1, b"&a%d;" % n * 10) for n in range(levels))
    prolog = b"<!DOCTYPE l [<!ENTITY a0 'ha'>" + made + b"]>"
    return rss(b"<item><title>&a%d;</title></item>" % levels, prolog)


HOSTILE: dict[str, Document] = {
    "200,000 tags within each other": rss(b"<a>" * 200_000),
    "200,000 tags in a text": rss(
        b"<item><title>x</title><description>" + b"<b>" * 200_000 + b"</description></item>"
    ),
    "200,000 escaped tags in a text": rss(
        b"<item><title>x</title><description>" + b"&lt;b&gt;" * 200_000 + b"</description></item>"
    ),
    "an attribute of 15 MB": rss(b"<item a='" + b"x" * 15_000_000 + b"'><title>x</title></item>"),
    "300,000 attributes": rss(b"<item " + b" ".join(b"a%d='1'" % n for n in range(300_000)) + b"/>"),
    "a billion laughs": laughs(9),
    "a quadratic bomb": rss(
        b"<item><title>" + b"&a;" * 50_000 + b"</title></item>",
        b"<!DOCTYPE l [<!ENTITY a '" + b"x" * 50_000 + b"'>]>",
    ),
    "an external entity": rss(
        b"<item><title>&a;</title></item>", b"<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    ),
    "100,000 items": items(100_000),
    "two million entities": rss(
        b"<item><title>x</title><description>" + b"&amp;" * 1_900_000 + b"</description></item>"
    ),
    "a million open brackets": document(
        b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 1_000_000, "application/feed+json"
    ),
    "a million quotes": document(b'"' * 1_000_000, "application/feed+json"),
    "noise": document(bytes(range(256)) * 4_000),
}
