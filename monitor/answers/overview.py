"""Sum up where everything stands, for `treatywatch status` and whoever else wants it as plain data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from monitor import actors
from monitor.answers.recorded import Recorded, recorded
from monitor.answers.review import reported_only
from monitor.deliver.obstacles import obstacles
from monitor.due import moved
from monitor.fetch.masking import masked
from monitor.ledger import Ledger, ahead
from monitor.rules import Rulebook
from monitor.store import Store
from monitor.store.views import Filter

LAST = 10
"""How many of the latest alerts are shown."""


def overview(store: Store, rulebook: Rulebook, now: datetime) -> dict[str, Any]:
    """Return treaties, feeds, rules, backlog and the last alerts as JSON-ready data; times are ISO 8601 in UTC."""
    read = store.views.records_read()
    return {
        "at": now.isoformat(timespec="seconds"),
        "rules_version": rulebook.version,
        "treaties": [
            _treaty(store.records.ledger(one), read.get(one.id), store, now)
            for one in rulebook.treaties.values()
        ],
        "feeds": _feeds(store, rulebook, now),
        "rules": _rules(store, rulebook, now),
        "backlog": {state.value: count for state, count in store.outbox.counts().items() if count},
        "delivery": list(obstacles(store.outbox.pauses.all().values(), now).reasons),
        "alerts": [_alert(row) for row in recorded(store, store.views.alerts(Filter(), LAST))],
    }


def _alert(row: Recorded) -> dict[str, Any]:
    alert = row.owed.alert
    return {
        "at": alert.created.isoformat(timespec="seconds"),
        "title": row.title,
        "taken_back": row.taken_back,
        "channel": alert.channel,
        "level": alert.level.value,
        "rule": alert.telling.rule,
        "rules_version": alert.rules_version,
        "story": alert.story,
        "state": row.owed.state.value,
    }


def _treaty(ledger: Ledger, read: datetime | None, store: Store, now: datetime) -> dict[str, Any]:
    treaty = ledger.treaty
    counts = {
        "signatories": len(ledger.signatures),
        "parties": len(ledger.parties),
        "counted": ledger.counted,
        "missing": ledger.missing,
    }
    return {
        "id": treaty.id,
        "title": treaty.title,
        **(counts if read else dict.fromkeys(counts)),  # nothing is known yet, which is not the same as none
        "threshold": treaty.in_force.count,
        "in_force": ledger.in_force.isoformat() if ledger.in_force else None,
        "signature_closes": treaty.signature_closes.isoformat() if treaty.signature_closes else None,
        "record_kind": treaty.depositary.kind,
        "record_read": read.isoformat(timespec="seconds") if read else None,
        "record_as_of": ledger.as_of,
        "reported_only": [
            {"actor": actor, "name": actors.name(actor), "action": action, "at": _iso(at)}
            for actor, action, at in reported_only(store, ledger)
        ],
        "ahead": ahead(ledger, now),
    }


def _feeds(store: Store, rulebook: Rulebook, now: datetime) -> dict[str, Any]:
    states = store.feeds.all()
    silent = store.views.silent(now)
    return {
        "enabled": len(states),
        "disabled": sum(not feed.enabled for feed in rulebook.feeds.values()),
        "never_polled": sum(state.polled is None for state in states.values()),
        "silent": sorted(silent),
        "moved": {feed: masked(to) for feed, state in states.items() if (to := moved(state.schedule))},
        "failing": {
            feed: {
                "reason": state.error,
                "failures": state.schedule.failures,
                "since": _iso(state.schedule.failing_since),
            }
            for feed, state in states.items()
            if state.error
        },
        "polls": sum(state.polls for state in states.values()),
        "entries": sum(state.entries for state in states.values()),
    }


def _rules(store: Store, rulebook: Rulebook, now: datetime) -> list[dict[str, Any]]:
    """Count each rule's matches: how noisy it is."""
    days = store.views.matches_by_day(datetime.fromtimestamp(0, now.tzinfo))
    week = (now - timedelta(days=6)).date()
    return [
        {
            "id": rule.id,
            "level": rule.level.value,
            "enabled": rule.enabled,
            "matches_today": days.get(rule.id, {}).get(now.date(), 0),
            "matches_7_days": sum(count for day, count in days.get(rule.id, {}).items() if day >= week),
            "matches": sum(days.get(rule.id, {}).values()),
            "alerts": store.views.count(Filter(rule=rule.id)),
        }
        for rule in rulebook.rules
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
