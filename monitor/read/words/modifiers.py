"""Let words take in what only describes them: a treaty its adjectives, a State its article, an act its adverb."""

from __future__ import annotations

from monitor.read.hits import Cue, Hit
from monitor.read.words.lexicon import Lexicon

_DESCRIBED = 13  # characters of what describes a Chinese name, its last one included
_ADJECTIVES = 60  # characters of an article and the adjectives behind it


def with_modifiers(text: str, begin: int, hits: list[Hit], lexicon: Lexicon) -> list[Hit]:
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
