"""Define what may stand in the files of a rules folder: pydantic models that validate them and make the schemas.

Descriptions and examples are what editors show on hover (rules/schema/*.json is made from here).
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from monitor.model import Level
from monitor.rules.values import (
    ActionWord,
    Channel,
    Duration,
    FeedKind,
    Id,
    Language,
    Mention,
    Part,
    StatusWord,
    Text,
    Words,
    one_or_more,
    rule_language,
    web_address,
)


class FeedEntry(Part):
    """Describe one feed."""

    noun: ClassVar = "a feed"
    id: Id = Field(examples=["un-news-en"])
    url: Annotated[Text, AfterValidator(web_address)] = Field(
        description="Where it is polled.", examples=["https://news.un.org/feed/subscribe/en/news/all/rss.xml"]
    )
    kind: FeedKind = Field(
        "feed",
        description="Which parser reads it: feed (RSS, Atom, RDF, JSON Feed, news sitemap), untc (UN "
        "Treaty Collection's status XML), coe (Council of Europe's treaty status).",
    )
    title: Text | None = Field(None, description="The outlet's name in alerts.")
    every: Duration | None = Field(
        None, description="The longest wait between polls.", examples=["30s", "5m", "1h"]
    )
    tags: one_or_more(Id, 50) | None = Field(  # type: ignore[valid-type]
        None, description="Words by which rules pick feeds: `feeds: [tag:un]`.", examples=[["un", "wire"]]
    )
    language: Language | None = Field(
        None, description="The language of entries that do not say theirs.", examples=["en", "vi"]
    )
    enabled: StrictBool = Field(True, description="false keeps it in the file and polls it no more.")
    note: Text | None = Field(None, description="For colleagues; for example why it is disabled.")


def _alternatives(value: Any) -> str:
    return "several" if isinstance(value, list) else "text"


NearTerm = Annotated[
    Annotated[Words, Tag("text")] | Annotated[list[Words], Tag("several")], Discriminator(_alternatives)
]


class NearPart(Part):
    """Ask for words close to each other."""

    noun: ClassVar = "`near`"
    terms: Annotated[list[NearTerm], Field(min_length=2, max_length=10)] = Field(
        description="Phrases and prefixes; a list inside the list means one of these.",
        examples=[["ratif*", ["convention", "treaty"]]],
    )
    within: Annotated[StrictInt, Field(ge=1, le=200)] = Field(
        8, description="How many words apart at most; 1 is next to each other."
    )
    ordered: StrictBool = Field(False, description="true asks for them in the order given.")


def _term(value: Any) -> str:
    return "tree" if isinstance(value, (dict, TreePart)) else "text"


Term = Annotated[Annotated[Words, Tag("text")] | Annotated["TreePart", Tag("tree")], Discriminator(_term)]
Terms = Annotated[list[Term], Field(min_length=1, max_length=20_000)]
Place = Literal["title", "summary", "content", "url", "author", "category"]


class TreePart(Part):
    """Combine what is looked for. Several keys side by side must all be met."""

    noun: ClassVar = "a match"
    all: Terms | None = Field(None, description="Every one of these.")
    any: Terms | None = Field(None, description="One of these at least.", examples=[["ratif*", "accede*"]])
    none: Terms | None = Field(None, description="Not one of these.", examples=[["Budapest"]])
    phrase: one_or_more(Words, 20_000) | None = Field(  # type: ignore[valid-type]
        None, description="The same as a bare text, for a text that ends in `*`."
    )
    prefix: one_or_more(Words, 20_000) | None = Field(  # type: ignore[valid-type]
        None, description="The beginning of a word.", examples=["ratif"]
    )
    exact: one_or_more(Words, 20_000) | None = Field(  # type: ignore[valid-type]
        None, description="Whole words with case and accents as written.", examples=["SIGN"]
    )
    near: NearPart | None = Field(None, description="Words close to each other.")
    regex: one_or_more(Words, 500) | None = Field(  # type: ignore[valid-type]
        None,
        description="A pattern (RE2 syntax: no look-around, no back-references) on the text as published; "
        "begin with (?i) to ignore case.",
        examples=[r"C\.N\.\d+\.20\d\d"],
    )
    in_: one_or_more(Place, 6) | None = Field(  # type: ignore[valid-type]
        None,
        alias="in",
        description="Look for the words beside this key in these fields only.",
        examples=["title", ["title", "summary"]],
    )
    treaty: one_or_more(Text) | None = Field(  # type: ignore[valid-type]
        None, description="Ids of treaties, or any.", examples=["un-cybercrime", "any"]
    )
    actor: one_or_more(Text) | None = Field(  # type: ignore[valid-type]
        None,
        description="ISO 3166-1 codes, EU, groups of groups.yaml, or any.",
        examples=["VN", ["EU", "G7"]],
    )
    action: one_or_more(ActionWord, 20) | None = Field(  # type: ignore[valid-type]
        None, description="What is done to the treaty.", examples=["signature", ["ratification", "accession"]]
    )
    status: one_or_more(StatusWord, 20) | None = Field(  # type: ignore[valid-type]
        None, description="How far it has come.", examples=["done", ["planned", "process"]]
    )


class ExamplePart(Part):
    """Give an example item."""

    noun: ClassVar = "an example"
    title: Text
    summary: Annotated[str, Field(max_length=20_000)] = ""
    content: Annotated[str, Field(max_length=100_000)] = ""
    url: Annotated[Text, AfterValidator(web_address)] | None = None
    language: Language | None = None


def _example(value: Any) -> str:
    return "item" if isinstance(value, (dict, ExamplePart)) else "text"


ExampleEntry = Annotated[
    Annotated[Annotated[str, StringConstraints(min_length=1, max_length=20_000)], Tag("text")]
    | Annotated[ExamplePart, Tag("item")],
    Discriminator(_example),
]


class ExamplesPart(Part):
    """Give texts that the rule must and must not meet; `treatywatch check` tries them."""

    noun: ClassVar = "`examples`"
    match: list[ExampleEntry] = Field(default_factory=list, description="Texts that the rule must meet.")
    no_match: list[ExampleEntry] = Field(
        default_factory=list, description="Texts that the rule must not meet."
    )


class _Telling(Part):
    """Say whom a rule tells and where it applies; the keys that defaults.yaml may set for all rules."""

    level: Level | None = Field(
        None, description="critical and high tell at once, normal quietly, low in the digest."
    )
    channel: Channel | None = Field(
        None, description='A Slack channel, quoted: "#legal" (an unquoted # begins a comment).'
    )
    channels: Annotated[list[Channel], Field(min_length=1, max_length=20)] | None = Field(
        None, description="Several channels instead of one."
    )
    feeds: one_or_more(Text) | None = Field(  # type: ignore[valid-type]
        None, description="Feed ids and tags (tag:un); without it, all feeds.", examples=[["tag:un", "eff"]]
    )
    languages: one_or_more(Annotated[Language, AfterValidator(rule_language)], 100) | None = Field(  # type: ignore[valid-type]
        None, description="Languages of the items; without it, all.", examples=[["en", "fr"]]
    )
    mention: Mention | None = Field(
        None, description="Whom to name: @here, or a Slack group's or person's id.", examples=["S0123ABCD"]
    )


class RuleEntry(_Telling):
    """Describe one rule."""

    noun: ClassVar = "a rule"
    id: Id = Field(examples=["hanoi-ratified"])
    title: Text = Field(description="What an analyst reads in the alert.")
    match: Annotated[
        Annotated[Words, Tag("text")] | Annotated[TreePart, Tag("tree")], Discriminator(_term)
    ] = Field(description="What is looked for: a phrase, or a tree of all, any and none.")
    expires: date | None = Field(
        None, description="The last day (UTC) on which the rule applies.", examples=["2026-12-31"]
    )
    enabled: StrictBool = Field(True, description="false keeps it in the file and asks it no more.")
    notes: Annotated[str, Field(max_length=10_000)] | None = Field(
        None, description="For colleagues: why the rule is as it is."
    )
    examples: ExamplesPart | None = None


class GroupEntry(Part):
    """Name a group of actors for `actor:`."""

    noun: ClassVar = "a group"
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,39}$")] = Field(
        description="The name that rules use.", examples=["G7", "ASEAN"]
    )
    title: Text | None = None
    members: Annotated[list[Text], Field(min_length=1, max_length=300)] = Field(
        description="ISO 3166-1 codes and EU.", examples=[["CA", "FR", "DE", "IT", "JP", "GB", "US"]]
    )


_INCLUDE = Field(None, description="Further files inside the rules folder.", examples=[["teams/cyber.yaml"]])


class FeedsFile(Part):
    """Hold feeds: rules/feeds.yaml."""

    noun: ClassVar = "a file of feeds"
    feeds: list[FeedEntry] | None = None
    include: one_or_more(Text, 500) | None = _INCLUDE  # type: ignore[valid-type]


class RulesFile(Part):
    """Hold rules: rules/*.yaml."""

    noun: ClassVar = "a file of rules"
    rules: list[RuleEntry] | None = None
    include: one_or_more(Text, 500) | None = _INCLUDE  # type: ignore[valid-type]


def _clock(value: Any) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('must be a time of day in quotes, such as "08:00" or "22:30"')
    return time(int(found[1]), int(found[2]))


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("must be a time zone such as Europe/Berlin, Asia/Ho_Chi_Minh or UTC") from None
    return value


TimeOfDay = Annotated[
    time,
    BeforeValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": r"^([01]?\d|2[0-3]):[0-5]\d$"}),
]
Zone = Annotated[Text, AfterValidator(_zone)]


class QuietPart(Part):
    """Leave a channel in peace for some hours of each day; what is found meanwhile waits until they end."""

    noun: ClassVar = "quiet hours"
    channel: Channel | None = Field(
        None, description="Which channel; without it, all that have no quiet hours of their own."
    )
    from_: TimeOfDay = Field(alias="from", examples=["22:00"])
    to: TimeOfDay = Field(examples=["07:00"], description="Of the next day, if it is earlier than `from`.")
    zone: Zone = Field("UTC", description="An IANA time zone.", examples=["Europe/Berlin"])
    critical: Literal["passes", "waits"] = Field(
        "passes", description="Whether alerts of level critical are told all the same."
    )


class DigestPart(Part):
    """Send a digest of what was new, low levels included."""

    noun: ClassVar = "a digest"
    every: Literal["day", "week"] = "day"
    on: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = Field(
        "monday", description="The day of a weekly digest."
    )
    at: TimeOfDay = Field(examples=["08:00"])
    zone: Zone = Field("UTC", description="An IANA time zone.", examples=["Europe/Berlin"])
    channel: Channel | None = Field(None, description="Which channel; without it, SLACK_CHANNEL.")


class DefaultsFile(Part):
    """Hold what applies to every rule that does not say otherwise, and the hours of channels: rules/defaults.yaml."""

    noun: ClassVar = "defaults.yaml"
    defaults: _Telling
    quiet_hours: Annotated[list[QuietPart], Field(max_length=100)] | None = None
    digests: Annotated[list[DigestPart], Field(max_length=100)] | None = None


class GroupsFile(Part):
    """Hold groups of actors: rules/groups.yaml."""

    noun: ClassVar = "groups.yaml"
    groups: list[GroupEntry]
