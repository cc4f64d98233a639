"""Read and write OPML 2.0 subscription lists (opml.org/spec2.opml), so that feeds move between programs.

Folders and `category` become tags, and tags become `category`. What OPML has no word for (our id, the longest
wait between polls) is written in attributes of a namespace of our own, which the specification allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import get_args
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from msgspec import Struct

from monitor.durations import interval, written
from monitor.folding import fold
from monitor.model import Feed
from monitor.rules.values import FeedKind, web_address

NAMESPACE = "urn:treatywatch:opml"
KINDS = frozenset(get_args(FeedKind)) - {"feed"}
"""Kinds that are written as the outline's `type`; other readers leave types alone that they do not know."""
_SCHEME = re.compile(r"\Afeed:(?://)?(https?:)?(?://)?", re.IGNORECASE)
"""`feed://host/` and `feed:https://host/`, as browsers hand feeds to readers."""
MOST_BYTES = 5_000_000
MOST_FEEDS = 10_000

ET.register_namespace("treatywatch", NAMESPACE)


class OpmlError(ValueError):
    """Report a document that is no OPML; the message is for people."""


class FeedList(Struct, frozen=True, kw_only=True):
    """Hold what one OPML document lists."""

    feeds: tuple[Feed, ...]
    skipped: tuple[str, ...] = ()
    """One reason for each outline that names an address that cannot be polled."""


class _Tree(ET.TreeBuilder):
    """Build a tree, but never from a document with a DTD: entities are how small files become huge ones."""

    def doctype(self, name: str, pubid: str, system: str) -> None:  # noqa: ARG002 - the parser's signature
        """Refuse the document."""
        raise OpmlError(
            "it has a document type declaration (<!DOCTYPE ...>), which OPML does not need; remove it"
        )


def read(body: bytes) -> FeedList:
    """Read an OPML document; raise OpmlError, saying why, if it is none."""
    if len(body) > MOST_BYTES:
        raise OpmlError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        # blank lines before its declaration, as templates leave them, are no part of a document
        root = ET.fromstring(body.lstrip(), ET.XMLParser(target=_Tree()))  # noqa: S314 - see _Tree
    except (ET.ParseError, ValueError, LookupError) as error:
        if isinstance(error, OpmlError):
            raise
        raise OpmlError(f"it is not well-formed XML ({error})") from None
    body_element = root.find("body")
    if root.tag != "opml" or body_element is None:
        raise OpmlError("it has no <opml> element with a <body>")
    feeds: dict[str, Feed] = {}
    skipped: list[str] = []
    ids: dict[str, int] = {}
    for outline, folders, commented in _outlines(body_element):
        if len(feeds) >= MOST_FEEDS:
            raise OpmlError(f"it lists more than {MOST_FEEDS} feeds")
        url = _SCHEME.sub(_of_web, (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip())
        if not url or url in feeds:
            continue
        name = " ".join((outline.get("title") or outline.get("text") or "").split()) or None
        try:
            web_address(url)
        except ValueError as error:
            skipped.append(f"{name or 'an outline without a name'}: its address {error}")
            continue
        kind = (outline.get("type") or "").lower()
        wanted = slug(outline.get(f"{{{NAMESPACE}}}id") or name or "") or slug(host(url)) or "feed"
        feeds[url] = Feed(
            id=unique(wanted, ids),
            url=url,
            kind=kind if kind in KINDS else "feed",
            title=name,
            every=_every(outline.get(f"{{{NAMESPACE}}}every") or ""),
            tags=_tags(outline.get("category") or "", folders),
            language=_language(outline.get("language") or ""),
            enabled=not commented,
        )
    return FeedList(feeds=tuple(feeds.values()), skipped=tuple(skipped))


def _of_web(found: re.Match[str]) -> str:
    return f"{found[1] or 'http:'}//"


def write(feeds: Iterable[Feed], *, now: datetime) -> bytes:
    """Return an OPML 2.0 document in UTF-8 that lists the feeds, with their addresses as they are.

    A feed that is switched off is marked `isComment`, the specification's word for 'present, but not in use'.
    """
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = "Treatywatch feeds"
    ET.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    ET.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = ET.SubElement(root, "body")
    for feed in feeds:
        outline = {
            "text": feed.title or feed.id,
            "title": feed.title or feed.id,
            "type": feed.kind if feed.kind in KINDS else "rss",
            "xmlUrl": feed.url,
            f"{{{NAMESPACE}}}id": feed.id,
        }
        if feed.tags:
            outline["category"] = ",".join(feed.tags)
        if feed.language:
            outline["language"] = feed.language
        if feed.every:
            outline[f"{{{NAMESPACE}}}every"] = written(feed.every)
        if not feed.enabled:
            outline["isComment"] = "true"
        ET.SubElement(body, "outline", {key: xml_text(value) for key, value in outline.items()})
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def slug(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens, at most 60 characters; empty in other scripts."""
    words = re.findall(r"[a-z0-9]+", fold(text).text)
    return "-".join(words)[:60].strip("-")


def _every(text: str) -> timedelta | None:
    """Read a duration as feeds.yaml has it; None for anything that may not stand there."""
    try:
        return interval(text)
    except ValueError:
        return None


def _outlines(body: ET.Element) -> Iterator[tuple[ET.Element, tuple[str, ...], bool]]:
    """Walk the outlines in document order, each with the folders above it.

    Without recursion: a document of any depth does no harm.
    """
    stack: list[tuple[ET.Element, tuple[str, ...], bool]] = [
        (element, (), False) for element in reversed(body.findall("outline"))
    ]
    while stack:
        element, folders, above = stack.pop()
        commented = above or (element.get("isComment") or "").lower() == "true"
        yield element, folders, commented
        inner = folders
        if not element.get("xmlUrl"):
            inner = (*folders, element.get("text") or element.get("title") or "")[-8:]
        stack.extend((child, inner, commented) for child in reversed(element.findall("outline")))


def _tags(category: str, folders: Iterable[str]) -> tuple[str, ...]:
    """Make tags of comma-separated categories, each perhaps a path such as `/world/asia`, and of folders."""
    words = [part for path in category.split(",") for part in path.split("/")]
    return tuple(dict.fromkeys(tag for tag in map(slug, [*folders, *words]) if tag))


def _language(text: str) -> str | None:
    """Return the primary language of a tag such as `en-us`, or None for `unknown` and other words."""
    primary = re.split(r"[-_]", text.strip().lower())[0]
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else None


def host(url: str) -> str:
    """Return an address's host without `www.`, of which a feed's id can be made."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def unique(wanted: str, taken: dict[str, int]) -> str:
    """Return the wanted id, or with a number where it is taken, and take it.

    `taken` holds for each id the highest number that was tried after it, so that a thousand feeds of one host cost
    no million tries.
    """
    name, number = wanted, taken.get(wanted, 1)
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken[wanted] = number
    taken.setdefault(name, 1)
    return name


def xml_text(text: str) -> str:
    """Drop the characters that XML 1.0 cannot hold (section 2.2)."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
