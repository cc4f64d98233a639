"""Choose the State of a body that several States call by one name: the Bundesrat, the Nationalrat."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from monitor.read.doers.states import States
from monitor.read.hits import UNION, Hit, Name, Sentence
from monitor.read.kinds import Cue

_EITHER = "/"
_ANY = "*"
_SWISS = "CH"  # its councils lend their names to their members
_BARE = frozenset({Cue.AND, Cue.AUX, Cue.BY})
"""Kinds of small words that are no article."""


def settle_bodies(sentences: list[Sentence], states: States) -> None:
    """Give each such body the State among its own that the sentence names, or the text, or the page's address.

    Where nothing does, it is the first: most readers of the language mean that one.
    """
    for sentence in sentences:
        for index, hit in enumerate(sentence.hits):
            swiss = hit.name is not None and {_SWISS} < set(hit.name.code.split(_EITHER))
            if swiss and titles(sentence, index):
                hit.name, hit.cues = Name(_SWISS, "name"), frozenset({Cue.ROLE})
    named = [(sentence, hit, hit.name) for sentence in sentences for hit in sentence.hits if hit.name]
    shared = [one for one in named if _EITHER in one[2].code]
    if not shared:
        return
    told = [code for sentence in sentences for code in (*_codes(sentence.hits), *_written(sentence))]
    others = any(
        _EITHER not in name.code and name.kind != "capital" and name.code != UNION for _, _, name in named
    )
    for sentence, hit, name in shared:
        own = name.code.split(_EITHER)
        meant = next((code for code in (*_codes(sentence.hits), *told, states.seat) if code in own), None)
        anybodys = meant is None and _ANY in own
        if anybodys and (others or states.seat or states.only() not in {None, UNION}):
            hit.name = None  # some other State's
        else:
            hit.name = replace(name, code=meant or own[0])


def titles(sentence: Sentence, index: int) -> bool:
    """Say whether a body's name is the title of one of its members: `Bundesrat Albert Rösti`, not `der Bundesrat`."""
    body, before = sentence.hits[index], sentence.at(index - 1)
    at = body.end + 1
    named = at < sentence.end and sentence.text[body.end] == " " and sentence.cased(at).isupper()
    if not (named and sentence.language.verb_last) or any(hit.start == at for hit in sentence.hits):
        return False
    last = sentence.text[sentence.start : body.start].split()[-1:]
    bare = bool(before.cues & _BARE) and sentence.near(before, body)
    return bare or not last or last[0] not in sentence.small


def _codes(hits: Iterable[Hit]) -> list[str]:
    return [hit.name.code for hit in hits if hit.name is not None]


def _written(sentence: Sentence) -> tuple[str, ...]:
    return (sentence.written_in[0],) if sentence.written_in else ()
