"""Load the languages that Treatywatch reads: one YAML data file a language, beside this module.

A language file is data only. It says which words of that language are acts, plans, refusals, conditions and so
on; what those kinds mean for the reading is said once, here, and is the same for every language. A new language
is one new file. docs/judgement.md shows how to write one, and what it can have besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import TreatywatchError
from monitor.languages.phrases import Phrases, expand
from monitor.model import Action

__all__ = ["Cue", "Form", "Head", "Language", "Languages", "expand", "load", "parse"]


class Form(StrEnum):
    """Say what the form of a word for an act tells by itself, before anything near it is weighed."""

    DONE = "done"
    """The act was done, or is told as news: `signed`, `signs`, `ha firmado`, `подписала`."""
    PASSIVE = "passive"
    """A participle that may say `by whom`: `signed` after `was`, `подписана`, `unterzeichnet`."""
    FUTURE = "future"
    """The act will be done: `firmará`, `подпишет`."""
    BARE = "bare"
    """The form waits for another word to say how far it has come: infinitives, subjunctives, `sign`."""
    GERUND = "gerund"
    """`signing`, `al firmar`, `подписав`: the act accompanies another."""
    NOUN = "noun"
    """The act as a thing: `signature`, `ratification`."""
    AGENT = "agent"
    """Those who did it: `signatories`, `States parties`."""


class Cue(StrEnum):
    """Name the kinds of words, other than acts, that the reader's grammar knows."""

    AND = "and"
    """Joins the members of a list, or two acts of one subject."""
    BOUNDARY = "boundary"
    """Begins a clause of its own: `but`, `while`, `because`."""
    RELATIVE = "relative"
    """Begins a clause about the word before: `which`, `who`. What it tells is rarely the news."""
    THAT = "that"
    """Begins a relative clause right behind a name or a group, and says nothing elsewhere: `states that ratify`."""
    BY = "by"
    """Names the doer after a passive or a noun: `signed by`."""
    OF = "of"
    """Links a noun to its owner: `President of`, `accession of`."""
    PLACE = "place"
    """Makes the name that follows a place: `in Hanoi`."""
    APART = "apart"
    """Makes the name that follows anything but the doer: `with`, `against`, `about`."""
    FOR = "for"
    """Names the State for which a treaty enters into force: `in force for Armenia`."""
    INCLUDING = "including"
    """Names members of the group just counted: `72 states, including`."""
    COMPANY = "company"
    """Names others who do the same: `alongside`, `joining 71 countries`."""
    BEHALF = "behalf"
    """Names the State for which a person acts: `on behalf of`, `representing`."""
    PRONOUN = "pronoun"
    """Stands for the actor last named: `it`, `the country`."""
    OURS = "ours"
    """Stands for the State where the text is published: `our country`."""
    ROLE = "role"
    """A person or body that acts for a State: `president`, `minister`, `delegation`."""
    INSTITUTION = "institution"
    """A body whose yes is a domestic step: `parliament`, `cabinet`, `Senate`."""
    ASSEMBLY = "assembly"
    """A body of many States, whose adoption of a text is no State's act: `General Assembly`."""
    OUTSIDER = "outsider"
    """Those who cannot do a treaty act: companies, NGOs, trade unions, players."""
    GROUP = "group"
    """Many States unnamed: `states`, `countries`, `members`."""
    SINGLE = "single"
    """One State, and read behind an ordinal only: `the 74th country`."""
    MANY = "many"
    """A count in words that gives no number: `dozens`, `several`."""
    ANAPHOR = "anaphor"
    """Stands for the treaty last named: `the convention`, `the pact`."""
    UNSPECIFIC = "unspecific"
    """A treaty of the United Nations that is not named; what the text is about decides which: `UN treaty`."""
    OTHER = "other"
    """A thing signed or ratified that is no treaty of ours: `contract`, `memorandum`."""
    BILL = "bill"
    """A domestic text about the treaty: `bill`, `law`, `decree`."""
    INSTRUMENT = "instrument"
    """The paper that is deposited: `instrument`."""
    CEREMONY = "ceremony"
    """Makes a noun of signing an occasion: `ceremony`."""
    OPENING = "opening"
    """The treaty is opened for signature, or is open: no State's act."""
    PLAN = "plan"
    """The act is announced, decided, due or ahead."""
    TO = "to"
    """Marks an infinitive. Right behind a doer it is a headline's plan: `India to sign`."""
    URGE = "urge"
    """The act is asked for: `urges`, `calls on`."""
    ASK = "ask"
    """A word of appeal whose subject appeals: `urges`, not `should`; an infinitive right behind makes it a passive."""
    RECOMMEND = "recommend"
    """An appeal that is a step when a parliament's committee makes it: `recommends that the House ratify`."""
    INVITE = "invite"
    """The act is offered: an appeal, but for accession by invitation, which commits nobody."""
    NEED = "need"
    """The act is required or missing: `must be`, `still needs`. Nobody has done it, nobody says he will."""
    REFUSE = "refuse"
    """The act is declined: `refuses to`, `yet to`, `failed to`."""
    REJECT = "reject"
    """A parliament's no to a treaty: `rejected`, `voted down`."""
    UNDONE = "undone"
    """The act is not done so far, which is no refusal: `has not`, `has yet to`."""
    DENY = "deny"
    """A report of the act is denied or corrected: `denies that`, `an earlier version of`."""
    FRESH = "fresh"
    """Dates an act to the days of the news, whatever the heading: `today`, `Monday`."""
    LODGE = "lodge"
    """A deposit that says enough without its instrument: `Peru deposited at the UN`."""
    NEGATION = "negation"
    """`not`, right beside the act."""
    CONDITION = "condition"
    """What follows is a condition or an open question: `once`, `if`, `whether`."""
    MODAL = "modal"
    """The act is possible only: `could`, `might`, `would`."""
    APPROVE = "approve"
    """A yes that, said of a treaty, is a domestic step: `approves`, `backs`."""
    PASS = "pass"  # noqa: S105 - a word, no secret
    """A yes that is a domestic step only when a domestic body or text is near: `adopts`, `passes`."""
    STEP = "step"
    """Puts the act on its domestic way: `submitted to parliament`, `authorises`."""
    LOOSE = "loose"
    """Does not say by which act a State takes part: `becomes a party`, `joins`."""
    AUX = "aux"
    """Makes a participle tell something of its own: `was signed`, not `the treaty signed in Hanoi`."""
    REFERENCE = "reference"
    """In a heading: marks a text that lists or explains and tells nothing new."""
    AHEAD = "ahead"
    """Dates what stands before it to a time to come: `in 120 days`, `next year`."""
    PRESENT = "present"
    """An entry into force told in the present: what month it names is the next of that name."""
    PAPER = "paper"
    """In a text: shows that it studies and tells nothing new: `this paper examines`."""
    SUBMIT = "submit"
    """Brings the treaty itself before a parliament: `sent the convention to Congress`."""
    DEPOSIT = "deposit"
    """Hands the instrument to the depositary: `deposited`."""
    BECOME = "become"
    """Makes an act of a later infinitive or an agent noun: `becomes the 41st`."""
    WAS = "was"
    """Tells as past that one is of those who did it, unless a day says otherwise: `was among the first to sign`."""
    REACT = "react"
    """Answers an act that is known already, old news unless a day says otherwise: `criticised its signature`."""
    PERFORM = "perform"
    """Makes an act of a noun: `completed`, `proceeded to`."""
    REACH = "reach"
    """Comes to a number of acts: `reaches 60 ratifications`, `bringing the number of parties to 83`."""
    REVOKE = "revoke"
    """Undoes the act that follows: `repeals the law ratifying`, `withdraws its signature`, `rescinds withdrawal`."""
    PARTED = "parted"
    """Half of a word, which says nothing without its other half: `zieht`, `zurück`."""
    GATHER = "gather"
    """Comes together for the act: `convened for`."""
    ATTEND = "attend"
    """Is present at the act and does not do it: `attended`, `witnessed`, `hosts`."""
    HISTORY = "history"
    """The act is told as past: `since`, `ago`, `anniversary`."""
    STALE = "stale"
    """The act is told as a state of play: `as of`, `so far`."""
    SOLE = "sole"
    """Right before a State, tells a state of play: `only Peru has signed`."""
    SOFAR = "sofar"
    """Tells a state of play even of a named State: `so far Peru`, `Peru alone`."""
    QUESTION = "question"
    """A condition that asks, so that no plan is told behind it: `whether it intends to sign`."""
    WISHED = "wished"
    """Right before a participle, tells what somebody wants and no deed: `that it be ratified`. An act's own word is one
    only where somebody wants it: `quieren que Perú firme`."""
    PUT = "put"
    """Right before a doer, puts forward what it shall do: `proposes Norway signs`, `чтобы Норвегия подписала`."""
    RESOLVE = "resolve"
    """What follows is decided, though it is told as what ought to be: `resolved that it should sign`."""
    AFTER = "after"
    """What a gerund right behind tells is done: `after signing`, `fresh from signing`."""
    PAST = "past"
    """Tells the act as past, so that nobody wants it now and what follows is no condition: `entered into force`."""
    SPEAK = "speak"
    """What one does on the day of the act, right after it: `told reporters after signing`, `poses after signing`."""
    PRAISE = "praise"
    """Names right behind it who did what follows: `thanked Ghana for ratifying`."""
    RECEIVE = "receive"
    """Takes instruments in, so that those behind `from` have done the act: `received from Kenya`."""
    IGNORE = "ignore"
    """Fixed expressions that are none of the above though they look it: `sign language`."""


