"""Define what is read: the fields of an entry, where they name treaties, and a sentence with what is found in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

from msgspec import Struct

from monitor.folding import Folded, fold
from monitor.languages import Language
from monitor.model import Mention
from monitor.read.hits import NONE, Cue, Form, Hit

_SPELLS = frozenset({":", "-", "--"})
_COUNTED = 4  # words between a number and the group that it counts
_FIGURES, _WORD = re.compile(r"\d+"), re.compile(r"[^\W\d]+")
_FIRST, _LAST = "\u0904", "\u0964"
"""Where the letters of Devanagari begin and end."""
_TAG = re.compile(r"#\w+")


class Sentence(Struct):
    """Hold one sentence: where its folded text stands in the field, and its hits in order.

    A `place` is which of its hits is meant, a position where in the text.
    """

    field: str
    index: int
    """Which sentence of the whole entry; the title is 0."""
    start: int
    end: int
    text: str
    """The whole folded field; `start` and `end` are positions in it."""
    language: Language
    hits: list[Hit]
    quote: str
    small: frozenset[str]
    """The language's function words, folded."""
    cues: frozenset[Cue]
    """Every kind of word in the sentence: asked first, for most sentences have few."""
    cased: Callable[[int], str]
    """Return the character as published behind a position of the folded text."""
    unspaced: bool
    """It is written in Chinese or Japanese, which know no blanks and no capitals."""
    arabic: bool
    """It is written in Arabic letters: no capitals, and small words are joined to the next."""

    names: tuple[tuple[int, int], ...] = ()
    """Where the names of treaties stand in it, the last first; each counts as two words, however long it is."""
    written_in: tuple[str, str] | None = None
    """The State of its dateline, by its code, and the word that names it there."""
    earlier: tuple[str, ...] = ()
    """Codes of those after whom others act, which are not among the hits: `After Peru, Chile ratifies`."""

    @property
    def heads(self) -> bool:
        """Say whether it is of the entry's title."""
        return self.field == "title"

    @property
    def asks(self) -> bool:
        """Say whether the sentence is a question, which tells nothing new."""
        return self.quote.rstrip("\"'”»)").endswith(("?", "？", "؟"))

    def at(self, place: int) -> Hit:
        """Return the hit at this place, or NONE where the sentence has no such place."""
        return self.hits[place] if 0 <= place < len(self.hits) else NONE

    def after(self, position: int) -> Hit:
        """Return the first hit that begins at this position of the text or behind it, or NONE where none does."""
        return next((hit for hit in self.hits if hit.start >= position), NONE)

    def leftward(self, place: int) -> Iterable[tuple[int, Hit]]:
        """Return what stands before this place, the nearest first, each with its place."""
        return zip(range(place - 1, -1, -1), reversed(self.hits[:place]), strict=True)

    def rightward(self, place: int) -> Iterable[tuple[int, Hit]]:
        """Return what stands behind this place, each with its own."""
        return enumerate(self.hits[place + 1 :], place + 1)

    def said(self, hit: Hit) -> str:
        """Return the words of a hit, folded."""
        return self.text[hit.start : hit.end]

    def colon(self, hit: Hit) -> bool:
        """Say whether a colon stands here."""
        return self.said(hit) == ":"

    def spells(self, hit: Hit) -> bool:
        """Say whether a mark stands here behind which those counted may be listed: `two States: Peru and Chad`."""
        return self.said(hit).strip() in _SPELLS

    def gap(self, one: Hit, other: Hit) -> str:
        """Return what stands between two hits, folded."""
        return self.text[one.end : other.start].strip()

    def upper(self, position: int) -> bool:
        """Say whether a capital stands at a position of the text, as it was published."""
        return self.cased(position).isupper()

    def first_word(self, start: int, end: int) -> str:
        """Return the first word between two positions of the text, folded, or nothing."""
        return (*self.text[start:end].split(maxsplit=1), "")[0]

    def behind_title(self, hit: Hit) -> str:
        """Return what stands behind a name and the marks that close a Chinese one, folded: `的` behind `《公约》`."""
        return self.text[hit.end : self.end].lstrip("》〉”")

    def word_before(self, position: int) -> str:
        """Return the word right before a position of the text, folded, or nothing at the start of the sentence."""
        return ("", *self.text[self.start : position].rsplit(maxsplit=1))[-1]

    def next_from(self, place: int) -> int:
        """Return where the hit behind this place begins, or the sentence ends."""
        return self.at(place + 1).start if place + 1 < len(self.hits) else self.end

    def trail(self, place: int) -> str:
        """Return what stands between the hit at this place and the next, or the end of the sentence, folded."""
        return self.text[self.hits[place].end : self.next_from(place)].strip()

    def joined(self, one: Hit, other: Hit) -> bool:
        """Say whether a letter that means `and` joins a hit to the one before: `توغو وغانا`."""
        return self.text[one.end : other.end].lstrip().startswith(self.language.joined)

    def unknown(self, start: int, end: int) -> list[str]:
        """Return the words between two positions of the text that are none of the language's small ones."""
        words = (word.strip("()[]«»‹›\"'“”„‚.,-") for word in self.text[start:end].split())
        words = (word.rpartition("'")[2] for word in words)  # `l'annexe`, but `Peru's`
        found = [word for word in words if _is_word(word) and word not in self.small]
        return (
            [word for word in found if behind_small(word, self.small)]
            if self.language.agglutinates
            else found
        )

    def strange(self, one: Hit, other: Hit) -> list[str]:
        """Return the words between two hits that nobody here knows."""
        return self.unknown(one.end, other.start)

    def any_strange(self, first: int, last: int) -> bool:
        """Say whether words that nobody here knows stand between the hits from one place to another."""
        return any(self.strange(one, two) for one, two in pairwise(self.hits[first : last + 1]))

    def links(self, hit: Hit) -> bool:
        """Say whether a phrase ends with a word that links it to what follows: `parties to`."""
        return self.said(hit).rpartition(" ")[2] in self.language.links

    def is_small(self, hit: Hit) -> bool:
        """Say whether nothing but small words of the language makes a hit: `with`."""
        return self.small.issuperset(self.said(hit).split())

    def word_behind(self, place: int) -> str:
        """Return the word right behind the hit at this place, but for small ones, as it was published."""
        for word in _WORD.finditer(self.text, self.hits[place].end, self.end):
            if word[0] not in self.small:
                return "".join(map(self.cased, range(*word.span())))
        return ""

    def only_unknown(self, start: int, end: int) -> bool:
        """Say whether nothing but words that nobody knows stands between two positions, such as a participle."""
        return 0 < len(self.unknown(start, end)) == self.words(start, end)

    def mark_before(self, place: int) -> int:
        """Return the place of the nearest mark before this one, or 0."""
        return next((at for at, hit in self.leftward(place) if hit.mark), 0)

    def count_from(self, place: int) -> int:
        """Return where the number begins that counts the group at this place, or the place."""
        first = place
        while first:  # no slice: asked of every name
            hit, after = self.hits[first - 1], self.hits[first]
            if hit.number is None and Cue.MANY not in hit.cues:
                break
            hyphen = self.gap(hit, after) == "-"  # `ninety-five`
            if not (hyphen or self.near(hit, after, _COUNTED if first == place else 0)):
                break
            first -= 1
        return first

    def end_of_list(self, place: int, step: int) -> int:
        """Return where the list ends of which the name here is one, to the left (-1) or to the right (1)."""
        while (
            (link := self.at(place + step)).joint
            and self.at(place + 2 * step).name
            and self.said(link) != "-"
        ):
            place += 2 * step
        return place

    def nearest(self, place: int, sought: Callable[[Hit], object]) -> Hit:
        """Return the nearest hit before this place of which something is true, or NONE."""
        return next((hit for hit in reversed(self.hits[:place]) if sought(hit)), NONE)

    def near(self, one: Hit, other: Hit, words: int = 0) -> bool:
        """Say whether at most so many words stand between two hits."""
        return self.words(one.end, other.start) <= words

    def words(self, start: int, end: int) -> int:
        """Count the words between two positions; two characters of an unspaced script, and three syllables as two.

        The figures of a number are one character.
        """
        between = self.text[start:end]
        for first, last in self.names:
            if start <= first and last <= end:
                name = "abcd" if self.unspaced else " a b c d " if self.language.syllables else " a b "
                between = between[: first - start] + name + between[last - start :]
        if self.unspaced:
            return len(_FIGURES.sub("0", between.strip())) // 2
        count = len(between.split())
        return count - count // 3 if self.language.syllables else count

    def begin_behind(self, hit: Hit) -> None:
        """Let the sentence begin behind a hit, since what stood before has no part in it."""
        rest = self.text[hit.end : self.end]
        self.start = self.end - len(rest.lstrip())

    def in_order(self, number: Hit) -> bool:
        """Say whether what stands before a number makes an ordinal of it: `第98个`."""
        return self.text.endswith(self.language.ordinal_begins, 0, number.start)

    def owns(self, place: int) -> bool:
        """Say whether the word at this place owns what follows: `Peru's`."""
        return self.text.startswith(self.language.possessive, self.at(place).end)

    def compounded(self, hit: Hit) -> bool:
        """Say whether a name only describes somebody by a word joined to it: `a Kenya-based group`."""
        word = hit.end + 1  # where a hit stands neither on the hyphen, which is a dash then, nor behind it
        return self.text[hit.end : word] == "-" and self.after(hit.end).start not in {hit.end, word}

    def between(self, one: Hit, other: Hit) -> list[Hit]:
        """Return the hits that stand behind one and before the other."""
        return [hit for hit in self.hits if one.end <= hit.start < other.start]


