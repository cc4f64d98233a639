"""Tell what is said of the papers of ratification: handed to the depositary, or signed at home."""

from __future__ import annotations

from monitor.languages import Cue
from monitor.read.hits import Sentence


def bare_instrument(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is deposited here without a word of which kind."""
    if (
        place and Cue.AUX in sentence.hits[place - 1].cues
    ):  # `the instruments of Palau and Niue were deposited`
        return Cue.INSTRUMENT in sentence.cues and not any(hit.acts for hit in sentence.hits)
    instrument = False
    for hit in sentence.hits[place + 1 :]:
        if hit.mark == ";" or sentence.words(sentence.hits[place].end, hit.start) > 12:
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
    if any(hit.acts or Cue.INSTRUMENT in hit.cues for hit in hits):
        return False
    before = hits[place - 1] if place else None
    after = hits[place + 1] if place + 1 < len(hits) else None
    named = before is not None and (
        before.name is not None or Cue.GROUP in before.cues or Cue.FRESH in before.cues
    )
    free = (
        after is None or after.mark or after.cues & {Cue.PLACE, Cue.AND, Cue.FRESH, Cue.BOUNDARY, Cue.APART}
    )
    return named and bool(free) and sentence.words(here.end, after.start if after else sentence.end) <= 1
