"""Describe treaties: their names in many languages, their clause of entry into force, their official record.

One YAML file a treaty in `rules/treaties/`; docs/treaties.md shows how to write one.
The struct is what validates such a file, and what the JSON Schema for editors is made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import Annotated, ClassVar, Literal, get_args

from msgspec import Meta, field

from monitor.model import Action
from monitor.patterns import choices, expanded
from monitor.shapes import Part
from monitor.wording import begun

_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), 2)}
"""The months that `first of sixth month` and its kin count from the month of the deposit."""

# [0-9], for \d is the digits of every script, which take milliseconds to compile at each start.
RULE = (
    r"^([0-9]{1,4} days?|[0-9]{1,3} months?"
    r"|first of month after [0-9]{1,4} days?|first of month after [0-9]{1,3} months?"
    rf"|first of ({'|'.join(ORDINALS)}) month)$"
)
"""The ways in which clauses of entry into force count time; `monitor.ledger.moment` does the sums."""

_LARGEST = 2000  # spellings of one name


def spellings(pattern: str) -> tuple[str, ...]:
    """Expand `{a|b}` to each of its alternatives, `{|a}` to none or one: `{UN|U.N.} pact` is two names.

    Raises ValueError for a brace without its partner and for a pattern with thousands of spellings.
    """
    return tuple(filter(None, expanded(choices(pattern, "|", _LARGEST))))


def _sound(names: Mapping[str, Sequence[str]]) -> None:
    """Check patterns without expanding them: 46,000 names of 14 treaties, which a pass without texts never needs."""
    for patterns in names.values():
        for pattern in patterns:
            choices(pattern, "|", _LARGEST)


LanguageCode = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
ShortText = Annotated[str, Meta(min_length=1, max_length=400)]
NamePattern = Annotated[str, Meta(min_length=1, max_length=1000)]
Names = dict[LanguageCode, tuple[NamePattern, ...]]
Code = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
ForceRule = Annotated[str, Meta(pattern=RULE)]
PhraseField = Literal["names", "ambiguous", "context", "general", "topics", "lookalikes"]
ALONE: tuple[PhraseField, ...] = ("names", "ambiguous", "context", "lookalikes")
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s]+$", max_length=2000)]


class Depositary(Part, frozen=True, kw_only=True):
    """Say who keeps the treaty and where its official record is read."""

    name: Annotated[ShortText, Meta(description="Who keeps the treaty.", examples=["UN Secretary-General"])]
    page: Annotated[
        WebAddress,
        Meta(
            description="The depositary's page about participation, for people.",
            examples=[
                "https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XVIII-16&chapter=18&clang=_en"
            ],
        ),
    ]
    kind: Annotated[
        Literal["untc", "coe"] | None,
        Meta(
            description="Which parser reads the record: untc (UN Treaty Collection, XML) or coe (Council of "
            "Europe, JSON). Leave out where none does."
        ),
    ] = None
    reference: Annotated[
        ShortText | None,
        Meta(
            description="The depositary's own number of the treaty; quote it if it is all digits.",
            examples=["XVIII-16", "185"],
        ),
    ] = None
    record: Annotated[
        WebAddress | None,
        Meta(
            description="The address of the machine-readable record: the url of a feed of this kind.",
            examples=[
                "https://treaties.un.org/doc/Publication/MTDSG/Volume%20II/Chapter%20XVIII/XVIII-16.en.xml"
            ],
        ),
    ] = None

    def __post_init__(self) -> None:
        if self.kind and not self.reference:
            raise ValueError(f"a record of kind {self.kind} needs its reference, such as XVIII-16")


def plain_reference(reference: str | None) -> str:
    """Return a depositary's number of a treaty as numbers are compared: zeros before it say nothing."""
    return (reference or "").upper().lstrip("0")


