"""Tell which names and groups a preposition keeps from being doers, and which clauses it begins."""

from __future__ import annotations

from monitor.read.hits import BODIES, PREPOSITIONS
from monitor.read.kinds import Cue, Form
from monitor.read.sentence import Sentence

_ATTENDING = frozenset({Cue.GROUP, Cue.AND, Cue.MANY, Cue.PRONOUN})
_TOLD = frozenset({Cue.DEPOSIT, Cue.BECOME, Cue.PLAN, Cue.UNDONE, Cue.REFUSE})
"""Kinds of words that, behind whoever attends, tell what these do: `with Peru set to sign`."""
_OWNER = 6  # words between an office and the link to its State


def linked(sentence: Sentence, link: int, index: int) -> bool:
    """Say whether the preposition at `link` keeps the name or group at this index from being a doer."""
    here, previous, owner = sentence.hits[index], sentence.hits[link], sentence.at(link - 1)
    if previous.cues.isdisjoint(PREPOSITIONS) or previous.cues & {Cue.BEHALF, Cue.BY}:
        return False
    behind = sentence.at(index + 1)
    last = index + (not behind.cues.isdisjoint(BODIES))
    if Cue.PLAN in sentence.at(last + 1).cues and sentence.owns(last):
        return False  # `welcomed Chile's decision to ratify`, `the Chilean government's plan to`
    if Cue.APART in previous.cues and sentence.unspaced and behind.has(Form.BARE, Form.DONE):
        return sentence.gap(here, behind) != ""  # `对加纳批准公约表示欢迎`
    if Cue.PLACE in previous.cues and _after_it(sentence, index) and Cue.PLAN not in owner.cues:
        return False
    crowd = here.name is None and link == index - 1  # `with our international partners`
    if (not crowd and _before_day(sentence, link)) or _attends(sentence, link):
        return False
    if not owner:
        return Cue.OF not in previous.cues
    if Cue.URGE in owner.cues and sentence.near(owner, previous, 1):
        return False
    if Cue.OF in previous.cues:
        return not _of_subject(sentence, link, index)
    return not seated(sentence, link + 1)


def _before_day(sentence: Sentence, link: int) -> bool:
    """Say whether a preposition stands before a word that is no known name: `on Friday Peru`, `в Гааге Кения`."""
    previous, script = sentence.hits[link], sentence.language.script
    between = sentence.gap(previous, sentence.hits[link + 1]).split()
    if not between or between[0] in sentence.small:
        return False
    return script == "latin" or (script == "cyrillic" and sentence.upper(previous.end + 1))


def _of_subject(sentence: Sentence, link: int, index: int) -> bool:
    """Say whether `of` is but the article of a subject, or tells whose a body is that acts.

    `hat der Bundestag`, `unterzeichnete der peruanische Minister`, `des États`, `minister of justice of Peru`
    """
    name, owner = sentence.hits[index].name, sentence.hits[link - 1]
    verb, counted = Cue.AUX in owner.cues or owner.has(Form.DONE), owner.number is not None
    if owner.mark or Cue.AND in owner.cues:
        return True
    if name is not None and name.kind in {"body", "adjective"} and verb:
        return True
    part = counted and Cue.PLACE in sentence.hits[link].cues  # `23 from the EU`
    return (counted and name is None) or (not part and _has_owner(sentence, link))


def _after_it(sentence: Sentence, index: int) -> bool:
    """Say whether a Chinese clause of time has the name at this index as its doer: `在洪都拉斯批准公约后`."""
    act, after = sentence.at(index + 1), sentence.at(index + 2)
    ends = after if after.treaty else act
    return bool(act) and sentence.behind_title(ends).startswith(sentence.language.afterwards)


def seated(sentence: Sentence, index: int) -> bool:
    """Say whether the name at this index tells where a body has its seat: `lawmakers in Ghana`."""
    body, link, here = sentence.at(index - 2), sentence.at(index - 1), sentence.hits[index]
    if Cue.INSTITUTION not in body.cues or Cue.PLACE not in link.cues or sentence.unspaced:
        return False
    return here.name is not None and sentence.near(body, link) and sentence.near(link, here)


def _has_owner(sentence: Sentence, link: int) -> bool:
    """Say whether an office, a body or a group stands before the link at this index: `minister of justice of`."""
    here = sentence.hits[link]
    apart = False
    for hit in reversed(sentence.hits[:link]):
        if not sentence.near(hit, here, _OWNER) or hit.mark or hit.name or hit.acts or hit.mention:
            return False
        if apart and Cue.GROUP in hit.cues:
            return False  # `urged States to follow the example of Kenya`
        apart = apart or not hit.cues.isdisjoint({Cue.TO, Cue.PLACE, Cue.APART})
        if hit.cues & (BODIES | {Cue.GROUP, Cue.INCLUDING, Cue.PLAN, Cue.REFUSE, Cue.URGE, Cue.PRONOUN}):
            return True
        if Cue.PERFORM in hit.cues and sentence.near(hit, here):
            return True  # `received from Kenya`
    return False


def _attends(sentence: Sentence, link: int) -> bool:
    """Say whether a clause of its own begins here, whose act accompanies another or leads to it.

    `opened, with 67 States signing`, `With Peru becoming the 40th to ratify, it enters into force`
    """
    opens = not link or sentence.at(link - 1).mark == ","
    if not opens or Cue.PERFORM not in sentence.hits[link].cues:
        return False
    for index, hit in sentence.rightward(link):
        if hit.acts or not hit.cues.isdisjoint(_TOLD):
            had = Cue.HISTORY in hit.cues and hit.has(Form.DONE)  # `having ratified`
            doing = had or hit.has(Form.GERUND)
            return index > link + 1 and (doing or not (hit.acts or sentence.owns(index - 1)))
        if not (hit.name or hit.number is not None or hit.mark == "," or hit.cues & _ATTENDING):
            return False
    return False
