"""Keep apart who acted before: `After Peru, Chile ratifies`, `Two weeks after parliament's vote, Peru ratified`."""

from __future__ import annotations

from monitor.read.hits import AT_HOME, CLAUSES, RELATIVES, VERBS, Cue, Hit, cues_of, holds, until
from monitor.read.sentence import Sentence

_BEHIND = frozenset({Cue.AFTER, Cue.HISTORY})


def leave_out_hearers(sentence: Sentence) -> None:
    """Leave out in which house something is but said: `said in parliament that Peru would ratify`, `told MPs`."""
    hits = sentence.hits
    for index, hit in enumerate(hits if Cue.INSTITUTION in sentence.cues else ()):
        if Cue.INSTITUTION in hit.cues and _told_in(sentence, index):
            hit.cues -= {Cue.INSTITUTION}
            if word := sentence.at(index + 1):
                word.cues -= RELATIVES | {Cue.HISTORY}  # `garantiu, no Parlamento, que`
    sentence.cues = cues_of(hits)


def _told_in(sentence: Sentence, index: int) -> bool:
    """Say whether a house is but where or to whom it was told: `said in parliament that`, `told the Senate that`."""
    language, here, word = sentence.language, sentence.hits[index], sentence.at(index + 1)
    placed = not sentence.at(index - 1).cues.isdisjoint({Cue.PLACE, Cue.APART})
    before = index - 1 - placed
    verb = sentence.at(before - (language.verb_first and Cue.ROLE in sentence.at(before).cues))
    # `said parliament had ratified it`
    acts = (word.finite or word.cues & VERBS) and sentence.near(here, word)
    hears = Cue.THAT in word.cues or (language.describes_before and not acts)
    told = Cue.SPEAK in verb.cues and (placed or hears)
    if told or (placed and Cue.PLAN in verb.cues):
        return sentence.near(sentence.at(before), sentence.at(before + 1), 1)
    if placed and before < 0:  # `In parliament the minister said that`
        return holds(until(sentence.hits[index:], lambda hit: hit.acts), Cue.SPEAK)
    opens = holds((word,), Cue.THAT, Cue.SPEAK) or bool(verb.mark and Cue.RELATIVE in word.cues)
    return opens and (placed or bool(language.oblique)) and sentence.near(here, word, 1)


def leave_out_step(sentence: Sentence) -> None:
    """Leave out a parliament's yes that a State's own act comes so long after: `two weeks after the Senate passed it`.

    What a president or another house does is a step at home all the same.
    """
    hits = sentence.hits
    if sentence.cues.isdisjoint(AT_HOME):
        return
    after = next((at for at in range(len(hits)) if _so_long_after(sentence, at)), None)
    if after is None:
        return
    first = next((at for at, hit in enumerate(hits) if hit.finite or Cue.DEPOSIT in hit.cues), len(hits))
    if first < after and not (sentence.language.verb_last and not hits[first + 1 : after]):
        begin, end = after, next((at for at, hit in sentence.rightward(after) if hit.mark), len(hits))
    else:
        begin, end = 0, _end_of_time(sentence, after)
    step, rest = hits[begin:end], [*hits[:begin], *hits[end:]]
    if not holds(step, *AT_HOME) or holds(rest, Cue.ROLE, *AT_HOME) or not any(hit.acts for hit in rest):
        return
    named = any(hit.state for hit in rest)
    kept = [hit for hit in step if hit.mention or hit.dated or (hit.name and not named)]
    sentence.hits = [*hits[:begin], *kept, *hits[end:]]
    sentence.cues = cues_of(sentence.hits)


def _so_long_after(sentence: Sentence, index: int) -> bool:
    """Say whether a word tells how long after something the act of its sentence came: `two weeks after`."""
    cues = sentence.hits[index].cues
    counted = sentence.at(index - 1).number is not None and cues & (_BEHIND | {Cue.LEADS})
    return bool(counted or (Cue.LEADS in cues and cues & _BEHIND))


def _end_of_time(sentence: Sentence, after: int) -> int:
    """Return where a time that opens a sentence ends, at a comma, verb or doer: `Two weeks after the vote, Peru`."""
    language = sentence.language
    for at, hit in sentence.rightward(after):
        if hit.mark:
            return at + 1
        verb = language.bracketed and (Cue.AUX in hit.cues or hit.finite)
        verbs = sentence.at(at + 1)
        doer = hit.state and (language.verb_last or verbs.finite or Cue.DEPOSIT in verbs.cues)
        if verb or doer:
            return at
    return 0


def leave_out_earlier(sentence: Sentence) -> None:
    """Keep apart those after whom others act: `After Peru, Chile ratifies`, `the second State after Peru`."""
    hits = sentence.hits
    if Cue.AFTER not in sentence.cues:
        return
    for index, hit in enumerate(hits):
        if Cue.AFTER in hit.cues and not hit.acts and (left := _left_out(sentence, index)) is not None:
            begin, end = left
            if _ranks(hits, index):
                sentence.earlier = tuple(one.name.code for one in hits[begin:end] if one.name)
            if not begin:
                sentence.begin_behind(hits[end - 1])
            sentence.hits = [*hits[:begin], *hits[end:]]
            return


def _left_out(sentence: Sentence, index: int) -> tuple[int, int] | None:
    """Return from where to where a phrase about those before stands: `After Peru,`, `two weeks after Peru,`."""
    hits = sentence.hits
    end = _end_of_names(sentence, index)
    rest = hits[end:]
    if end == index + 1 or not any(one.acts for one in rest):
        return None
    first = index - (sentence.at(index - 1).number is not None)  # `two weeks after`
    opens = not first or bool(hits[first - 1].mark)
    if opens and not _ranks(hits, index):
        comma = next((at for at in range(end - 1, index, -1) if hits[at].mark), None)
        if comma is not None:
            if rest[0].cues & CLAUSES:  # the word alone: `After Peru, which signed in May, Chile ratifies`
                close = next((at for at, hit in sentence.rightward(end) if hit.mark == ","), 0)
                return (0, 1) if close and not index and sentence.at(close + 1).state else None
            return first, comma + 1
        straight = rest[0].state or (sentence.language.free_order and rest[0].treaty)
        return (index, end) if index == 0 and straight and any(one.state for one in rest) else None
    if not _ranks(hits, index):
        return None
    closed = bool(hits[end - 1].mark)
    if hits[index - 1].mark:
        return (index - 1, end) if closed else None
    return index, end - 1 if closed else end


def _end_of_names(sentence: Sentence, index: int) -> int:
    """Return where the names behind this index end, with their commas: `after Peru, Chile and Fiji,`."""
    hits = sentence.hits
    first = sentence.at(index + 1)
    if not first.state or not sentence.near(hits[index], first, 1):
        return index + 1
    last = sentence.end_of_list(index + 1, 1)
    last += Cue.AFTER in sentence.at(last + 1).cues  # `继老挝之后`
    return last + 1 + sentence.at(last + 1).joint


def _ranks(hits: list[Hit], index: int) -> bool:
    """Say whether a rank stands before this index, with no act between: `the second State`."""
    before = until(reversed(hits[:index]), lambda hit: hit.acts or hit.mark == ";")
    return any(hit.ordinal is not None or hit.cues & {Cue.BECOME, Cue.SINGLE} for hit in before)
