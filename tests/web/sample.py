# ruff: noqa: E501 - invented data reads best one happening a line
"""A state file with an invented month of work in it, written the way the worker writes: through Store.record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from monitor.decide.mutes import Scope
from monitor.decide.poll import FeedState, Noted, Poll
from monitor.due import Schedule
from monitor.jobs.health import counts
from monitor.jobs.metrics import Metrics
from monitor.model import (
    Action,
    Alert,
    Entry,
    Kind,
    Level,
    Line,
    Match,
    Section,
    Status,
    Telling,
)
from monitor.rules import Rulebook
from monitor.store import Store
from monitor.store.marks import Verdict
from monitor.store.owed import State
from monitor.web import Health, app
from tests.web.made import (
    ANA,
    BOOK,
    BOUND,
    CYBER,
    FEEDS,
    HEALTH,
    HIGH_SEAS,
    HOSTILE,
    NOW,
    SIGNED_FIRST,
    SIGNED_LATER,
    digest,
    happening,
    keys,
    record,
    sent,
    state,
)


def fill(path: Path, hostile: str = HOSTILE) -> Store:
    """Return an open store with the month in it; one title is `hostile`."""
    store = Store.open(path, create=True)
    with store.db.atomic():
        store.feeds.sync(FEEDS.values(), NOW - timedelta(days=30))
    _routine(store)
    opened = date(2025, 10, 25)
    signed = dict.fromkeys(SIGNED_FIRST, opened) | {
        c: opened + timedelta(days=d) for c, d in SIGNED_LATER.items()
    }
    bound = {code: (what, opened + timedelta(days=days)) for code, (what, days) in BOUND.items()}
    seas = {
        code: ("ratification", date(2024, 1, 22) + timedelta(days=21 * n)) for n, code in enumerate(HIGH_SEAS)
    }
    for id_, who, by in ((CYBER, signed, bound), ("bbnj", dict.fromkeys(HIGH_SEAS, date(2023, 9, 20)), seas)):
        poll = Poll(feed=FEEDS["untc-cyber"], at=NOW - timedelta(hours=3), outcome="new", record=record(id_, who, by),
                    state=state(NOW, news=NOW - timedelta(days=2), entries=81, matches=81))  # fmt: skip
        store.record(poll, BOOK.version)
    _news(store, hostile)
    _feeds(store)
    _said(store)
    return store


def _said(store: Store) -> None:
    """What people answered: two alerts called not relevant, one confirmed, an answer taken back, a mute in force."""
    alerts = {row.alert.telling.title: row.alert.id for row in store.outbox.listing(*State)}

    def mark(words: str, verdict: Verdict, person: str, hours: float, link: str | None = None) -> int:
        alert = next(id_ for title, id_ in alerts.items() if words in title)
        return store.marks.add(alert, verdict, person, NOW - timedelta(hours=hours), link).id

    mark("Ghana", Verdict.CONFIRMED, "ben (U0BEN00001)", 2, "https://treaties.example/XVIII-16")
    mark("Japan", Verdict.OLD_NEWS, ANA, 60)
    mark("Japan", Verdict.DUPLICATE, "ben (U0BEN00001)", 50)
    mark("71 nước", Verdict.WRONG_ACTION, "<b>eve</b> (U0EVE00001)", 120)
    store.marks.undo(mark("Morocco", Verdict.WRONG_TREATY, ANA, 200), ANA, NOW - timedelta(hours=199))
    store.marks.mute(Scope.RULE, "oceans", NOW + timedelta(days=2), ANA, NOW - timedelta(hours=5))


def digest_alert() -> Alert:
    """Return a digest with two parts."""
    news = Line(
        text="Nauru acceded to it", url="https://gazette.example/1", note="Harbour Gazette · reported"
    )
    plain = Line(text=HOSTILE, url="javascript:alert(1)")
    return Alert(
        id=digest("digest"), kind=Kind.DIGEST, channel="#treaty-alerts", level=Level.LOW, created=NOW,
        telling=Telling(
            title="Daily digest, 24 November 2026", treaty=CYBER, lines=("2 new steps.",),
            sections=(Section(title="The UN Convention against Cybercrime · 4 of 40", lines=(news,)),
                      Section(title="Feeds that need a person", lines=(plain,))),
        ),
    )  # fmt: skip


def _routine(store: Store) -> None:
    """A month of entries that matter to nobody, each feed in its own rhythm; one of them falls silent."""
    for feed, hours in (("gazette", 9), ("courier", 14), ("observer", 30), ("tribune", 16), ("wire", 7)):
        until = NOW - timedelta(days=9 if feed == "tribune" else 0)
        at = NOW - timedelta(days=30)
        while at < until:
            entry = Entry(
                id=digest(feed, at), feed=feed, title=f"Notes of {at:%d %B}", publisher=FEEDS[feed].title
            )
            rules = (
                (Match(rule="oceans", level=Level.NORMAL, treaty="bbnj", because=()),)
                if at.day % 4 == 0 and feed == "wire"
                else ()
            )
            noted = Noted(entry=entry, keys=keys(entry), matches=rules)
            store.record(
                Poll(feed=FEEDS[feed], at=at, state=state(at), outcome="new", noted=(noted,)), BOOK.version
            )
            at += timedelta(hours=hours)


def _news(store: Store, hostile: str) -> None:
    def told(days: float, *args: object, ok: bool = True, **fields: object) -> None:
        at = NOW - timedelta(days=days)
        alert = happening(store, at, *args, **fields)
        if ok:
            sent(store, alert, at + timedelta(seconds=2), f"{at.timestamp():.0f}.000{len(alert.id)}9")

    told(
        26, "gazette", "Parliament in Lima votes for the cybercrime convention", actor="PE",
        action=Action.RATIFICATION, status=Status.PROCESS, rule_="cyber-soon", level=Level.HIGH,
        quote="The chamber approved the text by 71 votes to 12.",
    )  # fmt: skip
    told(
        20, "observer", "India says it will not sign the cybercrime convention this year", actor="IN",
        action=Action.SIGNATURE, status=Status.REFUSED, rule_="refusals", level=Level.NORMAL,
    )  # fmt: skip
    told(
        14.2, "untc-cyber", "Nauru: accession, 10 November 2026", actor="NR", action=Action.ACCESSION,
        status=Status.DONE, progress="4 of 40 · 36 to go",
    )  # fmt: skip
    told(
        9, "wire", "Morocco joins the High Seas Treaty", actor="MA", action=Action.RATIFICATION, status=Status.DONE,
        treaty_="bbnj", rule_="oceans", level=Level.NORMAL, others=("observer",),
    )  # fmt: skip
    told(
        6, "courier", "Việt Nam và 71 nước đã ký Công ước Hà Nội", actor=None, action=Action.SIGNATURE,
        status=Status.DONE, rule_="cyber-soon", level=Level.NORMAL, language="vi",
    )  # fmt: skip
    told(
        3, "gazette", "Japan to sign the UN cybercrime treaty in December, minister says", actor="JP",
        action=Action.SIGNATURE, status=Status.PLANNED, rule_="cyber-soon", level=Level.HIGH,
        others=("wire", "courier"),
    )  # fmt: skip
    told(
        1.1, "courier", hostile, actor="TO", action=Action.SIGNATURE, status=Status.DONE,
    )  # fmt: skip
    told(
        0.3, "gazette", "Ghana ratifies the UN convention against cybercrime", actor="GH",
        action=Action.RATIFICATION, status=Status.DONE,
        quote="Ghana on Tuesday deposited its instrument of ratification in New York.",
        others=("wire", "observer", "courier"), progress="4 of 40 · 36 to go",
        warning="The depositary's record, read at 18:00 UTC, does not show it yet.",
    )  # fmt: skip
    told(
        0.005, "wire", "乌拉圭签署联合国打击网络犯罪公约", actor="UY", action=Action.SIGNATURE, status=Status.DONE, ok=False,
    )  # fmt: skip
    notice = Alert(
        id=digest("notice"),
        kind=Kind.NOTICE,
        channel="#treaty-alerts",
        level=Level.HIGH,
        created=NOW - timedelta(days=2),
        telling=Telling(
            title="The Evening Courier has failed since 22 November 2026, 20:10 UTC: answered 503."
        ),
    )
    with store.db.atomic():
        store.outbox.add([notice])
    store.outbox.give_up(notice.id, "the channel is archived")


def _feeds(store: Store) -> None:
    failing = Schedule(failures=11, failing_since=NOW - timedelta(days=2, minutes=50), not_modified=120)
    with store.db.atomic():
        for feed in ("untc-cyber", "gazette", "observer", "wire"):
            store.feeds.save(feed, state(NOW, news=NOW - timedelta(hours=5)))
        store.feeds.save("tribune", state(NOW, news=NOW - timedelta(days=9)))
        store.feeds.save(
            "courier",
            state(
                NOW,
                schedule=failing,
                error="The server answered 503 (Service Unavailable)",
                succeeded=NOW - timedelta(days=2, hours=1),
                due=NOW + timedelta(hours=4),
            ),
        )
        store.feeds.save("fresh", FeedState(schedule=Schedule(), due=NOW + timedelta(seconds=20)))


def site(store: Store, health: Health = HEALTH, book: Rulebook = BOOK, now: datetime = NOW):
    """Return the page over a store, at a fixed time."""
    metrics = Metrics(store, lambda: now, lambda: book.version, lambda: counts(health, store, now))
    return app(store, lambda: book, lambda: health, clock=lambda: now, metrics=metrics)
