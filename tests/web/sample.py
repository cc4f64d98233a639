# ruff: noqa: E501, SIM905 - invented data reads best one happening a line
"""A state file with an invented month of work in it, written the way the worker writes: through Store.record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from msgspec.structs import replace

from monitor.actors import name as actor_name
from monitor.decide.mutes import Scope
from monitor.decide.poll import Coverage, FeedState, Noted, Poll
from monitor.due import Schedule
from monitor.jobs.health import counts
from monitor.jobs.metrics import Metrics
from monitor.model import (
    Act,
    Action,
    Alert,
    Entry,
    Event,
    Feed,
    Kind,
    Level,
    Line,
    Match,
    Outlet,
    Reason,
    Record,
    Section,
    Sent,
    Status,
    Step,
    Telling,
)
from monitor.normalise.identity import Keys
from monitor.rules import Rule, Rulebook
from monitor.rules.tree import EventTest
from monitor.store import Store
from monitor.store.marks import Verdict
from monitor.store.owed import State
from monitor.story import Story
from monitor.treaties import Clause, Depositary, Treaty
from monitor.web import Health, app

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
CYBER = "un-cybercrime"
ANA = "ana (U0ANA00001)"
HOSTILE = "<script>alert('x')</script> \"signs\" & <img src=x onerror=alert(1)>"

SIGNED_FIRST = (
    "AO AU AT AZ BY BE BR BG BN KH CI CL CN CO CR HR CU CZ CD DJ EC EG FI FR GH GR GT IR IE JM KZ LA LB LU MY MZ NA "
    "NG KP NI PK PG PY PE PH PL PT QA RU RW SA SK SI LK ZA ES SE CH TG TR UG AE GB TZ UZ VE VN ZW EU"
).split()
SIGNED_LATER = {"NR": 60, "SG": 95, "MV": 130, "KW": 170, "LC": 200, "TV": 240, "IT": 300}
BOUND = {
    "QA": ("ratification", 214),
    "VN": ("ratification", 301),
    "AZ": ("approval", 340),
    "NR": ("accession", 381),
}
HIGH_SEAS = "PW CL BZ SC MC MU FM MV BD BB TL SG PA CU LC ES FR MW AG KR VU DK FJ MT GR GN JM TZ VN CI ID KH LA MA".split()
"""Invented, as everything here is; the codes are only meant to be spread over the map."""


def treaty(
    id_: str, title: str, count: int, *, page: str = "https://treaties.example/", **fields: object
) -> Treaty:
    clause = Clause(
        count=count, rule="90 days", since=fields.pop("since", None), article=fields.pop("article", None)
    )
    depositary = Depositary(name="UN Secretary-General", page=page, kind="untc", reference="X-1")
    return Treaty(
        id=id_, title=title, names={"en": (title,)}, depositary=depositary, in_force=clause, **fields
    )


TREATIES = (
    treaty(CYBER, "the UN Convention against Cybercrime", 40, adopted=date(2024, 12, 24), opened=date(2025, 10, 25),
           signature_closes=date(2026, 12, 31), article="article 65(1)"),
    treaty("bbnj", "the High Seas Treaty", 60, opened=date(2023, 9, 20), signature_closes=date(2025, 9, 20),
           since=date(2026, 1, 17)),
    treaty("tpnw", "the Treaty on the Prohibition of Nuclear Weapons", 50, since=date(2021, 1, 22)),
    treaty("pandemic", "the WHO Pandemic Agreement", 60, adopted=date(2025, 5, 20)),
    treaty("coe-ai", "the Framework Convention on Artificial Intelligence", 5, opened=date(2024, 9, 5)),
)  # fmt: skip
RULES = tuple(
    Rule(id=id_, title=title, match=EventTest(field="treaty", values=None), level=level, file=file, line=line)
    for id_, title, level, file, line in (
        ("cyber-done", "Signed or ratified: UN cybercrime", Level.CRITICAL, "cybercrime.yaml", 4),
        ("cyber-soon", "Announced or under way: UN cybercrime", Level.HIGH, "cybercrime.yaml", 21),
        ("oceans", "High seas: anyone joins", Level.NORMAL, "oceans.yaml", 3),
        ("refusals", "Anyone refuses", Level.NORMAL, "refusals.yaml", 3),
    )
)
FEEDS = {
    feed.id: feed
    for feed in (
        Feed(
            id="untc-cyber",
            url="https://record.example/XVIII-16.en.xml",
            kind="untc",
            title="UN Treaty Collection, XVIII-16",
        ),
        Feed(id="gazette", url="https://gazette.example/rss", title="Harbour Gazette"),
        Feed(
            id="courier",
            url="https://user:hunter2@courier.example/feed?token=hunter2",
            title="The Evening Courier",
        ),
        Feed(id="observer", url="https://observer.example/atom.xml", title="Southern Observer"),
        Feed(id="tribune", url="https://tribune.example/rss", title="Mountain Tribune"),
        Feed(id="wire", url="https://wire.example/rss", title="North Wire"),
        Feed(id="fresh", url="https://fresh.example/rss", title="A Feed Added Today"),
    )
}
BOOK = Rulebook(feeds=FEEDS, rules=RULES, treaties={one.id: one for one in TREATIES}, version="4f2a9c1be07d")
HEALTH = Health(started=NOW - timedelta(days=3), polled=NOW - timedelta(seconds=4), delivered=NOW - timedelta(seconds=1),
                slack_url="https://harbour.slack.example/")  # fmt: skip


def digest(*parts: object) -> str:
    return blake2b("|".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def keys(entry: Entry) -> Keys:
    guid = bytes.fromhex(digest("guid", entry.id))
    return Keys(own=guid, title_digest=guid[:8])


def state(now: datetime, **fields: object) -> FeedState:
    """How a feed is that answers and brings news."""
    usual: dict[str, object] = {
        "schedule": Schedule(not_modified=410), "due": now + timedelta(minutes=3), "first_polled": now - timedelta(days=30),
        "polled": now - timedelta(minutes=2), "succeeded": now - timedelta(minutes=2), "news": now - timedelta(hours=2),
        "polls": 500, "entries": 240, "matches": 9,
    }  # fmt: skip
    return FeedState(**(usual | fields))


def record(treaty_: str, signed: dict[str, date], bound: dict[str, tuple[str, date]]) -> Record:
    acts = [
        Act(actor=code, name=actor_name(code), action=Action.SIGNATURE, on=on) for code, on in signed.items()
    ]
    acts += [
        Act(actor=code, name=actor_name(code), action=Action(what), on=on)
        for code, (what, on) in bound.items()
    ]
    return Record(treaty=treaty_, acts=tuple(acts), as_of="24-11-2026 05:00:45 EDT")


def happening(
    store: Store, at: datetime, feed: str, title: str, *, actor: str | None, action: Action, status: Status,
    treaty_: str = CYBER, rule_: str = "cyber-done", level: Level = Level.CRITICAL, quote: str = "", others: tuple[str, ...] = (),
    warning: str | None = None, progress: str | None = None, language: str | None = None,
) -> Alert:  # fmt: skip
    """Record one poll that brings one happening, seen by one outlet and then by others."""
    step = Step.CONFIRMED if FEEDS[feed].kind == "untc" else Step(status.value)
    event = Event(
        treaty=treaty_,
        action=action,
        status=status,
        actor=actor,
        quote=quote or title,
        official=step is Step.CONFIRMED,
    )
    address = f"https://{feed}.example/{digest(title)[:8]}"
    entry = Entry(
        id=digest(feed, title), feed=feed, title=title, url=address, link=address, language=language,
        publisher=FEEDS[feed].title, published=at - timedelta(minutes=6),
    )  # fmt: skip
    family = "signature" if action is Action.SIGNATURE else "consent"
    key = f"{treaty_}:{actor or '*'}:{family}" + ("" if actor else f":{at:%Y%m%d}")
    story = Story(
        key=key, treaty=treaty_, family=family, actor=actor, step=step, told=step, opened=at, updated=at
    )
    because = (
        Reason(operator="treaty", words="Convention against Cybercrime", field="title"),
        Reason(operator="status", words=status),
    )
    match = Match(rule=rule_, level=level, treaty=treaty_, because=because, events=(event,))
    outlets = (
        Outlet(publisher=entry.publisher or "", url=entry.url, title=title, published=entry.published),
    )
    alert = Alert(
        id=digest("news", key, step), kind=Kind.NEWS, channel="#treaty-alerts", level=level, created=at, story=key,
        thread=f"{treaty_}:{actor}", rules_version=BOOK.version,
        telling=Telling(
            title=title, url=entry.url, treaty=treaty_, treaty_name=BOOK.treaties[treaty_].title, events=(event,), step=step,
            quote=quote, outlets=outlets, because=(f"{rule_}: treaty “Convention against Cybercrime” in the title; status “{status}”",),
            rule=rule_, rule_title=next(one.title for one in RULES if one.id == rule_), warning=warning, progress=progress,
        ),
    )  # fmt: skip
    coverage = [Coverage(story=key, entry=entry, step=step, because=f"opened {key}")]
    noted = [Noted(entry=entry, keys=keys(entry), matches=(match,))]
    for other in others:
        more = replace(
            entry,
            id=digest(other, title),
            feed=other,
            publisher=FEEDS[other].title,
            url=f"https://{other}.example/1",
            link=f"https://{other}.example/1",
        )
        noted.append(Noted(entry=more, keys=keys(more), matches=(match,)))
        coverage.append(
            Coverage(story=key, entry=more, step=step, because=f"same treaty, actor and act as {key}")
        )
    reports = ((event, entry.id),) if status is Status.DONE and step is not Step.CONFIRMED and actor else ()
    poll = Poll(
        feed=FEEDS[feed], at=at, state=state(at), outcome="new", noted=tuple(noted), stories=(story,),
        coverage=tuple(coverage), reports=reports, alerts=(alert,),
    )  # fmt: skip
    store.record(poll, BOOK.version)
    return alert


def sent(store: Store, alert: Alert, at: datetime, ts: str) -> None:
    owed = next(row for row in store.outbox.due(at, limit=100) if row.alert.id == alert.id)
    store.outbox.claim(owed, at)
    store.outbox.mark_sent(alert.id, Sent(channel_id="C024BE91L", ts=ts), at)


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
