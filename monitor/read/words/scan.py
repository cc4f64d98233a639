"""Cut an entry's texts into sentences, and find in each what the grammar needs, with what only describes it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import chain
from threading import Lock

from monitor.languages import Language, Languages
from monitor.read.hits import NONE, Cue, Form, Hit, Name, cues_of
from monitor.read.sentence import Place, Sentence, Text
from monitor.read.words.circumstances import leave_out_circumstances, leave_out_edges, part_clauses
from monitor.read.words.described import leave_out_adverbs, leave_out_attributes, leave_out_descriptions
from monitor.read.words.earlier import leave_out_earlier, leave_out_hearers, leave_out_step
from monitor.read.words.lexicon import Lexicon
from monitor.read.words.marked import leave_out_oblique
from monitor.read.words.sentences import Datelines, Splitter
from monitor.read.words.tongue import Tongues, words_of

_OPENS = frozenset({Cue.IF})
_IGNORE = Cue.IGNORE
_OPENING = "\"'“„«‹ "  # marks before the first word of a sentence
_ITEM, _NUMBER = 60, 3  # characters of a line in a list of States, and of the number before it
_SAMPLE = 400  # characters of a text that show its language
_DESCRIBED = 13  # characters of what describes a Chinese name, its last one included
_ADJECTIVES = 60  # characters of an article and the adjectives behind it


class Scanner:
    """Know the words of every language and the names of actors; each language is compiled when it is first read."""

    def __init__(
        self, languages: Languages, names: Callable[[str], Iterable[tuple[str, Name | None]]]
    ) -> None:
        """Take the languages, and what yields (phrase, name) of a language."""
        self._languages = languages
        self._names = names
        self._tongues = Tongues(languages)
        self._splitter = Splitter(languages.heads.values())
        self._datelines = Datelines(languages.heads.values())
        self._lexicons: dict[str, Lexicon] = {}
        self._compiling = Lock()

    def lexicon(self, code: str) -> Lexicon:
        """Return the words of a language; they are compiled once, by whichever thread asks first."""
        known = self._lexicons.get(code)
        if known is None:
            with self._compiling:
                known = self._lexicons.get(code)
                if known is None:
                    known = self._lexicons[code] = Lexicon(self._languages[code], self._names(code))
        return known

    def sentences(self, texts: list[Text], places: list[Place], hint: str | None) -> list[Sentence]:
        """Return the sentences that can matter: the heading, those with acts, those that name a treaty.

        The sentence before each act is read too: it may name who does it.
        """
        found: list[Sentence] = []
        samples = [text.spoken[:_SAMPLE] for text in texts]
        words = [words_of(sample) for sample in samples]
        for text, sample, said in zip(texts, samples, words, strict=True):
            own = [place for place in places if place.field == text.name]
            spoken = [code for place in own for code in place.languages]
            language = self._tongues.choose(sample, said, hint, chain.from_iterable(words), spoken)
            if language is not None:
                found.extend(self._cut(text, own, language, len(found)))
        return found

    def _cut(self, text: Text, places: list[Place], language: Language, number: int) -> list[Sentence]:
        """Return the sentences of one text; most texts tell no act, name no treaty and need not be cut."""
        lexicon = self.lexicon(language.code)
        folded = text.folded.text
        title = text.name == "title"
        busy = [] if title else lexicon.busy(folded)  # all of a title matters
        said_from = 0 if title else self._datelines.end(text)
        if busy and busy[0] < said_from:
            said_from = 0  # `وقعت كينيا اليوم (الأحد)`: a dateline tells no act
        if not (title or busy or places or said_from):
            return []
        cuts = self._splitter.split(text.folded, text.original, ordinal_dot=language.ordinal_dot)
        if ":\n" in folded:
            cuts = _with_items(folded, cuts, busy)
        acting = [bisect_left(busy, start) < bisect_left(busy, end) for start, end in cuts]
        sentences: list[Sentence] = []
        for index, (start, end) in enumerate(cuts):
            matters = title or start < said_from or any(acting[index : index + 2])
            taken = [
                Hit(place.start, min(place.end, end), mention=place.mention, lookalike=place.mention is None)
                for place in places
                if start <= place.start < end
            ]
            if not matters and not taken:
                continue
            hits = lexicon.hits(text.folded, text.original, start, end, taken) if matters else taken
            at = 0 if title else number + index + 1
            sentences.append(_sentence(text, at, (start, end), lexicon, hits, said_from))
        return sentences


def _with_items(text: str, cuts: list[tuple[int, int]], busy: list[int]) -> list[tuple[int, int]]:
    """Join the lines of a list to the sentence whose colon opens it: `Those who signed are:`, and a State in each."""
    joined: list[tuple[int, int]] = []
    lists = False
    for start, end in cuts:
        acts = bisect_left(busy, start) < bisect_left(busy, end)
        ended = text[end - 1] in ".!?。" and end - start > _NUMBER
        if lists and not acts and not ended and end - start <= _ITEM:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
            lists = acts and text[end - 1] == ":"
    return joined


def _is_entry(text: str, hits: list[Hit], start: int, end: int) -> bool:
    """Say whether what looks like a dateline names whose act is entered: `KENYA: RATIFICATION - The Convention`."""
    act, after = (*hits, NONE, NONE)[:2]
    until = after.start if after.mark else end
    return act.start == start and act.has(Form.NOUN) and not text[act.end : until].strip(" .")


def _sentence(
    text: Text, index: int, place: tuple[int, int], lexicon: Lexicon, hits: list[Hit], said_from: int
) -> Sentence:
    """Make a sentence of its hits; names in a dateline only tell where the text was written."""
    start, end = place
    folded = text.folded.text
    begin, finish = text.folded.original(start, end)
    if said_from and _is_entry(folded, [hit for hit in hits if hit.start >= said_from], said_from, end):
        said_from = 0
    placed = [hit for hit in hits if hit.name and hit.end <= said_from]
    written = {(hit.name.code, folded[hit.start : hit.end]) for hit in placed if hit.name}
    # `Had Peru signed` is a condition, `it had signed` is none
    told = [hit for hit in hits if _IGNORE not in hit.cues and not (hit.name and hit.end <= said_from)]
    hits = [hit for hit in told if hit.cues != _OPENS or hit.start == start]
    hits = _with_modifiers(folded, start, hits, lexicon)
    sentence = Sentence(
        field=text.name,
        index=index,
        start=start + len(folded[start:end]) - len(folded[start:end].lstrip(_OPENING)),
        end=end,
        text=folded,
        language=lexicon.language,
        hits=hits,
        quote=text.original[begin:finish].replace("\n", " "),
        small=lexicon.small,
        cues=cues_of(hits),
        cased=text.cased,
        unspaced=lexicon.language.unspaced,
        arabic=lexicon.language.script == "arabic",
        names=tuple((hit.start, hit.end) for hit in reversed(hits) if hit.mention),
        written_in=written.pop() if len(written) == 1 else None,
    )
    leave_out_oblique(sentence)
    leave_out_edges(sentence)
    leave_out_hearers(sentence)
    leave_out_step(sentence)
    leave_out_circumstances(sentence)
    leave_out_attributes(sentence)
    leave_out_descriptions(sentence)
    leave_out_adverbs(sentence)
    leave_out_earlier(sentence)
    part_clauses(sentence)
    return sentence


def _with_modifiers(text: str, begin: int, hits: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Return the hits of a sentence, which begins at `begin`, each with what only describes it.

    A treaty has its adjectives (`the landmark Hanoi Convention`), of which no part says what is done (`the UN-backed
    Hanoi Convention`), an English State its article (`the US`), and an act its adverb (`to formally sign`).
    """
    unspaced, articles = lexicon.language.unspaced, lexicon.language.describes_before
    last = begin
    for hit in list(hits):
        if hit.acts or Cue.APPROVE in hit.cues:
            hit.start -= _adverb(text, last, hit.start, lexicon)
        elif hit.mention is None:
            if articles and hit.state and text.endswith(lexicon.article, begin, hit.start):
                hit.start -= len(lexicon.article)
        elif unspaced:
            words = text[last : hit.start].rstrip("《〈“")  # `具有里程碑意义的`
            whose = words.endswith(lexicon.language.possessive) and words.isalnum()
            hit.start = last if whose and 2 < len(words) <= _DESCRIBED else hit.start
        else:
            hits = _with_adjectives(text, begin, hits, hit, lexicon)
        last = hit.end
    return hits


def _adverb(text: str, begin: int, end: int, lexicon: Lexicon) -> int:
    """Return how many characters an adverb has that stands right before an act: `to formally sign`."""
    before = text[max(begin, end - _ADJECTIVES) : end]
    word = before.split()[-1:] if before.endswith(f"{lexicon.language.adverbs} ") else []
    known = not word or word[0] in lexicon.small or not lexicon.language.adverbs
    return 0 if known else len(word[0]) + 1


def _with_adjectives(text: str, begin: int, hits: list[Hit], name: Hit, lexicon: Lexicon) -> list[Hit]:
    """Let a name begin with its adjectives, and return the hits that stand in none of them."""
    first = max(begin, name.start - _ADJECTIVES)
    last = text[first : name.start].split()[-1:]
    adjective = bool(last) and last[0] not in lexicon.small
    found = lexicon.attributes.search(text, first, name.start) if adjective else None
    if found is None or "--" in found[1] or not lexicon.small.isdisjoint(found[1].split()):
        return hits
    inside = [hit for hit in hits if found.start(1) <= hit.start < name.start]
    if not all("-" in (text[hit.start - 1], text[hit.end]) for hit in inside):
        return hits
    name.start = found.start(1)
    return [hit for hit in hits if hit not in inside]
