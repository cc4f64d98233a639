"""Tell people from States: `Michael Jordan` is no State, however well his name looks like one."""

from __future__ import annotations

from monitor.read.hits import Hit, Sentence


def is_person(sentence: Sentence, hit: Hit) -> bool:
    """Say whether a name that is an everyday word stands beside another capital letter: `Michael Jordan`."""
    return _beside_capital(sentence, hit) and not _titled(sentence)


def _beside_capital(sentence: Sentence, hit: Hit) -> bool:
    text = sentence.text
    known = {other.start for other in sentence.hits} | {other.end for other in sentence.hits}
    after = hit.end + 1
    beside = text[hit.end : after] == " " and after < sentence.end and after not in known
    if beside and text[after].isalpha() and sentence.cased(after).isupper():
        return True
    if hit.start <= sentence.start or text[hit.start - 1] != " " or hit.start - 1 in known:
        return False
    before = max(text.rfind(" ", sentence.start, hit.start - 1) + 1, sentence.start)
    word = text[before : hit.start - 1]
    return word.isalpha() and sentence.cased(before).isupper() and word not in sentence.small


def _titled(sentence: Sentence) -> bool:
    """Say whether most words of a sentence begin with a capital, as in headlines."""
    at, words, capitals = sentence.start, 0, 0
    for word in sentence.text[at : sentence.end].split(" "):
        if word[:1].isalpha():
            words += 1
            capitals += sentence.cased(at).isupper()
        at += len(word) + 1
    return capitals > 0.6 * words