class Head(BaseModel):
    """Hold what tells a language from others: what its file says above `cues:`."""

    model_config = ConfigDict(frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    name: str
    script: Literal["latin", "cyrillic", "arabic", "han"]
    spellings: Mapping[str, str] = {}
    """How letters are written where a keyboard or an address has them not: `ü` as `ue`."""
    latin: Mapping[str, str] = {}
    """How each letter of another alphabet is written in Latin ones, as addresses do: `ж` as `zh`; the commoner of two
    letters that are written alike comes last."""
    latin_ways: Mapping[str, str] = {}
    """Other ways to write them, as patterns, and the way above: `kh` for `h`."""
    telling: Phrases
    """Function words that tell this language from others of its script."""
    home: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    """The one State whose press writes this language: its parliament needs no other name there."""
    verb_first: bool = False
    """The doer may follow its verb, with nothing between: Arabic, and headlines of some others."""
    verb_last: bool = False
    """Words that govern the act may follow it: German."""
    free_order: bool = False
    """The verb that governs an infinitive may stand behind its object: Russian."""
    ordinal_dot: bool = False
    """A full stop behind a number makes it an ordinal: `am 25. Oktober`."""
    clitics: Phrases = ()
    """Letters that are written together with the word that follows: Arabic `و`, `ب`, `ال`."""
    accents: bool = False
    """Accents tell words apart, so a word is met only as it is written, unless the text has no accents at all."""
    acts: Mapping[Action, Mapping[Form, Phrases]]

    def spelled(self, phrase: str) -> tuple[str, ...]:
        """Return a phrase and how else people write it: hyphens as spaces, letters by the spellings."""
        plain = _HYPHEN.sub(" ", phrase) if "-" in phrase else phrase
        said = (phrase,) if plain is phrase else (phrase, plain)
        if not self.spellings or phrase.isascii():
            return said
        table = {ord(letter): other for letter, other in self.spellings.items()}
        return tuple(dict.fromkeys((*said, *(one.translate(table) for one in said))))


class Language(Head):
    """Hold one language as data. Every phrase is written as people write it; case and accents do not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    likewise: Mapping[Form, Phrases] = {}
    """Words that stand for the act told last: `did so`, `follow suit`, `were among them`."""
    cues: Mapping[Cue, Phrases]
    defines: Phrases = ()
    """What right behind a treaty's name at the start of a text says what it is, as works of reference begin."""
    bodies: Mapping[Annotated[str, Field(pattern=r"^[A-Z]{2}([,/][A-Z]{2}|/\*)*$")], Phrases] = {}
    """Parliaments and governments whose name alone names their State, by its ISO code: the Duma, the Bundestag;
    groups whose name names each member (`EE,LV,LT`: the Baltic states); and bodies of which several States have
    one (`DE/CH/AT`: the Bundesrat): the one that the text names otherwise too, or else the first. With `/*` it may be
    any State's, and is the first's where the text names no other: `BR/*`, the Senate, in Portuguese."""
    offices: Mapping[Annotated[str, Field(pattern="^[A-Z]{2}$")], Phrases] = {}
    """Governments whose name alone names their State: the Kremlin, the European Commission."""
    numbers: Mapping[int, Phrases] = {}
    """Numbers in words; tens and units may be joined by a hyphen or the language's `and`."""
    ordinals: Mapping[int, Phrases] = {}
    """Ordinals in words, from the third on: `tenth`."""
    ordinal_ends: Phrases = ()
    """What follows digits to make an ordinal of them: `th` in `74th`."""


_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML has it, which takes a tenth of the time."""

_Read = TypeVar("_Read", bound=Head)


class Languages(Mapping[str, Language]):
    """Know every language by its code; each is read when it is first asked for, the heads of all at once."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Take the texts of language files by the languages' codes."""
        self._files = files
        self._known: dict[str, Language] = {}

    @cached_property
    def heads(self) -> Mapping[str, Head]:
        """Return the head of every language by its code."""
        return {
            code: _parse(Head, text.partition("\ncues:")[0], f"{code}.yaml")
            for code, text in self._files.items()
        }

    def __getitem__(self, code: str) -> Language:
        """Return a language. Raises TreatywatchError naming the file when it does not hold."""
        if code not in self._known:
            self._known[code] = parse(self._files[code], f"{code}.yaml")
        return self._known[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@cache
def load() -> Languages:
    """Return the languages of the YAML files beside this module, which are named by their codes."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda entry: entry.name)
    return Languages(
        {file.name[:-5]: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".yaml")}
    )


def parse(text: str, name: str) -> Language:
    """Return the language that a YAML text describes; TreatywatchError names the file and what is wrong."""
    return _parse(Language, text, name)


def _parse(model: type[_Read], text: str, name: str) -> _Read:
    try:
        return model.model_validate(yaml.load(text, Loader=_LOADER))  # noqa: S506 - the safe one, in C
    except (yaml.YAMLError, ValueError) as error:
        raise TreatywatchError(f"{name}: {error}") from error
