"""Compile a language's words and the names of actors into one automaton, and find them in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from ahocorasick_rs import AhoCorasick

from monitor.folding import Folded, fold
from monitor.languages import Language
from monitor.read.hits import NONE, Action, Cue, Form, Hit, Name
from monitor.read.words.circumstances import Frames
from monitor.read.words.marked import Marks
from monitor.read.words.meanings import GAP, Meaning, Parted, meanings, ranked, with_nouns
from monitor.read.words.phrases import as_written, begins, either, ends_at, finishes, folded, open_end, solid
from monitor.read.words.signs import Signs, with_weekdays

_QUOTES = frozenset('"“”„')
_LETTERS = 2  # of an abbreviation that small letters make a word: `US`
_MODAL = frozenset({Cue.MODAL})
_DESCRIBED = 60  # characters of an article and the adjectives behind it
_AT_ONCE = 1_000
"""Phrases that are folded at once: all of a language would take 7 MiB for a moment, and leave holes in the heap."""
_LINKS = (Cue.OF, Cue.PLACE, Cue.APART, Cue.BY, Cue.FOR)
_DAYS = frozenset({Cue.FRESH, Cue.AHEAD})
_OWNED = (Cue.OF, Cue.BY)
_VERB_AND_NOUN = {Form.DONE, Form.NOUN}
_NEXT = 16  # characters in which the words beside one are looked for
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2}")
_JOINING = frozenset("・「『（(")
"""Marks behind a word that is told more of."""
_Acts = tuple[tuple[Action, Form], ...]
_Known = tuple[str, str, Meaning]
"""What follows the literal of a phrase, how it is written where accents tell words apart, and what it means."""
_Found = tuple[int, int, Meaning]
"""Where a phrase stands, from where to where, and what it means."""
_Said = tuple[str, Sequence[int]]
"""Words of a text, and where each of their letters stands in it."""
_MARKED = ("o ", "a ")
"""What folding makes of the ends of an ordinal."""


def _as_list(text: str, hits: list[Hit]) -> None:
    """Make commas of semicolons within a list: `approved the sale; the ratification; and the loan`."""
    marks = [index for index, hit in enumerate(hits) if hit.mark and text[hit.start] == ";"]
    if len(marks) < 2 or Cue.AND not in next(iter(hits[marks[-1] + 1 :]), NONE).cues:
        return
    if not any(hit.finite for hit in hits[marks[0] :]):
        for index in marks:
            hits[index].mark = ","


def _unquoted(text: str, begin: int, finish: int) -> _Said:
    """Return a sentence without quotation marks.

    They stand within phrases, too: `"fully intends" to ratify`.
    """
    said = text[begin:finish]
    if _QUOTES.isdisjoint(said):
        return said, range(begin, finish)
    kept = [at for at in range(begin, finish) if text[at] not in _QUOTES]
    return "".join([text[at] for at in kept]), kept


def _one_word(text: str, at: int) -> bool:
    """Say whether a word of Japanese goes on at a place: in katakana, or in Latin letters."""
    pair = text[at - 1 : at + 1] if at else ""
    return bool(_KATAKANA.fullmatch(pair)) or (len(pair) > 1 and pair.isascii() and pair.isalnum())


def _joined(acts: _Acts, more: _Acts) -> _Acts:
    """Return the acts that one word tells, first as the participle that it may be: `ratifie`, for `ratifié`."""
    return tuple(sorted(acts + more, key=lambda act: act[1] is not Form.PASSIVE)) if more else acts


class Lexicon:
    """Find every cue, act, number and actor of one language in folded text."""

    def __init__(self, language: Language, names: Iterable[tuple[str, Name | None]]) -> None:
        self.language = language
        self.clitics = frozenset(language.clitics)
        self.small = frozenset(fold(word).text for word in language.small)
        self.article = f"{next(iter(language.articles), ' ')} "
        """The definite article, and the space behind it."""
        articles = either(language.articles)
        self.attributes = re.compile(rf"(?<!\w)(?:{articles})(?:(?<=')| +)((?:[^\W\d][\w'-]* +){{1,3}})$")
        """An article and what may be adjectives, at the end of a text."""
        links = chain(language.articles, *(language.cues.get(cue, ()) for cue in _LINKS))
        self._links = frozenset(fold(word).text for word in links)
        self._owned = frozenset(fold(word).text for cue in _OWNED for word in language.cues.get(cue, ()))
        self._pronouns = frozenset(fold(phrase).text for phrase in language.cues.get(Cue.PRONOUN, ()))
        self._unspaced, self._kana = language.unspaced, language.script == "kana"
        self._marked = language.script == "devanagari"
        self._marks = Marks(language, self.small)
        self._signs = Signs(language)
        self._compile(meanings(language, names))

    def _compile(self, said: Iterator[tuple[str, Meaning]]) -> None:
        """Compile phrases with what they mean, some at a time: all of them twice would take 6 MiB for a moment."""
        found: dict[str, tuple[_Known, ...]] = {}
        written: dict[str, str] = {}
        acting: list[tuple[str, str]] = []
        halved: list[tuple[str, Meaning]] = []
        plain: dict[int, tuple[_Known]] = {}  # shared: most phrases are plain, and few meanings differ
        while some := list(islice(said, _AT_ONCE)):
            lines = folded("\n".join([phrase for phrase, _ in some]))
            for (phrase, meaning), line in zip(some, lines, strict=True):
                if GAP.search(phrase):
                    halved.append((line, meaning))
                    continue
                literal, rest = open_end(line)
                known = found.get(literal, ())
                if known and not known[0][1]:  # `retiro` and `retiró` are folded to one
                    known = ((known[0][0], as_written(written.get(literal, literal)), known[0][2]),)
                exact = as_written(phrase) if known or self.language.accents else ""
                mine = plain.setdefault(id(meaning), (("", "", meaning),))
                found[literal] = known + (((rest, exact, meaning),) if rest or exact else mine)
                if phrase != literal:
                    written.setdefault(literal, phrase)
                if meaning.tells():
                    acting.append((literal, rest))
        framed = [phrase for phrase, meaning in halved if Cue.CIRCUMSTANCE in meaning.cues]
        self._frames = Frames(framed, self.language.ordinal_begins)
        joints = [fold(word).text for word in self.language.cues.get(Cue.AND, ())]
        self._parted = Parted(
            ((phrase, meaning) for phrase, meaning in halved if phrase not in framed), joints
        )
        acting += [(GAP.split(verb)[0], "") for verb, meaning in halved if meaning.tells()]
        self._meanings = list(found.values())
        self._acts = [rest for _, rest in acting]
        self._acting = AhoCorasick([literal for literal, _ in acting])
        self._automaton = AhoCorasick(found)

    def busy(self, text: str) -> list[int]:
        """Return the places in a folded text where a word for an act stands, in order."""
        places: list[int] = []
        for index, start, end in self._acting.find_matches_as_indexes(text, overlapping=True):
            if self._unspaced or begins(text, start, self.clitics):
                finish = ends_at(self._acts[index], text, end)
                if finish is not None and (self._unspaced or finishes(text, finish)):
                    places.append(start)
        return places

    def _stands_for(self, text: str, hit: Hit) -> int | None:
        """Return where words begin that stand for the State named before, adjectives and all: `the Andean nation`."""
        found = self.attributes.search(text, max(0, hit.start - _DESCRIBED), hit.start)
        if found is None or not self.small.isdisjoint(found[1].split()):
            return None
        plain = f"{found[0].split()[0]} {text[hit.start : hit.end]}"
        return found.start(1) if plain in self._pronouns else None

    def hits(self, folded: Folded, original: str, begin: int, finish: int, taken: Sequence[Hit]) -> list[Hit]:
        """Return the hits of one sentence in order, none overlapping: the longest wins, `taken` before all."""
        whole = folded.text
        free = bytearray(b"\1") * (finish - begin + 1)
        hits = list(taken)
        for hit in taken:
            free[hit.start - begin : hit.end - begin] = bytes(hit.end - hit.start)
        same: Hit | None = None
        for start, end, meaning in self._phrases(folded, original, begin, finish):
            if same is not None and same.start == start and same.end == end:
                same.cues |= meaning.cues
                same.acts = _joined(same.acts, meaning.acts)
                same.name = same.name or meaning.name
                same.number = same.number if same.number is not None else meaning.number
                same.ordinal = same.ordinal or meaning.ordinal
                same.likewise = same.likewise or meaning.likewise
            elif free.find(0, start - begin, end - begin) < 0:
                if end - start == 1 and Cue.GROUP in meaning.cues:
                    before = whole[max(start - 1, 0) : start]
                    if not (before.isnumeric() or before in self.language.counters):
                        continue  # one character for `States` means them only behind a number: `70多国`
                free[start - begin : end - begin] = bytes(end - start)
                same = Hit(
                    start, end, meaning.cues, meaning.acts, meaning.name,
                    number=meaning.number, ordinal=meaning.ordinal, likewise=meaning.likewise,
                )  # fmt: skip
                two = len(same.acts) > 1
                if two and (self._kana or {form for _, form in same.acts} == _VERB_AND_NOUN):
                    same.acts = self._acts_of(same, whole)
                hits.append(same)
        for sign in self._signs.found(whole[begin:finish], free):
            sign.start, sign.end = sign.start + begin, sign.end + begin
            if sign.month:
                within = [hit for hit in hits if sign.start <= hit.start and hit.end <= sign.end]
                for hit in within:  # `On 3 May Peru`, but `60 may sign`
                    small = hit.cues == _MODAL and original[folded.original(hit.start, hit.end)[0]].islower()
                    if not small:
                        hits.remove(hit)
            hits.append(sign)
        hits = self._marks.leave_out(whole, finish, sorted(hits, key=lambda hit: hit.start))
        hits = with_weekdays(whole, with_nouns(whole, hits) if self.language.uninflected else hits)
        if whole.count(";", begin, finish) > 1:
            _as_list(whole, hits)
        hits = ranked(whole, hits, self.language.possessive, self._stands_for)
        hits = self._frames.leave_out(whole, begin, finish, hits)
        return self._parted.join(whole, begin, finish, hits)

    def _acts_of(self, hit: Hit, text: str) -> tuple[tuple[Action, Form], ...]:
        """Return what a word tells that is a verb and a noun: `la ratifica di`, and `ratifica il trattato`."""
        if self._unspaced:
            noun = self._goes_on(text, hit)
            return tuple(act for act in hit.acts if (act[1] is Form.NOUN) is noun)
        before = text[max(0, hit.start - _NEXT) : hit.start].split()[-1:]
        word, elided, _ = text[hit.end : hit.end + _NEXT].lstrip().partition(" ")[0].partition("'")
        noun = word + elided in self._owned or not self._links.isdisjoint(before)
        return tuple(act for act in hit.acts if (act[1] is Form.NOUN) is noun)

    def _goes_on(self, text: str, hit: Hit) -> bool:
        """Say whether more is told of an act, so that it is a noun: `署名の`, `条約署名、`, but `条約に署名、`."""
        after = text[hit.end : hit.end + 1]
        if after.isalnum() or after in _JOINING:
            return True
        marks = (*self.language.objective, *self.language.subject)
        return after == "、" and not text.endswith(marks, 0, hit.start)

    def _phrases(self, folded: Folded, original: str, begin: int, finish: int) -> list[_Found]:
        """Return every phrase of a sentence with its place, the longest first.

        A day may part a verb from its `to`: `voted on Monday to ratify`.
        """
        text = folded.text
        found = self._found(folded, original, _unquoted(text, begin, finish), finish)
        links = {start - 1: end for start, end, meaning in found if Cue.TO in meaning.cues}
        days = [one for one in found if one[1] in links and one[2].cues & _DAYS] if links else ()
        for start, day, _ in days:
            # the `on` before it, where one stands
            on = next((one for one, end, its in found if end == start - 1 and Cue.APART in its.cues), start)
            kept = [*range(begin, on - 1), *range(day, links[day])]
            said = "".join([text[at] for at in kept]), kept
            over = self._found(folded, original, said, finish)
            found += [one for one in over if one[0] < on and one[1] == links[day]]
        return sorted(found, key=lambda one: (one[0] - one[1], one[0]))  # the longest first

    def _found(self, folded: Folded, original: str, words: _Said, finish: int) -> list[_Found]:
        """Return every phrase of some words of a sentence with its place.

        Most of what is found begins within a word, which is seen without a call.
        """
        text = folded.text
        strict = self.language.accents and not original.isascii()
        small = self._unspaced or original.islower()
        bare = original.isascii() and not self.language.spellings  # `wuerde` for `würde`, never `wurde`
        accented = not (self.language.accents or self._unspaced or bare)
        unspaced, kana, clitics, last = self._unspaced, self._kana, self.clitics, len(text)
        found: list[_Found] = []
        said, kept = words
        text = solid(text) if self._marked else text
        for index, near, far in self._automaton.find_matches_as_indexes(said, overlapping=True):
            start, literal_end = kept[near], kept[far - 1] + 1
            before = text[start - 1] if start else " "
            part = kana and (_one_word(text, start) or _one_word(text, literal_end))  # `タイ` in `タイトル`
            within = part or (not unspaced and before.isalnum() and text[start].isalnum())
            if before == "." and text[start - 2 : start - 1].isdigit() and text[start : start + 2] in _MARKED:
                continue  # `o 60.º Estado`
            if within and not (clitics and begins(text, start, clitics)):
                continue
            known = self._meanings[index]
            if accented and len(known) > 1:
                low, high = folded.original(start, literal_end)
                said_so = as_written(original[low:high])
                known = tuple(one for one in known if one[1] == said_so) or known
            for rest, exact, meaning in known:
                end = ends_at(rest, text, literal_end) if rest else literal_end
                if end is None or end > finish:
                    continue
                if not unspaced and end < last and text[end].isalnum() and text[end - 1].isalnum():
                    continue
                if strict or (meaning.name and not small):
                    low, high = folded.original(start, end)
                    written, name = original[low:high], None if small else meaning.name
                    if (strict and as_written(written) != exact) or (
                        name and _is_everyday(written, name, strict=strict)
                    ):
                        continue
                found.append((start, end, meaning))
        return found


def _is_everyday(written: str, name: Name, *, strict: bool) -> bool:
    """Say whether small letters show that what looks like a name is an everyday word: `concerns trump it`.

    `allows us to sign`, `i mali della ratifica`; `pháp` is no France in `pháp lý`, where accents are `strict`.
    """
    if (len(written) == _LETTERS or name.risky) and written.islower():
        return True
    return strict and " " not in written and not written[0].isupper()
