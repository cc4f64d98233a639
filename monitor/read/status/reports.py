"""Tell an act from what somebody only reports, sees, asks of others, or would do on a condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from monitor.read.act import Act
from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.governor import DECIDED, Governor
from monitor.read.hits import RELATIVES, Cue, Form, Hit, holds, until
from monitor.read.sentence import Sentence

_AS_SAID = frozenset({Cue.HISTORY, Cue.MODAL})
"""Kinds of an act's own word that only tell that somebody said it: `had signed`, `signerait`."""
_AHEAD = frozenset({Cue.PLAN, Cue.MODAL, Cue.TO, Cue.NEED, Cue.STEP, Cue.CONDITION, Cue.URGE})
"""Kinds of words by which what is reported is still to be done."""
_INVERTED = frozenset({Cue.URGE, Cue.IF, Cue.AUX})
"""Kinds of words that open a condition where they stand before its subject: `Should Peru`, `Were Peru`, `Hat Peru`."""


def own_kinds(sentence: Sentence, place: int) -> frozenset[Cue]:
    """Return of which kinds an act's own word is, but for the tense of a report: `said that Peru had signed`."""
    own = sentence.hits[place].cues
    return own - _AS_SAID if own & _AS_SAID and reported(sentence, place) else own


def reported(sentence: Sentence, index: int) -> bool:
    """Say whether a form is what somebody said of a time: `said on Monday that Peru would sign`, `had signed`.

    Who said it may follow: `Peru would sign, the minister said`. It counts of those who can know, such as offices and
    States: what outsiders say is only what they think, and what a court says is history.
    """
    hits = sentence.hits
    doer = sentence.at(index - 1)
    near = not sentence.strange(doer, hits[index])
    if Cue.SPEAK in doer.cues and sentence.language.verb_first and near:
        return any(one.name for one in hits[: index - 1])  # `Perú dijo que firmaría`
    if (doer.name is None and Cue.PRONOUN not in doer.cues) or not near:
        return False
    for at, hit in sentence.leftward(index - 1):
        if Cue.THAT in hit.cues:
            return True
        if hit.name and Cue.PRONOUN in doer.cues and Cue.SPEAK in sentence.at(at - 1).cues:
            continue  # `Kenya told Peru it would sign`
        if hit.mark or hit.name:
            break
        if hit.cues & {Cue.GROUP, Cue.INCLUDING, Cue.AND}:
            break  # `said that 104 States, including Peru, had signed`
        if hit.cues & {Cue.SPEAK, Cue.PLAN}:
            said = hits[:at]
            knows = holds(said, Cue.ROLE, Cue.PRONOUN, Cue.INSTITUTION) or any(one.name for one in said)
            return knows and not holds(said, Cue.OUTSIDER)
    return doer.name is not None and _said_behind(hits[index + 1 :])


def told_by(act: Act) -> Doers:
    """Return who does an act, but for those who only speak of it: `Ratification is a priority, the minister said`."""
    if act.who.how != "postponed" or act.place or not act.here.has(Form.NOUN):
        return act.who
    plan = next((one.hit for one in act.ruling if one.after and Cue.PLAN in one.cues), None)
    if plan is not None:
        said = act.sentence.trail(act.sentence.hits.index(plan)).split()
        if said and said[0] not in act.sentence.small:
            return NOBODY  # `Ratification will bring jobs`
    return replace(act.who, how="owner")


