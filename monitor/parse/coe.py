"""Read the Council of Europe's chart of signatures and ratifications of a treaty.

The Treaty Office's page is a script that asks `https://conventions-ws.coe.int/WS_LFRConventions/api/signatures
?numSTE=185&langue=ENG` for JSON: a list of three lists (members, non-members, organisations), one object a
participant with `LibPaysOrga`, `NumSTE`, `DateSignature`, `DateConsentement`, `DateEntreeVigueur`,
`DateDenonciation` and `DateEffetDenonciation`, each an ISO date, a time or null. Learned from public clients of
this service and from an answer quoted in public; the service is not documented. It wants a `token` header that the
page shows to everybody. A consent after a signature is called a ratification and one without an accession: the
chart does not tell ratification, acceptance and approval apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from monitor import actors
from monitor.model import Act, Action, Document, Feed, FetchError, Parsed, Record
from monitor.parse import record as records
from monitor.treaties import Treaty

PUBLISHER = "Council of Europe Treaty Office"

_NUMBER = re.compile(r"(?:numste|treatynum)=0*(\d{1,3})\b", re.I)


def parse(document: Document, feed: Feed, treaties: Mapping[str, Treaty]) -> Parsed | FetchError:
    """Return the whole chart and one entry for each act, or why the document is not the chart it should be."""
    if document.truncated:
        return FetchError(reason="the chart broke off before its end")
    try:
        data = json.loads(document.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        page = "a web page" if document.body.lstrip()[:1] == b"<" else "no JSON"
        return FetchError(reason=f"the chart's address answered with {page}")
    rows = list(_rows(data))
    if not rows:
        return FetchError(reason="the chart has no participants")
    numbers = [_NUMBER.search(feed.url), _NUMBER.search(document.url)]
    found = [number[1] for number in numbers if number] + [_text(rows[0], "NumSTE").lstrip("0")]
    treaty = records.treaty_of(found, "coe", treaties)
    if treaty is None:
        return FetchError(
            reason=f"no treaty is known for this chart: {found[0] or 'it has no number'} is the reference of no "
            "treaty in rules/treaties"
        )
    skipped: list[str] = []
    acts = [act for row in rows for act in _acts(row, skipped)]
    if not acts:
        return FetchError(reason="the chart has no dates at all")
    found_record = Record(
        treaty=treaty.id,
        acts=tuple(dict.fromkeys(acts)),
        as_of=document.validators.last_modified,
        unread=tuple(skipped),
    )
    return records.parsed(found_record, feed, treaty, publisher=PUBLISHER, skipped=skipped)


def _rows(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the participants: objects in a list, or in lists in a list."""
    for part in data if isinstance(data, list) else ():
        for row in part if isinstance(part, list) else (part,):
            if isinstance(row, dict) and _text(row, "LibPaysOrga"):
                yield row


def _acts(row: dict[str, Any], skipped: list[str]) -> Iterator[Act]:
    """Yield what one participant did; an unreadable date is named in `skipped`."""
    name = _text(row, "LibPaysOrga").strip(" *")
    code = actors.from_record(name)
    days = {}
    for field in ("DateSignature", "DateConsentement", "DateDenonciation", "DateEffetDenonciation"):
        written = _text(row, field)
        try:
            days[field] = date.fromisoformat(written[:10]) if written else None
        except ValueError:
            skipped.append(f"{name}: {written[:40]!r} is no date ({field})")
            days[field] = None
    signed, bound = days["DateSignature"], days["DateConsentement"]
    left = days["DateDenonciation"] or days["DateEffetDenonciation"]
    if signed:
        yield Act(actor=code, name=name, action=Action.SIGNATURE, on=signed)
    if bound:
        action = Action.RATIFICATION if signed else Action.ACCESSION
        # A denunciation before the consent belongs to an earlier membership.
        ended = left is not None and left >= bound
        yield Act(actor=code, name=name, action=action, on=bound, in_effect=not ended)
        if ended and left:
            yield Act(actor=code, name=name, action=Action.WITHDRAWAL, on=left)


def _text(row: dict[str, Any], field: str) -> str:
    """Return a field as text, "" where it is null or no text."""
    value = row.get(field)
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
