"""Cut an entry's texts into sentences, and find in each what the grammar needs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import chain
from threading import Lock

from monitor.languages import Cue, Language, Languages
from monitor.read.hits import Hit, Name, Place, Sentence, Text
from monitor.read.words.lexicon import Lexicon
from monitor.read.words.sentences import split
from monitor.read.words.tongue import Tongues, words_of

_DATELINE = re.compile(
    r"^(?:[^.!?]|(?<=\d)\.(?=\d)|(?<=\s[a-z]{3})\.(?=\s\()){0,70}?(?:\([^()]{2,30}\)\.?\s*[-:]*|\s-{1,2}|\s\|"
    r"|\s/[^/]{2,24}/\.?\s*[-:]*|^[^.!?:\s]{3,16}:|^[^.!?:]{3,24}\.\s?-?)\s"
    r"|^[^。!?,，]{2,24}\d日?(?:电|電|讯|訊)[)）]?\s?"
)
_SIGN = re.compile(r"[^.:]{3,24}[.:]|[^-(|/]{0,71}[-(|/]|[^电電讯訊]{0,26}[电電讯訊]")
"""What no dateline is without, and is found sooner."""
_IGNORE = Cue.IGNORE
_SMALL = 3  # words in small letters that a dateline may hold: `15 de mayo de 2026`
_SAMPLE = 800  # characters of a text that show its language


class Scanner:
    """Know the words of every language and the names of actors; each language is compiled when it is first read."""

    def __init__(self, languages: Languages, names: Callable[[str], Iterable[tuple[str, Name]]]) -> None:
        """Take the languages, and what yields (phrase, name) of a language."""
        self._languages = languages
        self._names = names
        self._tongues = Tongues(languages)
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

        The sentence before the first act is read too: it may name who does it.
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
        dateline = _DATELINE.match(folded) if not title and _SIGN.match(folded) else None
        said_from = dateline.end() if dateline and _is_dateline(text, dateline) else 0
        if not (title or busy or places or said_from):
            return []
        cuts = split(text.folded, text.original, language.ordinal_dot)
        acting = [bisect_left(busy, start) < bisect_left(busy, end) for start, end in cuts]
        sentences: list[Sentence] = []
        opened = False
        for index, (start, end) in enumerate(cuts):
            matters = (
                title
                or start < said_from
                or acting[index]
                or (not opened and any(acting[index + 1 : index + 2]))
            )
            taken = [
                Hit(place.start, min(place.end, end), mention=place.mention, lookalike=place.mention is None)
                for place in places
                if start <= place.start < end
            ]
            if not matters and not taken:
                continue
            begin, finish = text.folded.original(start, end)
            hits = lexicon.hits(text.folded, text.original, start, end, taken) if matters else taken
            written = {
                (hit.name.code, folded[hit.start : hit.end])
                for hit in (hits if start < said_from else ())
                if hit.name and hit.start < said_from
            }
            hits = [
                hit for hit in hits if _IGNORE not in hit.cues and not (hit.name and hit.start < said_from)
            ]
            opened = opened or matters
            sentences.append(
                Sentence(
                    field=text.name,
                    index=0 if title else number + index + 1,
                    start=start,
                    end=end,
                    text=folded,
                    language=language,
                    hits=hits,
                    quote=text.original[begin:finish],
                    small=lexicon.small,
                    cues=frozenset().union(*(hit.cues for hit in hits)),
                    cased=text.cased,
                    written_in=written.pop() if len(written) == 1 else None,
                )
            )
        return sentences


def _is_dateline(text: Text, found: re.Match[str]) -> bool:
    """Say whether a beginning is a dateline: before a colon only a word in capitals is, as in `ISLAMABAD:`."""
    if sum(word[:1].islower() for word in text.original[: found.end()].split()) > _SMALL:
        return False  # `Jamaica is now a signatory to the United Nations (UN) Convention`
    if found.end() < len(text.original) and text.cased(found.end()).islower():
        return False  # `Cambodia - long accused of ... -`
    if found.group().endswith(". ") and "(" not in found.group():
        return text.original[: found.end()].isupper()  # `VADUZ. An ihrer Sitzung`
    return not found.group().endswith(": ") or "(" in found.group() or text.original[: found.end()].isupper()
