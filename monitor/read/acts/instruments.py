"""Tell what is said of the papers of ratification: handed to the depositary, or signed at home."""

from __future__ import annotations

from monitor.read.hits import Sentence
from monitor.read.kinds import Action, Cue

_FREE = frozenset({Cue.PLACE, Cue.AND, Cue.FRESH, Cue.BOUNDARY, Cue.APART})
"""Kinds of words before which a deposit needs no object."""


def bare_instrument(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is deposited here without a word of which kind."""
    if Cue.AUX in sentence.at(place - 1).cues:  # `the instruments of Palau and Niue were deposited`
        return Cue.INSTRUMENT in sentence.cues and not any(hit.acts for hit in sentence.hits)
    instrument = False
    for hit in sentence.hits[place + 1 :]:
        if hit.mark == ";" or not sentence.near(sentence.hits[place], hit, 12):
            break
        if hit.mark == "," and instrument:
            break
        if hit.acts:
            return False
        instrument = instrument or Cue.INSTRUMENT in hit.cues
    return instrument


def bare_deposit(sentence: Sentence, place: int) -> bool:
    """Say whether a State is said to deposit, and not what: `Peru and Chile deposit at UN`."""
    hits = sentence.hits
    here = hits[place]
    # an entry into force is what deposits lead to
    if any(Cue.INSTRUMENT in hit.cues or hit.action not in {None, Action.ENTRY_INTO_FORCE} for hit in hits):
        return False
    if deposits_of(sentence, place):
        return True
    before, after = sentence.at(place - 1), sentence.at(place + 1)
    named = before.name is not None or not before.cues.isdisjoint({Cue.GROUP, Cue.FRESH})
    free = not after or after.mark or after.cues & _FREE
    return named and bool(free) and sentence.words(here.end, sentence.next_from(place)) <= 1


def deposits_of(sentence: Sentence, place: int) -> bool:
    """Say whether deposits are told as a thing, with whose they are: `with the deposits of Brazil and Kenya`."""
    link, name = sentence.at(place + 1), sentence.at(place + 2)
    if name.name is None or not link.cues & {Cue.OF, Cue.BY}:
        return False
    return sentence.near(sentence.hits[place], link) and sentence.near(link, name, 1)
