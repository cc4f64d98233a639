"""Define what may stand in the files of a rules folder: structs by which they are checked, and the schemas made.

Descriptions and examples are what editors show on hover (rules/schema/*.json is made from here).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, field

from monitor.durations import interval, time_of_day, zone
from monitor.model import Level
from monitor.rules.values import (
    ActionWord,
    Channel,
    Day,
    Duration,
    FeedKind,
    FieldWord,
    Id,
    LongText,
    Ping,
    SearchText,
    StatusWord,
    TimeOfDay,
    Zone,
    web_address,
)
from monitor.shapes import Part
from monitor.treaties import LanguageCode

Ids = Id | Annotated[list[Id], Meta(min_length=1, max_length=50)]
Texts = LongText | Annotated[list[LongText], Meta(min_length=1, max_length=2_000)]
Includes = Annotated[
    LongText | Annotated[list[LongText], Meta(min_length=1, max_length=500)],
    Meta(description="Further files inside the rules folder.", examples=[["teams/cyber.yaml"]]),
]
ManyWords = SearchText | Annotated[list[SearchText], Meta(min_length=1, max_length=20_000)]
Patterns = SearchText | Annotated[list[SearchText], Meta(min_length=1, max_length=500)]
Actions = ActionWord | Annotated[list[ActionWord], Meta(min_length=1, max_length=20)]
Statuses = StatusWord | Annotated[list[StatusWord], Meta(min_length=1, max_length=20)]
LanguageCodes = LanguageCode | Annotated[list[LanguageCode], Meta(min_length=1, max_length=100)]


class FeedEntry(Part, frozen=True, kw_only=True):
    """Describe one feed."""

    noun: ClassVar = "a feed"
    checks: ClassVar = {"url": web_address, "every": interval}
    id: Annotated[Id, Meta(examples=["un-news-en"])]
    url: Annotated[
        LongText,
        Meta(
            description="Where it is polled.",
            examples=["https://news.un.org/feed/subscribe/en/news/all/rss.xml"],
        ),
    ]
    kind: Annotated[
        FeedKind,
        Meta(
            description="Which parser reads it: feed (RSS, Atom, RDF, JSON Feed, news sitemap), untc (UN "
            "Treaty Collection's status XML), coe (Council of Europe's treaty status)."
        ),
    ] = "feed"
    title: Annotated[LongText | None, Meta(description="The outlet's name in alerts.")] = None
    every: Annotated[
        Duration | None, Meta(description="The longest wait between polls.", examples=["30s", "5m", "1h"])
    ] = None
    tags: Annotated[
        Ids | None,
        Meta(description="Words by which rules pick feeds: `feeds: [tag:un]`.", examples=[["un", "wire"]]),
    ] = None
    language: Annotated[
        LanguageCode | None,
        Meta(description="The language of entries that do not say theirs.", examples=["en", "vi"]),
    ] = None
    enabled: Annotated[bool, Meta(description="false keeps it in the file and polls it no more.")] = True
    note: Annotated[LongText | None, Meta(description="For colleagues; for example why it is disabled.")] = (
        None
    )


class NearPart(Part, frozen=True, kw_only=True):
    """Ask for words close to each other."""

    noun: ClassVar = "`near`"
    terms: Annotated[
        list[SearchText | list[SearchText]],
        Meta(
            min_length=2,
            max_length=10,
            description="Phrases and prefixes; a list inside the list means one of these.",
            examples=[["ratif*", ["convention", "treaty"]]],
        ),
    ]
    within: Annotated[
        int, Meta(ge=1, le=200, description="How many words apart at most; 1 is next to each other.")
    ] = 8
    ordered: Annotated[bool, Meta(description="true asks for them in the order given.")] = False


Terms = Annotated[list["SearchText | TreePart"], Meta(min_length=1, max_length=20_000)]
Places = FieldWord | Annotated[list[FieldWord], Meta(min_length=1, max_length=6)]


class TreePart(Part, frozen=True, kw_only=True):
    """Combine what is looked for. Several keys side by side must all be met."""

    noun: ClassVar = "a match"
    all: Annotated[Terms | None, Meta(description="Every one of these.")] = None
    any: Annotated[
        Terms | None, Meta(description="One of these at least.", examples=[["ratif*", "accede*"]])
    ] = None
    none: Annotated[Terms | None, Meta(description="Not one of these.", examples=[["Budapest"]])] = None
    phrase: Annotated[
        ManyWords | None, Meta(description="The same as a bare text, for a text that ends in `*`.")
    ] = None
    prefix: Annotated[ManyWords | None, Meta(description="The beginning of a word.", examples=["ratif"])] = (
        None
    )
    exact: Annotated[
        ManyWords | None,
        Meta(description="Whole words with case and accents as written.", examples=["SIGN"]),
    ] = None
    near: Annotated[NearPart | None, Meta(description="Words close to each other.")] = None
    regex: Annotated[
        Patterns | None,
        Meta(
            description="A pattern (RE2 syntax: no look-around, no back-references) on the text as published; "
            "begin with (?i) to ignore case.",
            examples=[r"C\.N\.\d+\.20\d\d"],
        ),
    ] = None
    in_: Annotated[
        Places | None,
        Meta(
            description="Look for the words beside this key in these fields only.",
            examples=["title", ["title", "summary"]],
        ),
    ] = field(default=None, name="in")
    treaty: Annotated[
        Texts | None, Meta(description="Ids of treaties, or any.", examples=["un-cybercrime", "any"])
    ] = None
    actor: Annotated[
        Texts | None,
        Meta(
            description="ISO 3166-1 codes, EU, groups of groups.yaml, or any.", examples=["VN", ["EU", "G7"]]
        ),
    ] = None
    action: Annotated[
        Actions | None,
        Meta(
            description="What is done to the treaty.", examples=["signature", ["ratification", "accession"]]
        ),
    ] = None
    status: Annotated[
        Statuses | None, Meta(description="How far it has come.", examples=["done", ["planned", "process"]])
    ] = None


class ExamplePart(Part, frozen=True, kw_only=True):
    """Give an example item."""

    noun: ClassVar = "an example"
    checks: ClassVar = {"url": web_address}
    title: LongText
    summary: Annotated[str, Meta(max_length=20_000)] = ""
    content: Annotated[str, Meta(max_length=100_000)] = ""
    url: LongText | None = None
    language: LanguageCode | None = None


ExampleEntry = Annotated[str, Meta(min_length=1, max_length=20_000)] | ExamplePart


class ExamplesPart(Part, frozen=True, kw_only=True):
    """Give texts that the rule must and must not meet; `treatywatch check` tries them."""

    noun: ClassVar = "`examples`"
    match: Annotated[list[ExampleEntry], Meta(description="Texts that the rule must meet.")] = field(
        default_factory=list
    )
    no_match: Annotated[list[ExampleEntry], Meta(description="Texts that the rule must not meet.")] = field(
        default_factory=list
    )


class RuleDefaults(Part, frozen=True, kw_only=True):
    """Say whom a rule tells and where it applies; the keys that defaults.yaml may set for all rules."""

    level: Annotated[
        Level | None,
        Meta(description="critical and high tell at once, normal quietly, low in the digest."),
    ] = None
    channel: Annotated[
        Channel | None,
        Meta(description='A Slack channel, quoted: "#legal" (an unquoted # begins a comment).'),
    ] = None
    channels: Annotated[
        Annotated[list[Channel], Meta(min_length=1, max_length=20)] | None,
        Meta(description="Several channels instead of one."),
    ] = None
    feeds: Annotated[
        Texts | None,
        Meta(description="Feed ids and tags (tag:un); without it, all feeds.", examples=[["tag:un", "eff"]]),
    ] = None
    languages: Annotated[
        LanguageCodes | None,
        Meta(description="Languages of the items; without it, all.", examples=[["en", "fr"]]),
    ] = None
    mention: Annotated[
        Ping | None,
        Meta(description="Whom to name: @here, or a Slack group's or person's id.", examples=["S0123ABCD"]),
    ] = None


class RuleEntry(RuleDefaults, frozen=True, kw_only=True):
    """Describe one rule."""

    noun: ClassVar = "a rule"
    id: Annotated[Id, Meta(examples=["hanoi-ratified"])]
    title: Annotated[LongText, Meta(description="What an analyst reads in the alert.")]
    match: Annotated[
        SearchText | TreePart,
        Meta(description="What is looked for: a phrase, or a tree of all, any and none."),
    ]
    expires: Annotated[
        date | None,
        Meta(description="The last day (UTC) on which the rule applies.", examples=["2026-12-31"]),
    ] = None
    enabled: Annotated[bool, Meta(description="false keeps it in the file and asks it no more.")] = True
    notes: Annotated[
        Annotated[str, Meta(max_length=10_000)] | None,
        Meta(description="For colleagues: why the rule is as it is."),
    ] = None
    examples: ExamplesPart | None = None


class GroupEntry(Part, frozen=True, kw_only=True):
    """Name a group of actors for `actor:`."""

    noun: ClassVar = "a group"
    id: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z][A-Za-z0-9-]{0,39}$",
            description="The name that rules use.",
            examples=["G7", "ASEAN"],
        ),
    ]
    title: LongText | None = None
    members: Annotated[
        list[LongText],
        Meta(
            min_length=1,
            max_length=300,
            description="ISO 3166-1 codes and EU.",
            examples=[["CA", "FR", "DE", "IT", "JP", "GB", "US"]],
        ),
    ]


class FeedsFile(Part, frozen=True, kw_only=True):
    """Hold feeds: rules/feeds.yaml."""

    noun: ClassVar = "a file of feeds"
    feeds: list[FeedEntry] | None = None
    include: Includes | None = None


class RulesFile(Part, frozen=True, kw_only=True):
    """Hold rules: rules/*.yaml."""

    noun: ClassVar = "a file of rules"
    rules: list[RuleEntry] | None = None
    include: Includes | None = None


class QuietPart(Part, frozen=True, kw_only=True):
    """Leave a channel in peace for some hours of each day; what is found meanwhile waits until they end."""

    noun: ClassVar = "quiet hours"
    checks: ClassVar = {"from_": time_of_day, "to": time_of_day, "zone": zone}
    channel: Annotated[
        Channel | None,
        Meta(description="Which channel; without it, all that have no quiet hours of their own."),
    ] = None
    from_: Annotated[TimeOfDay, Meta(examples=["22:00"])] = field(name="from")
    to: Annotated[
        TimeOfDay, Meta(description="Of the next day, if it is earlier than `from`.", examples=["07:00"])
    ]
    zone: Zone = "UTC"
    critical: Annotated[
        Literal["passes", "waits"],
        Meta(description="Whether alerts of level critical are told all the same."),
    ] = "passes"


class DigestPart(Part, frozen=True, kw_only=True):
    """Send a digest of what was new, low levels included."""

    noun: ClassVar = "a digest"
    checks: ClassVar = {"at": time_of_day, "zone": zone}
    every: Literal["day", "week"] = "day"
    on: Annotated[
        Day | None,
        Meta(description="The day of a weekly digest; without it, monday."),
    ] = None
    at: Annotated[TimeOfDay, Meta(examples=["08:00"])]
    zone: Zone = "UTC"
    channel: Annotated[Channel | None, Meta(description="Which channel; without it, SLACK_CHANNEL.")] = None


class DefaultsFile(Part, frozen=True, kw_only=True):
    """Hold what applies to every rule that does not say otherwise, and the hours of channels: rules/defaults.yaml."""

    noun: ClassVar = "defaults.yaml"
    defaults: RuleDefaults
    quiet_hours: Annotated[list[QuietPart], Meta(max_length=100)] | None = None
    digests: Annotated[list[DigestPart], Meta(max_length=100)] | None = None


class GroupsFile(Part, frozen=True, kw_only=True):
    """Hold groups of actors: rules/groups.yaml."""

    noun: ClassVar = "groups.yaml"
    groups: list[GroupEntry]