class Among(Part, frozen=True, kw_only=True):
    """Ask that some of the counted parties belong to a group of States."""

    at_least: Annotated[int, Meta(ge=1, description="How many of the group are needed.", examples=[3])]
    of: Annotated[
        tuple[Code, ...],
        Meta(
            min_length=1,
            description='ISO 3166-1 alpha-2 codes of the group; write Norway as "NO", quoted.',
            examples=[["AT", "BE", "NO"]],
        ),
    ]
    name: Annotated[
        ShortText, Meta(description="The group, in words.", examples=["members of the Council of Europe"])
    ]

    def __post_init__(self) -> None:
        if self.at_least > len(set(self.of)):
            raise ValueError(f"at_least ({self.at_least}) is more than the States of its group")


class Clause(Part, frozen=True, kw_only=True):
    """Hold the clause of entry into force as data, so that the ledger can do its sums."""

    count: Annotated[int, Meta(ge=1, description="How many instruments the clause asks for.", examples=[40])]
    rule: Annotated[
        ForceRule,
        Meta(
            description="How the clause counts from the deposit that reached the count; `0 days` is that day.",
            examples=["90 days", "3 months", "first of month after 3 months", "first of sixth month"],
        ),
    ]
    counts_reio: Annotated[
        bool,
        Meta(
            description="Whether the instrument of a regional organisation (the EU) counts towards the number."
        ),
    ] = False
    named: Annotated[
        tuple[Code, ...],
        Meta(description="States that must all be among the parties, where the treaty names them."),
    ] = ()
    among: Annotated[
        Among | None, Meta(description="A second condition: so many of the parties from a group of States.")
    ] = None
    since: Annotated[
        date | None,
        Meta(description="The day the treaty entered into force, if it has.", examples=["2004-07-01"]),
    ] = None
    later: Annotated[
        ForceRule | None,
        Meta(
            description="The rule for a party that joins after the count was reached, from its own deposit; "
            "never earlier than the treaty's own entry into force.",
            examples=["30 days"],
        ),
    ] = None
    article: Annotated[
        ShortText | None, Meta(description="Where the treaty says so.", examples=["article 65(1)"])
    ] = None