def _performed(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether the word here reports that somebody carried an act out: `announced it had completed ratification`.

    What follows a State without a tense is what it means to do, but behind a word for saying: `تعتزم كينيا إيداع`.
    """
    begun = False
    says = not sentence.hits[index].cues.isdisjoint({Cue.SPEAK, Cue.PERFORM})
    for hit in sentence.hits[index + 1 : place]:
        begun = begun or Cue.PAST in hit.cues
        if begun and hit.cues & {Cue.PERFORM, Cue.DEPOSIT} and Cue.APART not in hit.cues:
            return True
        if hit.acts or hit.cues & _AHEAD:
            return False
        begun = begun or (says and hit.name is not None) or bool(hit.cues & {Cue.PRONOUN, Cue.THAT})
    return False


def _said_behind(hits: list[Hit]) -> bool:
    """Say whether who said it is named behind the last comma: `Peru would sign, the minister said`."""
    says = max((at for at, hit in enumerate(hits) if Cue.SPEAK in hit.cues), default=len(hits) - 1)
    comma = next((at for at in range(says, -1, -1) if hits[at].mark == ","), len(hits))
    said = hits[comma:]
    told = holds(said, Cue.SPEAK, Cue.PLAN) and not holds(hits[:comma], Cue.CONDITION)
    return told and not holds(said, Cue.OUTSIDER) and not any(hit.acts for hit in said)


def witnessed(act: Act) -> Sequence[Governor]:
    """Tell who sees an act from what sees it done: `the ceremony saw the signing of the pact by 72 States`."""
    sentence, here, who, ruling = act.sentence, act.here, act.who, act.ruling
    hits = sentence.hits
    if who.how == "before" and who.place >= 0 and here.noun:
        # `Chile welcomed the ratification` by another
        deeds = [one for one in ruling if one.hit.cues >= {Cue.PERFORM, Cue.APART}]
        behind = [one for one in deeds if one.hit.start > hits[who.place].start]
        said = [one for one in behind if not sentence.is_small(one.hit)]
        ruling = tuple(replace(one, cues=one.cues - {Cue.PERFORM}) if one in said else one for one in ruling)
    sees = next((one.hit for one in ruling if one.cues >= {Cue.PERFORM, Cue.ATTEND}), None)
    if sees is None:
        return ruling
    done = who.place >= 0 and hits[who.place].start >= sees.start
    apart = {Cue.ATTEND, Cue.CEREMONY} if done else {Cue.PERFORM}
    return [replace(one, cues=one.cues - apart) for one in ruling]


def perfect(sentence: Sentence, index: int, place: int) -> bool:
    """Say whether what is announced was done before: `announced it signed`, `annonce avoir signé`."""
    if sentence.hits[place].form is not Form.PASSIVE:
        return sentence.hits[place].noun and _performed(sentence, index, place)
    before, link, aux = sentence.at(place - 1).cues, sentence.at(place + 1), sentence.at(place + 2)
    if sentence.language.bracketed and Cue.APART in link.cues and Cue.AUX in aux.cues:
        return True  # `unterzeichnet zu haben`
    return (Cue.PAST in before and Cue.COMPANY not in before) or reported(sentence, place)


def about_group(sentence: Sentence, index: int) -> int | None:
    """Return where a clause begins that says which States are asked: `pediu aos que não assinaram que adiram`.

    Without inflection it needs no word of its own: `kêu gọi các nước đã ký Công ước phê chuẩn`.
    """
    hits = sentence.hits
    if of_those_asked(sentence, index):
        return index
    for before in range(index - 1, max(index - 5, 0), -1):
        if hits[before].cues & RELATIVES:
            whom = hits[before - 2 if hits[before - 1].mark else before - 1]
            asked = Cue.GROUP in whom.cues or whom.has(Form.AGENT)
            return before if asked and holds(hits[:before], Cue.URGE) else None
    return None


def of_those_asked(sentence: Sentence, place: int) -> bool:
    """Say whether an act only tells which States are asked for another: `kêu gọi các nước đã ký Công ước`."""
    told = sentence.language.uninflected and sentence.hits[place].form is Form.DONE
    return told and Cue.GROUP in sentence.at(place - 1).cues and holds(sentence.hits[:place], Cue.URGE)


def about_object(sentence: Sentence, name: int) -> int | None:
    """Return where a clause begins about those asked, whose object stands here: `urged those that signed it to`."""
    hits = sentence.hits
    for before in range(name - 1, max(name - 4, 0), -1):
        if hits[before].acts:
            return about_group(sentence, before)
    return None


def appeal_to(sentence: Sentence, name: int) -> Iterator[Governor]:
    """Yield the appeal to those who are called after the treaty: `asked all signatories of the treaty to ratify`."""
    for hit in until(reversed(sentence.hits[:name]), lambda hit: hit.mark or hit.mention):
        if Cue.URGE in hit.cues:
            distance = sentence.words(hit.end, sentence.hits[name].start)
            yield Governor(hit, frozenset({Cue.URGE}), distance)
            return


def verb_opens(sentence: Sentence, index: int) -> bool:
    """Say whether the verb here opens a condition: `Should Peru ratify it, ...`, `Were Peru to sign it`, `Hat Peru`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    either = sentence.language.verb_first and not sentence.language.verb_last
    # `Wie angekündigt, hat Peru sie ratifiziert`
    begun = sentence.text[: sentence.start].rstrip().endswith(",")
    if here.start != sentence.start or begun or either or here.likewise:
        return False  # `Dazu gehören Chile und Peru`
    if not (here.finite or here.cues & _INVERTED):
        return False
    if Cue.AUX in here.cues:
        verb = sentence.language.bracketed or Cue.TO in sentence.cues
    else:
        verb = Cue.TO not in sentence.cues
    return verb and after.name is not None


def supposed(sentence: Sentence, place: int) -> bool:
    """Say whether an act would only follow from the condition that opens its sentence, by a word or by its verb.

    `Should Togo sign it, Ghana signs it, too`, `ケニアが署名すれば、ガーナも署名する`
    """
    hits = sentence.hits
    if sentence.language.agglutinates:
        return any(Cue.CONDITION in one.cues and two.mark for one, two in pairwise(hits[:place]))
    comma = next((at for at, hit in enumerate(hits[:place]) if hit.mark), 0)
    opens = (Cue.IF in hits[0].cues or verb_opens(sentence, 0)) and hits[comma].mark != ";"
    behind = hits[comma + 1 : place] if comma else ()
    return opens and not any(hit.mark == ";" or hit.cues & DECIDED for hit in behind)
