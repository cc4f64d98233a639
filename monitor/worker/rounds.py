"""Find what time alone gives to tell: milestones of treaties, feeds that fell silent, the daily heartbeat.

Each finding has a key that never changes for it: it is told once, however often the round is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from monitor.decide import alerts
from monitor.decide.kit import Kit
from monitor.durations import time_of_day
from monitor.fetch import Fetcher
from monitor.ledger import milestones
from monitor.logs import log
from monitor.model import Alert, Level
from monitor.rules import Rulebook
from monitor.settings import Settings
from monitor.store import Store
from monitor.store.database import LOST
from monitor.timetable import DigestPlan
from monitor.wording import lasting, many, well

Finding = tuple[str, Alert]
"""(key, what is to be told once)."""


def findings(
    store: Store, rulebook: Rulebook, settings: Settings, trouble: Callable[[], Sequence[str]], now: datetime
) -> list[Finding]:
    """Return all that time alone gives to tell now; `trouble` says what keeps the worker from its work."""
    store.write_later()
    channel = settings.slack_channel
    found = [*treaties(store, rulebook, channel, now), *silence(store, rulebook, channel, now)]
    if settings.heartbeat:
        plan = beat_plan(settings.heartbeat)
        found += heartbeat(store, rulebook, plan, trouble(), channel, now)
    return found


def treaties(store: Store, rulebook: Rulebook, channel: str, now: datetime) -> Iterator[Finding]:
    """Yield what the treaties' own counts and dates give to tell: so many to go, in force, signature closes.

    What a mute of the treaty keeps back is found again once that is over, unless its time has passed.
    """
    told, mutes = store.told(), store.marks.mutes(now)
    for treaty in rulebook.treaties.values():
        if mutes.treaty(treaty.id):
            continue
        ledger = store.records.ledger(treaty)
        line = ledger.progress if ledger.read else None
        for found in milestones(ledger, now, told):
            yield found.key, alerts.milestone(found, treaty, line, channel, now)


def silence(store: Store, rulebook: Rulebook, channel: str, now: datetime) -> Iterator[Finding]:
    """Yield the feeds that answer but have had nothing new for much longer than their own rhythm."""
    for feed, usual in store.views.silent(now).items():
        state = store.feeds.state(feed)
        if state is not None and state.news is not None and feed in rulebook.feeds:
            key = f"silent:{feed}:{state.news:%Y%m%dT%H%M}"
            text = (
                f"Feed {feed} fell silent: nothing new for {lasting(now - state.news)}, "
                f"where its longest pause was {lasting(usual)}. Look whether it has moved."
            )
            yield key, alerts.notice(key, text, channel, now)


def beat_plan(setting: str) -> DigestPlan:
    """Return when the heartbeat is due: `09:00 Europe/Berlin`, as `Settings` has checked it."""
    at, _, zone = setting.partition(" ")
    return DigestPlan(every="day", at=time_of_day(at), zone=zone or "UTC")


def heartbeat(
    store: Store, rulebook: Rulebook, plan: DigestPlan, trouble: Sequence[str], channel: str, now: datetime
) -> Iterator[Finding]:
    """Yield the daily line that says all is well, or what is not; `trouble` is what keeps the worker from it."""
    due = plan.last(now)
    began = [state.first_polled for state in store.feeds.all().values() if state.first_polled]
    if not trouble and min(began, default=now) >= due:
        return  # it was not there yet at that time, and knows nothing of its day
    key = f"heartbeat:{due:%Y%m%dT%H%M}"
    traffic = store.views.traffic(due - plan.period)
    enabled, failing = store.views.failing()
    feeds = f"{many(enabled, 'feed')} ({failing} failing)"
    entries = many(traffic.entries, "entry", "entries")
    counts = f"{feeds}, {entries}, {many(traffic.alerts, 'alert')} in a day"
    text = f"{'Not all is well' if trouble else well(failing, enabled)}: {counts}"
    lines = (*trouble, f"rules version {rulebook.version}") if trouble else ()
    made = alerts.notice(key, text, channel, now, lines)
    yield key, made if trouble else replace(made, level=Level.LOW)


def begin_digests(store: Store, kit: Kit, now: datetime) -> None:
    """Begin the digests that are new: what the first pass brings is in them."""
    from monitor.answers import review

    for plan in kit.rulebook.digests:
        review.begun(store, plan, now)


def owe_digests(store: Store, kit: Kit, now: datetime) -> int:
    """Owe every digest that is due; return how many messages."""
    from monitor.answers import review

    return review.owe_digests(store, kit, now) if kit.rulebook.digests else 0


class StateWatch(Struct, eq=False):
    """Say once, in the log and in Slack, that the state file is gone from under the worker, or damaged; again if it is
    again."""

    store: Store
    channel: str
    owe: Callable[[Alert], None]
    """Owes a notice; it is kept in the file that is gone, and delivered from there."""
    clock: Callable[[], datetime]
    found: str | None = None

    async def look(self) -> None:
        """Look whether the file lies where it should, and whether it can be read."""
        db = self.store.db
        was, self.found = self.found, f"{db.path}: {LOST}" if db.is_lost() else db.damage()
        if self.found and self.found != was:
            log.error(f"the state file is {'gone' if db.is_lost() else 'damaged'}", problem=self.found)
            now = self.clock()
            self.owe(alerts.notice(f"lost:{now:%Y%m%dT%H%M%S}", self.found, self.channel, now))


async def reassure(fetcher: Fetcher, url: str) -> None:
    """Call the dead man's switch."""
    trouble = await fetcher.call(url)
    if trouble is not None:
        log.warning("the dead man's switch did not answer", reason=trouble.reason)
