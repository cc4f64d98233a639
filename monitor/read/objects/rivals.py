"""Find what an act is done to where the treaty's name belongs to another verb: `signs A, hails the treaty`."""

from __future__ import annotations

from monitor.read.hits import NONE, PREDICATES, Hit, until
from monitor.read.kinds import Cue
from monitor.read.sentence import Sentence

_ENDING = 2  # letters in which an adjective agrees with what it describes
_FOLLOW = frozenset(
    {Cue.AND, Cue.PLACE, Cue.APART, Cue.BY, Cue.BEHALF, Cue.CONDITION, Cue.CIRCUMSTANCE, Cue.FRESH, Cue.BOUNDARY,
     Cue.COMPANY, Cue.AFTER}
)  # fmt: skip
"""Kinds of words that may follow a list of treaties."""
_CLOSING = "。》〉」』”"
_SHORTEST = 2  # letters of a word for what is signed
_NAMED = 1  # words between what joins a list and a name in it: its article


def rival(sentence: Sentence, place: int, name: Hit, after: Hit | None) -> Hit | None:
    """Return what an act is done to instead of the treaty whose name has a verb of its own, if something is.

    `after` is the nearest thing behind the act that may be one: a memorandum, or a word for a treaty that ends a name
    which nobody here knows (`signs Minamata Convention, hails Hanoi Convention`).
    """
    between = list(until(sentence.hits[place + 1 :], lambda hit: hit is name))
    joint = next((hit for hit in reversed(between) if hit.joint), None)
    if joint is None or not (_has_verb(sentence, joint, name) or _subject(sentence, joint, name)):
        return None
    here = sentence.hits[place]
    if after is not None:
        words = sentence.text[here.end : after.end].split()
        kind = words[1:] and set(words).isdisjoint(sentence.language.definite)
        own = Cue.UNSPECIFIC not in after.cues and sentence.strange(after, joint)
        if kind or own or Cue.OTHER in after.cues:
            return after  # `sign cybersecurity pact, welcome the Hanoi Convention`
    end = (after or sentence.hits[place + 1]).start
    said = sentence.text[here.end : end]
    if len(said.strip()) < _SHORTEST:
        return None  # `加纳签署后，《河内公约》`
    object_ = Hit(end - len(said.lstrip()), here.end + len(said.rstrip()))
    return object_ if in_capitals(sentence, here.end, end) or sentence.only_unknown(here.end, end) else None


def listed_with(sentence: Sentence, other: Hit, name: Hit) -> bool:
    """Say whether a name follows that of another thing in one list: `signed the A Convention and the B one`."""
    last = (sentence.between(other, name) or [NONE])[-1]
    return last.joint and sentence.near(last, name, _NAMED) and not _has_verb(sentence, last, name)


def joined_to(sentence: Sentence, other: Hit) -> bool:
    """Say whether another thing follows a treaty's name in one list: `die Hanoi-Konvention und ein Abkommen`."""
    before = [hit for hit in sentence.hits if hit.start < other.start][-2:]
    return len(before) == 2 and before[0].mention is not None and Cue.AND in before[1].cues


def explained(sentence: Sentence, name: Hit) -> bool:
    """Say whether a treaty's name explains a longer one before it: `the Convention on ..., known as the X one`."""
    before = sentence.nearest(len(sentence.hits), lambda hit: hit.end <= name.start)
    return Cue.INCLUDING in before.cues and sentence.near(before, name, 1)


def apposed(sentence: Sentence, other: Hit, name: Hit) -> bool:
    """Say whether a name explains the thing before it: `an agreement, the Hanoi Convention`, or is one of such."""
    between = sentence.between(other, name)
    if any(Cue.INCLUDING in hit.cues for hit in between):
        return True
    gap = sentence.gap(other, name)
    if "," not in gap or gap.startswith("》") or not sentence.near(other, name, 2):
        return False  # `《巴塞尔公约》,《河内公约》`
    # `the Bern Convention, not the Hanoi one`
    return not any(
        Cue.NEGATION in hit.cues or (hit.mark == "," and _has_verb(sentence, hit, name)) for hit in between
    )


def stands_alone(sentence: Sentence, index: int) -> bool:
    """Say whether a treaty's name is no subject of what follows: `..., and the Hanoi Convention remains open`."""
    here = sentence.hits[index]
    after = sentence.at(index + 1)
    if not after:
        return not sentence.trail(index).strip(_CLOSING) or sentence.text[here.end] in ".\"'"
    return bool(after.mark or after.cues & _FOLLOW) and sentence.near(here, after)


def _subject(sentence: Sentence, joint: Hit, name: Hit) -> bool:
    """Say whether a heading goes on to tell something of the treaty: `signs trade deal, Hanoi Convention next`."""
    if not sentence.heads or joint.mark != ",":
        return False  # `signed A and the Hanoi Convention as part of the visit`
    at = sentence.hits.index(name)
    link = sentence.at(at + 1)  # `..., Hanoi Convention in focus`, but `in New York`
    vague = Cue.PLACE in link.cues and bool(sentence.trail(at + 1))
    vague = vague and not in_capitals(sentence, link.end, sentence.end)
    return vague or Cue.AUX in link.cues or not stands_alone(sentence, at)


def _has_verb(sentence: Sentence, joint: Hit, name: Hit) -> bool:
    """Say whether a verb stands between what joins and a name: `, hails the`, not `, the landmark`."""
    text = sentence.text[joint.end : name.start]
    words = text.split()
    if not words or words[0] in sentence.small:
        return False
    first = next(iter(sentence.between(joint, name)), None)
    if first is not None and not sentence.gap(joint, first):
        verb = bool(first.acts) and not first.noun
        return verb or (not first.cues.isdisjoint(PREDICATES) and first.name is None)
    if not sentence.language.cased:
        return False
    if sentence.language.script == "cyrillic" and joint.mark != ",":
        # `и новую Ханойскую`, but `и обсудил Ханойскую`
        return not agrees(sentence, words[-1], name) and words[-1] not in sentence.small
    return joint.mark == "," or words[-1] in sentence.small or sentence.language.uninflected


def agrees(sentence: Sentence, word: str, name: Hit) -> bool:
    """Say whether a Russian word is an adjective of the name behind it, by its ending: `новую Ханойскую конвенцию`."""
    return sentence.said(name).split()[0].endswith(word[-_ENDING:])


def in_capitals(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a name in capitals stands there: `Minamata Convention`, but nothing in `SIGNS PACT` tells."""
    if not sentence.language.cased:
        return bool(sentence.text[start:end].strip())
    names = any(sentence.upper(at) for at in _word_starts(sentence, start, end))
    every = _word_starts(sentence, sentence.start, sentence.end) if names else ()
    return any(not sentence.upper(at) for at in every)


def _word_starts(sentence: Sentence, start: int, end: int) -> list[int]:
    """Return where the words begin that are not among the language's small ones."""
    found: list[int] = []
    at = start
    for word in sentence.text[start:end].split():
        at = sentence.text.index(word, at)
        if word not in sentence.small and word[0].isalpha():
            found.append(at)
        at += len(word)
    return found