class Word(Struct, frozen=True):
    """Hold a word that tells an act, by its place in the sentence, and the form in which it is read there."""

    sentence: Sentence
    place: int
    """Which hit of the sentence it is."""
    form: Form

    @property
    def here(self) -> Hit:
        """Return the word itself."""
        return self.sentence.hits[self.place]

    @property
    def before(self) -> Hit:
        """Return what stands right before it."""
        return self.sentence.at(self.place - 1)

    @property
    def after(self) -> Hit:
        """Return what stands right behind it."""
        return self.sentence.at(self.place + 1)


def _is_word(word: str) -> bool:
    """Say whether letters make a word; in Devanagari its vowels are none for Python."""
    return word[1:].replace("-", "").isalpha() or (_FIRST <= word < _LAST and word[1:].isprintable())


@cache
def _run_of(small: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(small, key=len, reverse=True)))})*")


def behind_small(text: str, small: frozenset[str]) -> str:
    """Return what stands behind the small words with which a text begins that has no blanks: nothing of `には`."""
    found = _run_of(small).match(text)
    return text[found.end() :] if found else text


class Text(Struct, frozen=True):
    """Hold one field of an entry: its name, its text as published, and the text folded."""

    name: str
    """title, summary or content."""
    original: str
    folded: Folded
    romanised: bool = False
    """It is published in Latin letters and folded into those of its language."""

    @property
    def spoken(self) -> str:
        """Return the text in the letters of its language."""
        return self.folded.text if self.romanised else self.original

    def cased(self, position: int) -> str:
        """Return the character as published behind a position of the folded text; nothing behind its end."""
        return self.original[self.folded.origins[position]] if position < len(self.folded.text) else ""


class Place(Struct, frozen=True):
    """Hold a mention with its place in the folded field; `mention` is None for a look-alike."""

    field: str
    start: int
    end: int
    mention: Mention | None
    languages: frozenset[str] = frozenset()
    """In which languages the treaty is called so."""


def fold_tags(text: str) -> Folded:
    """Fold a text, with blanks between the words of its tags: `#HanoiConvention`."""
    tags = _TAG.finditer(text) if "#" in text else ()
    capitals = (at for tag in tags for at in range(tag.start() + 2, tag.end()) if text[at].isupper())
    cuts = [at for at in capitals if text[at - 1].islower() or text[at + 1 : at + 2].islower()]
    if not cuts:
        return fold(text)
    pieces = (text[start:end] for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True))
    parted = fold(" ".join(pieces))
    blanks = [cut + before for before, cut in enumerate(cuts)]
    return Folded(text, parted.text, origins=[at - bisect_left(blanks, at) for at in parted.origins])
