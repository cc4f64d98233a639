"""Turn what people answered to alerts into examples for the rules that made them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from monitor.answers import hindsight
from monitor.model import Alert, Entry
from monitor.rules import Rulebook
from monitor.sinks.escape import plain
from monitor.store import Store
from monitor.store.marks import Mark, Verdict

NO_MATCH = frozenset({Verdict.WRONG_TREATY, Verdict.WRONG_ACTION, Verdict.OLD_NEWS})
"""Answers that say that the rule should not have matched; a duplicate is a matter of stories, not of rules."""
SUMMARY_MOST = 600
INDENT = "    "
"""So that a block stands right where it is pasted: inside an item of `rules:`."""
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What YAML wants escaped, or would take for a line's end (YAML 1.2, chapter 5.1)."""


class Answered(Struct, frozen=True, kw_only=True):
    """Hold one answer with the item that it is about."""

    mark: Mark
    rule: str
    entry: Entry


def gather(store: Store, since: datetime) -> list[Answered]:
    """Return the answers since then to alerts of single items, the earliest first."""
    found = []
    for mark in store.marks.since(since):
        alert = store.outbox.alert(mark.alert)
        if alert is not None and alert.telling.rule and not alert.telling.items:
            found.append(Answered(mark=mark, rule=alert.telling.rule, entry=_entry(store, alert)))
    return found


def proposals(answers: Iterable[Answered], rulebook: Rulebook) -> list[str]:
    """Return a block of YAML for each rule that was answered to: what its `examples:` could take up."""
    by_rule: dict[str, dict[str, list[Answered]]] = {}
    for answered in answers:
        by_rule.setdefault(answered.rule, {}).setdefault(answered.entry.id, []).append(answered)
    return [_block(rule, list(items.values()), rulebook) for rule, items in sorted(by_rule.items())]


def _entry(store: Store, alert: Alert) -> Entry:
    found = hindsight.entry_of(store, alert.telling, alert.story)
    if found is not None:
        return found[0]
    return Entry(id=alert.id, feed="", title=alert.telling.title, summary=alert.telling.quote)


def _block(rule_id: str, items: list[list[Answered]], rulebook: Rulebook) -> str:
    rule = rulebook.rule(rule_id)
    lines = [
        f"{INDENT}# {rule.file}:{rule.line}, rule {rule_id}"
        if rule
        else f"{INDENT}# rule {rule_id}, which is gone"
    ]
    wanted: dict[str, list[str]] = {"match": [], "no_match": []}
    aside: list[str] = []
    for answers in items:
        verdicts = {answered.mark.verdict for answered in answers}
        said = "; ".join(_said(answered.mark) for answered in answers)
        entry = answers[0].entry
        if verdicts & NO_MATCH and Verdict.CONFIRMED in verdicts:
            aside.append(f"{INDENT}# people disagree about {_quoted(entry.title)}: {said}")
        elif verdicts & NO_MATCH:
            wanted["no_match"] += _example(entry, said)
        elif Verdict.CONFIRMED in verdicts:
            wanted["match"] += _example(entry, said)
        else:
            aside.append(f"{INDENT}# no example, see `treatywatch stories`: {_quoted(entry.title)}: {said}")
    if wanted["match"] or wanted["no_match"]:
        lines.append(f"{INDENT}examples:")
    for key, examples in wanted.items():
        if examples:
            lines += [f"{INDENT}  {key}:", *(f"{INDENT}    {line}" for line in examples)]
    return "\n".join([*lines, *aside])


def _example(entry: Entry, said: str) -> list[str]:
    lines = [f"# {said}", f"- title: {_quoted(entry.title)}"]
    summary = " ".join(entry.summary.split())
    if summary:
        lines.append(f"  summary: {_quoted(summary[:SUMMARY_MOST])}")
    if entry.language and re.fullmatch("[a-z]{2,3}", entry.language):
        lines.append(f"  language: {_quoted(entry.language)}")
    return lines


def _said(mark: Mark) -> str:
    link = f" {mark.link}" if mark.link else ""
    return plain(f"{mark.verdict}, {mark.who}, {mark.at:%Y-%m-%d}{link}")


def _quoted(text: str) -> str:
    """Return a text as YAML takes it between double quotes: JSON is YAML (YAML 1.2, chapter 1.3)."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text or "-", ensure_ascii=False))
