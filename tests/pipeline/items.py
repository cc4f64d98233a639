"""Items that four feeds bring, each in its own dress, and desks that poll them."""

from __future__ import annotations

from msgspec.structs import replace

from monitor.decide.kit import Kit
from monitor.model import Entry, Level
from monitor.normalise import identity
from tests.pipeline import made
from tests.pipeline.made import NOW, Desk, heard

FEEDS = "feeds:\n" + "".join(
    f'  - {{id: {id_}, url: "https://{id_}.example/rss", tags: [{tag}]}}\n'
    for id_, tag in (("wire", "fast"), ("un", "official"), ("who", "official"), ("blog", "slow"))
)
OPENS = "Workshop on fisheries subsidies opens in Accra"
WORDS = 'id: words, channel: "#words", match: fisheries, feeds: [un]'


def kit(*rules: str, feeds: str = FEEDS) -> Kit:
    """Compile rules, each without its title, for these feeds."""
    return made.kit("rules:\n" + "".join(f"  - {{title: A rule, {rule}}}\n" for rule in rules), feeds)


def desk(*rules: str) -> Desk:
    """Return a desk all of whose feeds were polled before."""
    here = Desk(kit(*rules))
    for feed in here.kit.rulebook.feeds:
        here.poll(feed=feed)
    return here


def item(title: str = OPENS, feed: str = "wire", number: int = 1, **changes: object) -> Entry:
    """Make an item as a feed brings it: the link is the item's, the guid is the feed's own."""
    link = f"https://paper.example/news/{number}-a-long-enough-slug"
    guid = f"urn:{feed}:{number}"
    one = Entry(
        id=identity.entry_id(feed, guid, link, title), feed=feed, title=title, guid=guid, url=link, link=link,
        published=NOW, publisher=f"The {feed}", language="en",
    )  # fmt: skip
    return replace(one, **changes)


def bring(here: Desk, feed: str, *items: Entry) -> list[tuple[str, Level]]:
    """Poll a feed, and say which channels hear of what it brings."""
    return heard(here.poll(*items, feed=feed))
