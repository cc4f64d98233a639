"""Tell States from people and groups that bear or follow their names: `Michael Jordan`, `midfielder Chad`."""

from __future__ import annotations

from monitor.read.hits import PREPOSITIONS, Hit, Sentence
from monitor.read.kinds import Cue


def no_state(sentence: Sentence, index: int) -> bool:
    """Say whether the word at this index, right before a name, tells that it is no State's: `midfielder Chad`."""
    word, source, link = sentence.hits[index], sentence.at(index - 1), sentence.at(index - 2)
    if Cue.OUTSIDER in word.cues:  # `despite criticism from groups Kenya signed`
        return source.cues.isdisjoint(PREPOSITIONS)
    # `ambassador to Vietnam and Laos`
    return Cue.AND in word.cues and source.state and link.cues == {Cue.APART, Cue.TO}


def of_person(sentence: Sentence, hit: Hit) -> bool:
    """Say whether an unknown word in capitals stands right before or behind a name, where few words begin so."""
    text = sentence.text
    known = {other.start for other in sentence.hits} | {other.end for other in sentence.hits}
    after = hit.end + 1
    beside = text[hit.end : after] == " " and after < sentence.end and after not in known
    if beside and sentence.cased(after).isupper():
        return not _titled(sentence, but_names=True)
    if hit.start <= sentence.start or text[hit.start - 1] != " " or hit.start - 1 in known:
        return False
    before = max(text.rfind(" ", sentence.start, hit.start - 1) + 1, sentence.start)
    word = text[before : hit.start - 1]
    named = word.isalpha() and sentence.cased(before).isupper() and word not in sentence.small
    return named and not _titled(sentence)


def _titled(sentence: Sentence, *, but_names: bool = False) -> bool:
    """Say whether most words of a sentence, or most but names, begin with a capital, as in headlines."""
    at, words, capitals = sentence.start, 0, 0
    hits = sentence.hits if but_names else ()
    named = {place for hit in hits if hit.name or hit.mention for place in range(hit.start, hit.end)}
    for word in sentence.text[at : sentence.end].split(" "):
        if word[:1].isalpha() and at not in named:
            words += 1
            capitals += sentence.cased(at).isupper()
        at += len(word) + 1
    return capitals > 0.6 * words
