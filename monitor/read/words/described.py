"""Leave out what describes a State: `Kenya, a close ally of China, signed`, `Backed by China, Kenya signed`."""

from __future__ import annotations

from monitor.read.hits import NONE, Hit, Sentence, holds, until
from monitor.read.kinds import Cue, Form

_LISTS = frozenset({Cue.AND, Cue.COMPANY, Cue.INCLUDING, Cue.AFTER, Cue.BEHALF})
"""Kinds of words that begin what is no description: others who act, or acted before, or for whom one acts."""
_APART = _LISTS - {Cue.AND}
_MANY = frozenset({Cue.ROLE, Cue.GROUP, Cue.MANY})
"""Kinds of words before a list of States: `the presidents of Peru, Chile`."""
_TELLS = (
    Cue.UNDONE,
    Cue.INSTITUTION,
    Cue.BILL,
    Cue.IF,
    Cue.CONDITION,
    Cue.QUESTION,
    Cue.DENY,
    Cue.MODAL,
    Cue.AHEAD,
)
"""Kinds of words that say something of the act wherever they stand."""
_VERBS = frozenset({
    Cue.AUX, Cue.REFUSE, Cue.UNDONE, Cue.NEGATION, Cue.PLAN, Cue.BECOME, Cue.DEPOSIT, Cue.APPROVE, Cue.SUBMIT,
    Cue.REJECT,
})  # fmt: skip
_FRONTED = (
    2  # words of a phrase before a State and its verb, up to the one it names; fewer describe one of two
)
_LINKS = frozenset({Cue.PLACE, Cue.OF, Cue.APART})
_RELATED = frozenset({Cue.GROUP, Cue.SINGLE, Cue.MANY, Cue.PRONOUN}) | _LINKS
"""Kinds of words that tell what one is to another."""
_ACTORS = frozenset({Cue.GROUP, Cue.PRONOUN})
_OFFICE = frozenset({Cue.ROLE, Cue.OF, Cue.PRONOUN})
_PERSON = 3  # words of a person's name behind the office
_NO_VERB = frozenset({Form.NOUN, Form.AGENT})


def leave_out_descriptions(sentence: Sentence) -> None:
    """Leave out what stands between a State and its verb in commas, or before both, and those named in it."""
    if sum(hit.name is not None or not hit.cues.isdisjoint(_ACTORS) for hit in sentence.hits) < 2:
        return
    for comma in range(len(sentence.hits) - 2, 0, -1):
        if sentence.at(comma).mark != ",":
            continue
        opening = _opened(sentence, comma)
        begin = _fronted(sentence, comma) if opening is None else opening
        if begin is not None:
            hits = sentence.hits
            if opening is not None and not _is_verb(sentence, comma + 1):
                hits[begin - 1].end = hits[comma].end  # `by Kenya, an ally of Peru, and Togo` is a list
            dated = [hit for hit in hits[begin:comma] if hit.month or hit.year or Cue.FRESH in hit.cues]
            sentence.hits = [*hits[:begin], *dated, *hits[comma + 1 :]]


def _is_verb(sentence: Sentence, place: int, far: int = 1) -> bool:
    """Say whether a verb stands here, at most so many words behind what is before it."""
    hit = sentence.at(place)
    verb = (hit.acts and hit.form not in _NO_VERB) or hit.cues & _VERBS
    return bool(verb) and sentence.near(sentence.at(place - 1), hit, far)


def _opened(sentence: Sentence, close: int) -> int | None:
    """Return where the comma stands that opens a description of the State before it, closed by this comma."""
    hits = sentence.hits
    opening = next((at for at, hit in sentence.leftward(close) if hit.mark), 0)
    head, first = sentence.at(opening - 1), sentence.at(opening + 1)
    office = Cue.ROLE in head.cues and any(hit.name for hit in hits[: opening - 1])
    verb = _is_verb(sentence, close + 1)
    verb = verb or (sentence.language.script == "arabic" and bool(sentence.at(opening - 2).acts))
    acts = (head.state or office) and verb
    acts = acts or ((head.state or Cue.GROUP in head.cues) and _linked(sentence, opening))
    far = _PERSON if office else 0
    if hits[opening].mark != "," or not acts or not sentence.near(head, hits[opening], far):
        return None
    listed = first.state and sentence.near(hits[opening], first) and not sentence.owns(opening + 1)
    if listed or first.cues & _LISTS:
        return None  # `Kenya, Uganda and Chad join hands, ratify`
    if not _describes(sentence, hits[opening + 1 : close], hits[opening].end, hits[close].start):
        return None
    return opening


def _linked(sentence: Sentence, opening: int) -> bool:
    """Say whether those behind a comma are named by what another is to them: `Kenya, an ally of Peru, and Togo`."""
    told = list(until(sentence.hits[opening + 1 :], lambda hit: hit.name or not hit.cues <= _RELATED))
    link = told[-1] if told else NONE
    name = sentence.at(opening + len(told) + 1)
    theirs = any(
        Cue.PRONOUN in hit.cues and sentence.near(hit, link) for hit in told
    )  # `the Republic of Guinea`
    related = not link.cues.isdisjoint(_LINKS) and name.state and sentence.near(link, name, 1)
    return related and not theirs and sentence.words(sentence.hits[opening].end, link.start) > 0


def _fronted(sentence: Sentence, comma: int) -> int | None:
    """Return where a phrase begins that stands before a State and its verb, and names another."""
    hits = sentence.hits
    who = list(until(hits[comma + 1 :], lambda hit: not (hit.name or hit.cues & _OFFICE)))
    far = 1 if len(who) == 1 else _PERSON
    begin = comma - len(list(until(reversed(hits[:comma]), lambda hit: hit.mark or Cue.BOUNDARY in hit.cues)))
    phrase = hits[begin:comma]
    named = sum(hit.name is not None for hit in who)
    alone = named == 1 or (who and not named and holds(phrase, Cue.BY))  # `Praised by Chile, it signed`
    if not alone or not sentence.near(hits[comma], who[0], 1):
        return None
    if not _is_verb(sentence, comma + len(who) + 1, far):
        return None
    start = hits[begin - 1].end if begin else sentence.start
    first = next((at for at, hit in enumerate(phrase) if hit.name), 0)
    end = phrase[first].start if phrase else start
    if begin == 0 and first == 1 and Cue.INCLUDING in phrase[0].cues:
        return begin  # `Like Chad, Peru signed`, no `nations like Chad`
    few = (1 if sentence.language.free_order else _FRONTED) + (
        sentence.field == "title" and not holds(phrase[:first], Cue.BY)
    )
    if holds(phrase, *_APART) or holds(phrase[:first], *_MANY) or sentence.words(start, end) < few:
        return None  # `Landlocked Chad, Niger sign it`
    return begin if _describes(sentence, phrase, start, end) else None


def _describes(sentence: Sentence, phrase: list[Hit], start: int, end: int) -> bool:
    """Say whether a phrase names a State, tells no act, and holds other words than names within these places."""
    if not any(hit.name for hit in phrase) or holds(phrase, *_TELLS):
        return False
    if any(hit.acts or hit.mention or hit.number is not None for hit in phrase):
        return False
    known = [hit for hit in phrase if hit.name or hit.month or Cue.FRESH in hit.cues]
    named = {word for hit in known for word in sentence.said(hit).split()}
    words = (word.strip(".,").removesuffix("'s") for word in sentence.text[start:end].split())
    return any(word not in sentence.small and word not in named for word in words)
