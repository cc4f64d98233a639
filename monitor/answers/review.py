"""Gather from the state file what a digest says, and owe the digests that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from monitor.answers.digest import Material, Noise, compose
from monitor.decide.kit import Kit
from monitor.decide.poll import FeedState
from monitor.ledger import Ledger, tally
from monitor.model import Action, Line
from monitor.rules import Rulebook
from monitor.store import Store
from monitor.store.marks import Verdict
from monitor.timetable import DigestPlan


def owe_digests(store: Store, kit: Kit, now: datetime) -> int:
    """Owe every digest that is due, each in one transaction with how far it came; return how many messages.

    One that was missed while the worker was off is made up for by one that covers all of it.
    """
    owed = 0
    for plan in kit.rulebook.digests:
        before = begun(store, plan, now)
        if before < plan.last(now):
            store.write_later()  # its period ends now: what waits would be in neither digest
            material = gather(store, kit.rulebook, before, now)
            messages = compose(plan, material, plan.channel or kit.channel)
            with store.db.atomic():
                owed += store.outbox.add(messages)
                store.marks.digest_until(plan.key, now)
    return owed


def begun(store: Store, plan: DigestPlan, now: datetime) -> datetime:
    """Return how far a digest has come. One that was never due before begins now: the next one is its first."""
    before = store.marks.digested(plan.key)
    if before is None or before > now:  # the clock was set back
        store.marks.digest_until(plan.key, now)
        return now
    return before


def gather(store: Store, rulebook: Rulebook, since: datetime, until: datetime) -> Material:
    """Return everything that a digest of this period says."""
    titles = {rule.id: rule.title for rule in rulebook.rules}
    records = {id_: store.records.get(id_) for id_ in rulebook.treaties}
    return Material(
        since=since,
        until=until,
        steps=tuple(store.news.steps(since, until)),
        found=tuple(store.news.found(since, until)),
        ledgers=tuple(tally(treaty, records[id_]) for id_, treaty in rulebook.treaties.items()),
        records=records,
        noise=tuple(_noise(store, titles, since, until)),
        feeds=tuple(sick_feeds(store, store.feeds.all(), until)),
        muted=tuple(mute.words for mute in store.marks.mutes(until).mutes),
        rules=titles,
    )


def _noise(store: Store, titles: dict[str, str], since: datetime, until: datetime) -> list[Noise]:
    called = {mark.alert for mark in store.marks.since(since) if mark.verdict is not Verdict.CONFIRMED}
    alerts = filter(None, map(store.outbox.alert, called))
    wrong = Counter(alert.telling.rule for alert in alerts if alert.telling.rule)
    matches = store.news.matches(since, until)
    return [
        Noise(rule=rule, title=titles.get(rule, rule), matches=matches.get(rule, 0), not_relevant=wrong[rule])
        for rule in sorted({*matches, *wrong})
    ]


def reported_only(store: Store, ledger: Ledger) -> list[tuple[str, Action, datetime]]:
    """Return (actor, action, when first reported) for each act that the press calls done and the record lacks."""
    bound = {party.code for party in ledger.parties}
    signed = bound | {act.actor for act in ledger.signatures}
    return [
        report
        for report in store.stories.reports(ledger.treaty.id)
        if report[0] not in (signed if report[1] is Action.SIGNATURE else bound)
    ]


def sick_feeds(store: Store, states: Mapping[str, FeedState], now: datetime) -> list[Line]:
    """Return a line for each feed that fails or fell silent, with the reason."""
    silent = store.views.silent(now)
    failing = []
    for id_, state in states.items():
        if state.error:
            often = f", {state.schedule.failures} polls in a row" if state.schedule.failures > 1 else ""
            failing.append(Line(text=id_, note=f"{state.error}{often}"))
    return [*failing, *(Line(text=id_, note="answers, but fell silent") for id_ in silent if id_ in states)]
