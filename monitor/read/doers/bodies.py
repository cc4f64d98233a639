"""Choose the State of a body that several States call by one name: the Bundesrat, the Nationalrat."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from monitor.read.doers.states import States
from monitor.read.hits import Hit, Sentence

_EITHER = "/"
_ANY = "*"
_UNION = "EU"  # it has no senate, no chamber and no assembly of the republic


def settle_bodies(sentences: list[Sentence], states: States) -> None:
    """Give each such body the State among its own that the sentence names, or the text, or the page's address.

    Where nothing does, it is the first: most readers of the language mean that one.
    """
    named = [(sentence, hit, hit.name) for sentence in sentences for hit in sentence.hits if hit.name]
    shared = [one for one in named if _EITHER in one[2].code]
    if not shared:
        return
    told = [code for sentence in sentences for code in (*_codes(sentence.hits), *_written(sentence))]
    others = any(
        _EITHER not in name.code and name.kind != "capital" and name.code != _UNION for _, _, name in named
    )
    for sentence, hit, name in shared:
        own = name.code.split(_EITHER)
        meant = next((code for code in (*_codes(sentence.hits), *told, states.seat) if code in own), None)
        anybodys = meant is None and _ANY in own
        if anybodys and (others or states.seat or states.only() not in {None, _UNION}):
            hit.name = None  # some other State's
        else:
            hit.name = replace(name, code=meant or own[0])


def _codes(hits: Iterable[Hit]) -> list[str]:
    return [hit.name.code for hit in hits if hit.name is not None]


def _written(sentence: Sentence) -> tuple[str, ...]:
    return (sentence.written_in[0],) if sentence.written_in else ()
