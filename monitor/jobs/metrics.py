"""Count what the worker does, for Prometheus: counters as it happens, the rest read when asked.

One registry of its own, so that several workers in one process (tests) never share a number. Names follow
prometheus.io/docs/practices/naming: a prefix, base units, `_total` for counters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.decide.poll import Poll
from monitor.model import Fault
from monitor.store import Store

OUTCOMES = ("new", "unchanged", "not modified", "failed")
"""The words of `Poll.outcome`."""
PUSHES = ("new", "unchanged", "failed", "unsigned")
"""What becomes of a document that a hub pushes: as of a poll, or nothing, for it carried no good signature."""


class Metrics(Collector):
    """Hold the counters of one worker; `text()` is what `/metrics` answers with."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        rules_version: Callable[[], str],
        problems: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        """Take what is read when asked; `problems` is `monitor.jobs.health.counts`."""
        self._store = store
        self._clock = clock
        self._rules_version = rules_version
        self._problems = problems
        self.registry = CollectorRegistry()
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a series beside each counter that nobody asks for
        counter = partial(Counter, registry=self.registry)
        self._polls = counter("treatywatch_polls", "Polls of feeds, by outcome.", ["outcome"])
        pushes = "Documents that WebSub hubs sent, by outcome."
        self._pushes = counter("treatywatch_pushes", pushes, ["outcome"])
        self._poll_seconds = Histogram(
            "treatywatch_poll_seconds",
            "Time from the start of a poll until what it changed was recorded.",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
            registry=self.registry,
        )
        self._entries = counter("treatywatch_entries", "New entries.")
        self._known = counter("treatywatch_entries_known", "Entries met again and suppressed.")
        self._matches = counter("treatywatch_matches", "Matches, by rule.", ["rule"])
        self._alerts = counter("treatywatch_alerts", "Alerts owed, by level.", ["level"])
        self._sent = counter("treatywatch_alerts_sent", "Alerts that stand in their channel.")
        failures = "Deliveries that failed, by fault."
        self._faults = counter("treatywatch_delivery_failures", failures, ["fault"])
        # A series exists from the start, so that a rate is 0 and not absent before the first event.
        for counted, words in ((self._polls, OUTCOMES), (self._pushes, PUSHES), (self._faults, Fault)):
            for word in words:
                counted.labels(str(word))
        self.registry.register(self)

    def polled(self, poll: Poll, seconds: float) -> None:
        """Count one recorded poll, or push, and how long it took."""
        if poll.pushed:
            self._pushes.labels(poll.outcome).inc()
        else:
            self._polls.labels(poll.outcome).inc()
            self._poll_seconds.observe(seconds)
        self._entries.inc(sum(not noted.edited for noted in poll.noted))
        self._known.inc(poll.known)
        for noted in poll.noted:
            for match in noted.matches:
                self._matches.labels(match.rule).inc()
        for alert in poll.alerts:
            if alert.updates is None:
                self._alerts.labels(alert.level.value).inc()

    def unsigned(self) -> None:
        """Count a pushed document without a good signature."""
        self._pushes.labels("unsigned").inc()

    def delivered(self, done: Mapping[str, int]) -> None:
        """Count deliveries by outcome: alerts that stand in their channel, and faults."""
        self._sent.inc(done.get("sent", 0) + done.get("found", 0))
        for fault in Fault:
            self._faults.labels(fault.value).inc(done.get(fault.value, 0))

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def describe(self) -> Iterable[Metric]:
        """Return nothing: registering must not read the state file."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Yield what is a level and not a count, read from the state file when asked."""
        now, store = self._clock(), self._store
        owing = store.outbox.counts().items()
        yield _gauges("treatywatch_outbox_alerts", "Alerts in the outbox, by state.", "state", owing)
        owed = store.views.oldest_owed(now)
        yield GaugeMetricFamily(
            "treatywatch_outbox_oldest_seconds",
            "Age of the oldest alert that is owed and could have gone out; 0 if none.",
            value=(now - owed).total_seconds() if owed else 0,
        )
        enabled, failing = store.views.failing()
        silent = len(store.views.silent(now))
        moods = {"failing": failing, "silent": silent, "well": enabled - failing - silent}
        yield _gauges("treatywatch_feeds", "Enabled feeds, by how they are.", "mood", moods.items())
        hubs, stages = "Subscriptions at WebSub hubs, by stage.", store.subscriptions.counts().items()
        yield _gauges("treatywatch_subscriptions", hubs, "stage", stages)
        due = store.feeds.next_due()
        yield GaugeMetricFamily(
            "treatywatch_poll_overdue_seconds",
            "How long the longest overdue feed has waited for its poll; 0 if none has.",
            value=max((now - due).total_seconds(), 0) if due else 0,
        )
        yield GaugeMetricFamily(
            "treatywatch_database_bytes", "Size of the state file.", value=store.views.size()
        )
        problems = "What keeps the worker from being ready, by kind."
        yield _gauges("treatywatch_problems", problems, "kind", self._problems().items())
        version = (self._rules_version(), 1)
        yield _gauges("treatywatch_rules_info", "The rules in force, by version.", "version", [version])


def _gauges(name: str, says: str, label: str, values: Iterable[tuple[str, int]]) -> GaugeMetricFamily:
    """Return a level for each value of a label."""
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, number in values:
        family.add_metric([value], number)
    return family