class Treaty(Part, frozen=True, kw_only=True):
    """Describe one treaty: enough to recognise it in a text, to check a report and to count its parties."""

    noun: ClassVar = "a treaty"
    checks: ClassVar = dict.fromkeys(get_args(PhraseField), _sound)
    id: Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
            max_length=40,
            description="A short name that never changes: lower case, digits, hyphens.",
            examples=["un-cybercrime"],
        ),
    ]
    title: Annotated[
        ShortText,
        Meta(
            description="Its name in alerts, with the article a sentence needs.",
            examples=["the UN Convention against Cybercrime"],
        ),
    ]
    names: Annotated[
        Names,
        Meta(
            description="By language: full names, short names, nicknames. Case, accents and width do not matter. "
            "`{a|b}` stands for either, `{|a}` for an optional part, a trailing `*` for any ending.",
            examples=[{"en": ["{UN|United Nations} Convention against Cybercrime", "Hanoi Convention"]}],
        ),
    ]
    ambiguous: Annotated[
        Names,
        Meta(
            description="By language: names that mean this treaty only where the context says so.",
            examples=[{"en": ["cybercrime {treaty|convention}"]}],
        ),
    ] = field(default_factory=dict)
    context: Annotated[
        Names,
        Meta(
            description="By language: words near an ambiguous name that decide for this treaty.",
            examples=[{"en": ["Hanoi", "United Nations"]}],
        ),
    ] = field(default_factory=dict)
    general: Annotated[
        Names,
        Meta(
            description="By language: words for any treaty of the same house, which mean this one only where "
            "one of `topics` stands in the same text.",
            examples=[{"en": ["UN {treaty|convention}"]}],
        ),
    ] = field(default_factory=dict)
    topics: Annotated[
        Names,
        Meta(
            description="By language: the subject that makes a `general` name mean this treaty.",
            examples=[{"en": ["cybercrime"]}],
        ),
    ] = field(default_factory=dict)
    lookalikes: Annotated[
        Names,
        Meta(
            description="By language: names that are not this treaty though they look like it: drafts, national "
            "acts, model laws, other treaties that are not tracked.",
            examples=[{"en": ["Arab Convention on Combating Information Technology Offences"]}],
        ),
    ] = field(default_factory=dict)
    adopted: Annotated[
        date | None, Meta(description="The day its text was adopted.", examples=["2024-12-24"])
    ] = None
    opened: Annotated[
        date | None,
        Meta(description="The first day it was open for signature.", examples=["2025-10-25"]),
    ] = None
    opened_in: Annotated[
        Code | None,
        Meta(
            description="The State where it was opened for signature, if only on that occasion: who is said to have "
            "signed there did so then. Leave out where the depositary sits.",
            examples=["VN"],
        ),
    ] = None
    signature_closes: Annotated[
        date | None,
        Meta(
            description="The last day on which it can be signed; afterwards a State can only accede. Leave out "
            "if it stays open.",
            examples=["2026-12-31"],
        ),
    ] = None
    acts: Annotated[
        tuple[Action, ...],
        Meta(
            min_length=1,
            description="The acts that the treaty allows. The WTO's agreements know acceptance only.",
            examples=[["acceptance"]],
        ),
    ] = tuple(action for action in Action if action is not Action.ENTRY_INTO_FORCE)
    depositary: Annotated[Depositary, Meta(description="Who keeps the treaty and where its record is.")]
    in_force: Annotated[Clause, Meta(description="The clause of entry into force.")]
    withdrawal: Annotated[
        ForceRule | None,
        Meta(
            description="How long after its notice a withdrawal takes effect.",
            examples=["12 months"],
        ),
    ] = None
    notes: Annotated[
        Annotated[str, Meta(max_length=4000)] | None,
        Meta(description="Anything a colleague should know."),
    ] = None

    def __post_init__(self) -> None:
        Part.__post_init__(self)
        days = [
            ("adopted", self.adopted),
            ("opened", self.opened),
            ("signature_closes", self.signature_closes),
        ]
        known = [(name, day) for name, day in days if day is not None]
        for (one, first), (other, second) in pairwise(known):
            if first > second:
                raise ValueError(f"{other} ({second}) is before {one} ({first})")
        if self.in_force.since and self.opened and self.in_force.since < self.opened:
            raise ValueError(f"in_force.since ({self.in_force.since}) is before opened ({self.opened})")
        if bool(self.general) != bool(self.topics):
            raise ValueError(
                "general and topics need each other: a general name means this treaty by its topic"
            )
        if not any(spellings(pattern) for patterns in self.names.values() for pattern in patterns):
            raise ValueError("names is empty; a treaty needs a name in one language at least")

    @property
    def heading(self) -> str:
        """Its title as it stands at the beginning of a line."""
        return begun(self.title)

    def signature_open(self, day: date) -> bool:
        """Say whether the treaty could be signed on that day, as far as its dates are known."""
        if Action.SIGNATURE not in self.acts or (self.opened and day < self.opened):
            return False
        return self.signature_closes is None or day <= self.signature_closes

    def allows(self, action: Action) -> bool:
        """Say whether an act of this kind is possible at all."""
        return action is Action.ENTRY_INTO_FORCE or action in self.acts

    def languages(self) -> frozenset[str]:
        """Return the languages in which it has names."""
        return frozenset(language for name in ALONE for language in getattr(self, name))

    def phrases(
        self, *fields: PhraseField, spoken: str | None = None
    ) -> Iterator[tuple[PhraseField, str, str]]:
        """Yield every (field, language, spelling) of the fields asked for; of those that stand alone if none is.

        `general` and `topics` mean something only together, and come where they are asked for. `spoken` asks for
        those of one language.
        """
        for name in fields or ALONE:
            for language in getattr(self, name) if spoken is None else (spoken,):
                for phrase in self.spelled(name, language):
                    yield name, language, phrase

    def spelled(self, field: PhraseField, language: str) -> Iterable[str]:
        """Return every spelling of a field in a language, each once."""
        patterns: tuple[str, ...] = getattr(self, field).get(language, ())
        return dict.fromkeys(chain.from_iterable(map(spellings, patterns)))
