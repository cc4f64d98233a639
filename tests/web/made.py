# ruff: noqa: E501, SIM905 - invented data reads best one happening a line
"""Make what an invented month of work consists of: treaties, rules, feeds, and happenings as a poll records them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from msgspec.structs import replace

from monitor.actors import name as actor_name
from monitor.decide.poll import Coverage, FeedState, Noted, Poll
from monitor.due import Schedule
from monitor.model import (
    Act,
    Action,
    Alert,
    Entry,
    Event,
    Feed,
    Kind,
    Level,
    Match,
    Outlet,
    Reason,
    Record,
    Sent,
    Status,
    Step,
    Telling,
)
from monitor.normalise.identity import Keys
from monitor.rules import Rule, Rulebook
from monitor.rules.tree import EventTest
from monitor.store import Store
from monitor.story import Story
from monitor.treaties import Clause, Depositary, Treaty
from monitor.web import Health

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
