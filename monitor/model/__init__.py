"""Define the words that every floor shares: values without behaviour, each with one meaning.

All times are aware and in UTC. All texts are plain text (no markup) with NUL and lone surrogates removed.
docs/glossary.md says the same for people.
"""

from __future__ import annotations

from monitor.model.entries import NEWEST, Act, Entry, Event, Match, Mention, Parsed, Reading, Reason, Record
from monitor.model.fetching import Announced, Document, Feed, FetchError, NotModified, Outcome, Validators
from monitor.model.telling import Alert, Delivery, Failed, Gone, Line, Message, Outlet, Section, Sent, Telling
from monitor.model.words import BINDING, CONSENT, GIVEN, Action, Fault, Kind, Level, Status, Step

__all__ = [
    "BINDING", "CONSENT", "GIVEN", "NEWEST", "Act", "Action", "Alert", "Announced", "Delivery", "Document", "Entry",
    "Event", "Failed", "Fault", "Feed", "FetchError", "Gone", "Kind", "Level", "Line", "Match", "Mention",
    "Message", "NotModified", "Outcome", "Outlet", "Parsed", "Reading", "Reason", "Record", "Section", "Sent", "Status",
    "Step", "Telling", "Validators",
]  # fmt: skip
