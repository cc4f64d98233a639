"""Tell which words of a sentence are acts, and answer small questions about the words right around one."""

from __future__ import annotations

from itertools import pairwise

from monitor.languages import Cue, Form
from monitor.model import Action
from monitor.read.acts.home import decides_at_home
from monitor.read.acts.instruments import bare_deposit, bare_instrument, deposits_of
from monitor.read.acts.votes import approves_it, law_on, named_with, rejects, signs_law, submits
from monitor.read.acts.wanted import wanted
from monitor.read.hits import Sentence


def acts_of(sentence: Sentence, place: int) -> list[tuple[Action, Form]]:
    """Return the readings of a hit as an act; a yes of parliament to a treaty is one too."""
    hit = sentence.hits[place]
    if hit.acts:
        action, form = hit.acts[0]
        if Cue.WISHED in hit.cues and wanted(sentence, place) is None:
            return []
        if _approves_act(sentence, place, action, Cue.APPROVE in hit.cues):
            return []
        if action is Action.SIGNATURE and form is not Form.NOUN and signs_law(sentence, place):
            return [(Action.RATIFICATION, Form.DONE)]
        return [(action, form)]
    if Cue.BILL in hit.cues and law_on(sentence, place):
        return [(Action.RATIFICATION, Form.DONE)]
    if Cue.DEPOSIT in hit.cues and bare_instrument(sentence, place):
        return [(Action.RATIFICATION, Form.PASSIVE)]
    if Cue.LODGE in hit.cues and bare_deposit(sentence, place):
        return [(Action.RATIFICATION, Form.NOUN if deposits_of(sentence, place) else Form.PASSIVE)]
    if Cue.SUBMIT in hit.cues and submits(sentence, place):
        return [(Action.RATIFICATION, Form.DONE)]
    if Cue.REJECT in hit.cues and rejects(sentence, place):
        return [(Action.RATIFICATION, Form.NOUN)]
    if Cue.APPROVE in hit.cues or (Cue.PASS in hit.cues and decides_at_home(sentence)):
        if Cue.ANAPHOR in hit.cues and Cue.INSTITUTION in sentence.cues:
            return [(Action.RATIFICATION, Form.DONE)]  # `el Senado lo aprobó`
        after = sentence.after(place)
        if after is not None and approves_it(sentence, place, after):
            return [(Action.RATIFICATION, Form.DONE)]
        comma = False
        for at, other in enumerate(sentence.hits[place + 1 :], place + 1):
            if Cue.REJECT in other.cues and rejects(sentence, at):
                return []  # `voted 30 to 2 against the treaty`
            if (
                other.acts
                or other.mark == ";"
                or other.cues & {Cue.BOUNDARY, Cue.THAT, Cue.RELATIVE, Cue.REVOKE}
                or (comma and Cue.AND in other.cues)
            ):
                return []
            comma = other.mark == ","
            if other.mention:
                return (
                    [(named_with(sentence, other), Form.DONE)]
                    if Cue.APPROVE in hit.cues or decides_at_home(sentence)
                    else []
                )
    return []


def _approves_act(sentence: Sentence, place: int, action: Action, approves: bool) -> bool:
    """Say whether a word for ratifying only says yes to the act behind it: `批准签署`, `ratifies the accession to`."""
    if place + 1 >= len(sentence.hits):
        return False
    here, after = sentence.hits[place], sentence.hits[place + 1]
    if approves and _about_act(sentence, place):
        return True
    if not after.acts:
        return False
    if approves and not sentence.gap(here, after):
        return True
    joins = after.acts[0] == (Action.ACCESSION, Form.NOUN)
    return action is Action.RATIFICATION and joins and sentence.near(here, after, 1)


def _about_act(sentence: Sentence, place: int) -> bool:
    """Say whether what is approved is a proposal about another act: `批准部长关于签署公约的提案`."""
    for hit, after in pairwise(sentence.hits[place + 1 : place + 5]):
        if hit.mention or hit.acts or hit.mark:
            return False
        if Cue.APART in hit.cues:
            return bool(after.acts) and sentence.language.script == "han"
    return False
