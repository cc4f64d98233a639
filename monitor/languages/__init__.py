"""Load the languages that Treatywatch reads: one YAML data file a language, beside this module.

A language file is data only. It says which words of that language are acts, plans, refusals, conditions and so
on; what those kinds mean for the reading is said once, in `cues.py`. A new language is one new file: `Head` and
`Language` below say what it holds, docs/languages.md how to write one.

`unread.tsv` holds function words of languages that are not read, by which a text is known to be in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Literal, TypeVar, get_args

import yaml
from msgspec import Meta, MsgspecError, Struct, convert, field

from monitor.errors import TreatywatchError
from monitor.languages.cues import Cue, Form
from monitor.languages.phrases import Letters, Phrases, expand
from monitor.model import Action

__all__ = ["Cue", "Dates", "Form", "Head", "Language", "Languages", "expand", "load", "parse"]


Script = Literal["latin", "cyrillic", "arabic", "han", "kana", "devanagari"]


class Head(Struct, frozen=True, kw_only=True, dict=True):
    """Hold what tells a language from others: what its file says above `cues:`."""

    code: Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
    name: str
    script: Script
    """`kana` is that of Japanese, which has Chinese characters, too."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """How letters are written where a keyboard or an address has them not: `ü` as `ue`."""
    latin: Mapping[str, str] = field(default_factory=dict)
    """How each letter of another alphabet is written in Latin ones, as addresses do: `ж` as `zh`; the commoner of two
    letters that are written alike comes last."""
    latin_ways: Mapping[str, str] = field(default_factory=dict)
    """Other ways to write them, as patterns, and the way above: `kh` for `h`."""
    small: Phrases
    """Function words, which tell this language from others of its script."""
    shortened: Letters = Letters()
    """Words that are written with a full stop behind them, which ends no sentence: `Mr.`."""
    alone: Letters = Letters()
    """Words of one letter that are no initial, with the word before, so that a full stop ends a sentence: `on X.`"""
    labels: Letters = Letters()
    """What newsrooms write before a heading, which is no part of its sentence: `Breaking:`, `UPDATE 1-`, `(LEAD)`."""
    ways: Mapping[str, str] = field(default_factory=dict)
    """What names of treaties hold, and how it is written too: `United Nations ` as `United Nations (UN) `."""
    wires: Letters = Letters()
    """The letters with which wires end the dateline of a text that has no blanks: Chinese `电`."""
    home: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None
    """The one State whose press writes this language: its parliament needs no other name there."""
    also: Letters = Letters()
    """Codes of languages so near that this file reads them too: Malay `ms`."""
    verb_first: bool = False
    """The doer may follow its verb, with nothing between: Arabic, and headlines of some others."""
    verb_last: bool = False
    """Words that govern the act may follow it: German."""
    agglutinates: bool = False
    """Words are joined without blanks, and the verb at the end says by its ending how far it has come: Japanese."""
    describes_before: bool = False
    """A noun may describe the one behind it, and a clause the noun before it with no word to begin it: English.
    `The Hanoi Convention cooperation deal` is a deal, `the Hanoi Convention it signed` tells of the convention."""
    moods_alike: bool = False
    """Behind `that` the present looks like what is only wanted, or like a participle: French."""
    free_order: bool = False
    """The verb that governs an infinitive may stand behind its object: Russian."""
    ordinal_dot: bool = False
    """A full stop behind a number makes it an ordinal: `am 25. Oktober`."""
    uninflected: bool = False
    """Words have no endings that say what they are: Vietnamese, Indonesian."""
    syllables: bool = False
    """Words are written syllable by syllable: Vietnamese."""
    clitics: Letters = Letters()
    """Letters that are written together with the word that follows: Arabic `و`, `ب`, `ال`."""
    elided: Letters = Letters()
    """Words without the vowel that an apostrophe stands for: French `l`, `qu`. Addresses write a space there, and a
    phrase's last `de` may lose its vowel, too (`promis d'adhérer`)."""
    elides: Letters = Letters()
    """Words that tell a heading made from an address of this language: `la`, `du`."""
    accents: bool = False
    """Accents tell words apart, so a word is met only as it is written, unless the text has no accents at all."""
    acts: Mapping[Action, Mapping[Form, Phrases]]

    @property
    def cased(self) -> bool:
        """Say whether its script has capitals, which tell names: neither Chinese nor Arabic has."""
        return self.script in {"latin", "cyrillic"}

    @property
    def unspaced(self) -> bool:
        """Say whether no blanks part its words: those of Chinese and Japanese."""
        return self.script in {"han", "kana"}

    @property
    def bracketed(self) -> bool:
        """Say whether the two parts of a verb hold their clause between them: German `hat ... unterzeichnet`."""
        return self.verb_last and self.script == "latin"

    def spelled(self, phrase: str) -> tuple[str, ...]:
        """Return a phrase and how else people write it: hyphens as spaces, letters by the spellings."""
        plain = _HYPHEN.sub(" ", phrase) if "-" in phrase else phrase
        said = [phrase] if plain is phrase else [phrase, plain]
        if self.elided and phrase.endswith(" de"):
            said.append(f"{phrase[:-1]}'")
        if not self.spellings or phrase.isascii():
            return tuple(said)
        table = {ord(letter): other for letter, other in self.spellings.items()}
        return tuple(dict.fromkeys((*said, *(one.translate(table) for one in said))))


class Dates(Struct, frozen=True, forbid_unknown_fields=True):
    """Say how a language writes its dates, but for the names of months, which are CLDR's."""

    day_ends: Letters = Letters()
    """What follows the figures of a day: `th` in `14th`."""
    of: Letters = Letters()
    """Words between a day and its month: `of`."""
    year: Letters = Letters()
    """Words between a month and its year: Spanish `de`."""
    everyday: Letters = Letters()
    """Months whose names are words of every day, and months only with a day or behind one of `within`: `may`."""
    within: Letters = Letters()
    """Words right before a month: `in`."""
    endings: Mapping[str, Phrases] = field(default_factory=dict)
    """What else the name of a month may end in, by the letter that CLDR's ends in."""
    month_first: bool = False
    """The day may stand behind its month, in figures too: `May 14`, `5/14/2026`."""
    twice: bool = False
    """A month may be called by two names, one behind the other: Arabic `أيار/مايو`."""
    days: Letters = Letters()
    """Words before the figures of a day that need no month, or those of its month behind a hyphen: `ngày 14-5`."""
    months: Letters = Letters()
    """The word for a month before its figures, whose day is read otherwise: `tháng`."""
    eras: Mapping[str, int] = field(default_factory=dict)
    """Eras, each with the year before its first: `令和` 2018."""


class Language(Head, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hold one language as data. Every phrase is written as people write it; case and accents do not matter."""

    likewise: Mapping[Form, Phrases] = field(default_factory=dict)
    """Words that stand for the act told last: `did so`, `follow suit`, `were among them`."""
    cues: Mapping[Cue, Phrases]
    articles: Letters = Letters()
    """What stands before a noun and its adjectives, the definite one first: `the`."""
    concerning: Letters = Letters()
    """Words behind a treaty's name that tell what it is about, where they tell much else, too: `on`."""
    concerned: Letters = Letters()
    """Words before a treaty's name, behind what it is about: Japanese `に関する`."""
    definite: Letters = Letters()
    """The article that says which thing is meant, and `this`; in Arabic how a word with one begins: `ال`."""
    genitive: Letters = Letters()
    """How a word begins that says whose something is, or what it is for: Arabic `ل`."""
    possessive: Letters = Letters()
    """What makes the word before it the owner of what follows, or a description of it: `'s`, Chinese `的`."""
    partitive: Letters = Letters()
    """What says of those counted before it that one is of them: Chinese `中`."""
    subject: Letters = Letters()
    """What stands behind whoever does an act, where such words follow their noun: Hindi `ने`, Japanese `が`."""
    topics: Letters = Letters()
    """Of these, what words may follow that nobody here knows: Japanese `は`."""
    oblique: Letters = Letters()
    """What behind a name keeps it from being a doer, where such words follow their noun: Hindi `में`."""
    addressed: Letters = Letters()
    """What stands behind whoever is asked: Hindi `से`, Japanese `に`."""
    objective: Letters = Letters()
    """What stands behind that to which an act is done, where such words follow it: Hindi `पर`, Japanese `を`."""
    copula: Letters = Letters()
    """The verb that says who somebody is, where it is of no kind: Chinese `是`."""
    joined: Letters = Letters()
    """How a word begins that `and` is written together with: Arabic `و`."""
    subjunctive: Letters = Letters()
    """Words behind which a verb tells what is wanted or possible: Arabic `أن`."""
    participles: Letters = Letters()
    """How participles end that only describe what follows: Russian `нный`."""
    afterwards: Letters = Letters()
    """What stands behind a clause that tells after what something was done: Chinese `后`."""
    links: Letters = Letters()
    """Words at the end of a phrase that link it to what follows: `to`, as in `parties to`."""
    seats: Letters = Letters()
    """Cities that are named without their State, such as the seats of depositaries: `New York`, not `Nice`."""
    gerunds: Letters = Letters()
    """How gerunds end: `ing`."""
    futures: Phrases = Phrases()
    """How a verb ends, as it is written, that tells what will or would be: Spanish `rá`; in Arabic how it begins."""
    adverbs: str = ""
    """How words end that say only in which way an act is done, and stand before its verb: `ly`, as in `formally`."""
    dates: Dates = field(default_factory=Dates)
    defines: Letters = Letters()
    """What right behind a treaty's name at the start of a text says what it is, as works of reference begin."""
    bodies: Mapping[Annotated[str, Meta(pattern=r"^[A-Z]{2}([,/][A-Z]{2}|/\*)*$")], Phrases] = field(
        default_factory=dict
    )
    """Parliaments and governments whose name alone names their State, by its ISO code: the Duma, the Bundestag;
    groups whose name names each member (`EE,LV,LT`: the Baltic states); and bodies of which several States have
    one (`DE/CH/AT`: the Bundesrat): the one that the text names otherwise too, or else the first. With `/*` it may be
    any State's, and is the first's where the text names no other: `BR/*`, the Senate, in Portuguese."""
    titled: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None
    """The State whose members of a body bear its name as a title: German `CH`, since `Bundesrat Rösti` is a Swiss."""
    offices: Mapping[Annotated[str, Meta(pattern="^[A-Z]{2}$")], Phrases] = field(default_factory=dict)
    """Governments whose name alone names their State: the Kremlin, the European Commission."""
    numbers: Mapping[int, Phrases] = field(default_factory=dict)
    """Numbers in words; tens and units may be joined by a hyphen or the language's `and`."""
    ordinals: Mapping[int, Phrases] = field(default_factory=dict)
    """Ordinals in words, from the third on: `tenth`."""
    ordinal_begins: Letters = Letters()
    """What stands before digits to make an ordinal of them: Chinese `第`."""
    counters: Letters = Letters()
    """What stands between a number and what it counts: Chinese `个`."""
    ordinal_ends: Letters = Letters()
    """What follows digits to make an ordinal of them: `th` in `74th`."""


_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_UNKNOWN = re.compile(r"(?:enum value|unknown field) ['`](.+?)['`](?:.* `\$\.(.+)`)?$")
"""How msgspec names a wrong word, and the place where it stands."""
_WORDS: Mapping[str | None, Iterable[str]] = {
    None: Language.__struct_fields__,
    "dates": Dates.__struct_fields__,
    "script": get_args(Script),
    "acts": Action,
    "acts[...]": Form,
    "likewise": Form,
    "cues": Cue,
}
"""The words of which one may stand at a place of a language file."""
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
        raw = yaml.load(text, Loader=_LOADER)  # noqa: S506 - the safe one, in C
        return convert(raw, model, dec_hook=lambda kind, value: kind.read(value))
    except (yaml.YAMLError, MsgspecError) as error:
        raise TreatywatchError(f"{name}: {error}{_meant(str(error))}") from error


def _meant(said: str) -> str:
    """Say which word an unknown one that msgspec names is nearest to; nothing where none is near."""
    wrong = _UNKNOWN.search(said)
    near = get_close_matches(wrong[1], _WORDS.get(wrong[2], ()), 1, 0.7) if wrong else []
    return f"; did you mean `{near[0]}`?" if near else ""
