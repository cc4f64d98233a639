"""Count those who do an act: `72 member states`, `seven of the eleven`, `the newest of 75`."""

from __future__ import annotations

from itertools import pairwise

from monitor.read.doers.candidates import may_do
from monitor.read.hits import Hit, Sentence
from monitor.read.kinds import Action, Cue, Form

_NUMBER = 4  # words between a number and the group that it counts


def count_of(sentence: Sentence, index: int) -> int | None:
    """Return the number that counts the group at this index: `72 member states`, `sixty-five nations`."""
    hits = sentence.hits
    group = hits[index]
    total: int | None = None
    nearest = group
    for before, hit in sentence.leftward(index):
        if hit.number is None:
            if total is not None:
                return _share(sentence, before, total) or total
            beside = hit.name is not None and sentence.near(hit, group)  # `ten EU states`
            if hit.month or hit.mark or (hit.name and not beside) or hit.acts or hit.mention:
                break
            continue
        gap = sentence.gap(hit, nearest).strip(" -")
        if total is None:
            if not sentence.near(hit, group, _NUMBER):
                break
            total = hit.number
        elif len(gap) <= 4 and hit.number > (total if total < 100 else 0) and hit.number % 10 == 0:
            total += hit.number
        elif total == 100 and hit.number < 10:
            total *= hit.number
        else:
            break
        nearest = hit
    return total


def ranks(sentence: Sentence, index: int) -> bool:
    """Say whether the number at this index tells which in order somebody became: `成为第98个`."""
    before, here = sentence.at(index - 1), sentence.hits[index]
    if sentence.text[here.start - 1 : here.start] == "第":
        return True  # `第98个批准国：蒙古国`
    return Cue.BECOME in before.cues and sentence.near(before, here)


def _share(sentence: Sentence, link: int, total: int) -> int | None:
    """Return how many of the total are meant: `seven of the eleven`."""
    of, part = sentence.hits[link], sentence.at(link - 1)
    if part.number is None or Cue.OF not in of.cues or part.number >= total:
        return None
    return part.number if sentence.near(part, of) else None


def in_part(sentence: Sentence, index: int) -> bool:
    """Say whether those who do the act at this index are counted as a share: `seven of the eleven have signed`.

    Those who act together with the State whose they are make no share: `the EU and seven of its members`.
    """
    hits = sentence.hits[:index]
    if any(_out_of(one, two) for one, two in pairwise(hits)):
        return True  # `64 countries out of 90`
    if Cue.OF not in sentence.cues:
        return False
    return any(
        one.number
        and Cue.OF in link.cues
        and (whole.number or Cue.GROUP in whole.cues)
        and not (at > 1 and Cue.AND in hits[at - 1].cues and hits[at - 2].name)
        for at, (one, link, whole) in enumerate(zip(hits, hits[1:], hits[2:], strict=False))
        if sentence.near(one, link) and sentence.near(link, whole, 1)
    )


def _out_of(link: Hit, whole: Hit) -> bool:
    """Say whether `out of`, which is a way to leave too, stands before a number."""
    return link.acts == ((Action.WITHDRAWAL, Form.BARE),) and whole.number is not None


def out_of(sentence: Sentence, index: int) -> bool:
    """Say whether the group at this index is the whole of which one is told: `Of the five States, Peru alone`."""
    first = sentence.hits[0]
    if Cue.GROUP not in sentence.hits[index].cues or sentence.at(index + 1).mark != ",":
        return False
    return Cue.OF in first.cues and sentence.words(sentence.start, first.start) == 0 and index < _NUMBER


def one_of(sentence: Sentence, place: int) -> int | None:
    """Return the place of the State told to be one of those counted: `Uganda is the newest of 75 signatories`."""
    linked = False
    for index, hit in sentence.leftward(place):
        if linked and hit.name and may_do(sentence, index):
            return index
        linked = linked or (Cue.BECOME in hit.cues and not hit.acts and _of_those(sentence, index))
        if hit.mark or hit.acts or hit.mention or (hit.name and not linked):
            break
    return None


def _of_those(sentence: Sentence, index: int) -> bool:
    """Say whether `of` stands between this place and a count: `the newest of 75`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    one_of = sentence.said(here).endswith((" of", " among"))
    return one_of or (Cue.OF in after.cues and sentence.near(here, after))


def titles(sentence: Sentence, index: int) -> bool:
    """Say whether a word for a State is the title of the name behind it: `the State of Libya` without `of`."""
    here, after = sentence.hits[index], sentence.at(index + 1)
    title = Cue.ROLE in here.cues and after.name is not None
    return title and sentence.near(here, after) and count_of(sentence, index) is None
