"""Find who does an act: named States, or an unnamed group with its count."""

from __future__ import annotations

from msgspec.structs import replace

from monitor.languages import Cue, Form
from monitor.read.doers.candidates import may_do, vowed_in
from monitor.read.doers.counts import count_of, one_of
from monitor.read.doers.following import listed_after, named_by, postponed, right_of
from monitor.read.doers.lists import NOBODY, Doers, cluster
from monitor.read.doers.phrases import entered, possessive, praised
from monitor.read.doers.ranks import raised, rank_of, reached, rises_by
from monitor.read.governor import ends
from monitor.read.hits import Sentence, holds

_PRAISED = frozenset({Form.GERUND, Form.NOUN, Form.BARE, Form.PASSIVE})
"""Forms of an act for which somebody is praised: `for ratifying`, `on becoming the 60th State to ratify`."""
_BEHALF = 5


_OPENS = frozenset({Cue.CONDITION, Cue.THAT, Cue.RELATIVE})
"""Kinds of words that open a clause with a subject of its own."""


def doers(sentence: Sentence, place: int, form: Form) -> Doers:
    """Return who does the act at this place, or nobody."""
    hits = sentence.hits
    here = hits[place]
    if form in {Form.AGENT, Form.NOUN} and (total := raised(sentence, place)) is not None:
        by = _left(sentence, place, form).codes if rises_by(sentence, place) else ()
        return Doers(by, group=True, count=total, how="count", place=place)
    if form in _PRAISED and (one := praised(sentence, place)) is not None:
        return cluster(sentence, one, 1, "praised")
    if form is Form.NOUN and entered(sentence, place):
        return cluster(sentence, place - 2, -1, "list")
    if (total := reached(sentence, place)) is not None:
        return Doers(group=True, count=total, how="reached", place=place)
    years = Cue.HISTORY in here.cues  # `vingt ans de ratification`
    counted = form is Form.NOUN and place and hits[place - 1].number is not None and not years
    if counted and sentence.near(hits[place - 1], here, 1):
        return Doers(group=True, count=count_of(sentence, place), how="count", place=place)
    if form is Form.AGENT:
        count = count_of(sentence, place)
        following = sentence.after(place)
        if (
            count is None
            and following
            and following.number
            and sentence.text[here.end : following.start] == " "
        ):
            return Doers(group=True, count=following.number, how="table", place=place)
        # `Fiji and Samoa, all parties`
        apposed = place > 2 and hits[place - 2].mark == "," and hits[place - 3].name
        if count is not None and (one := one_of(sentence, place)) is not None:
            return replace(cluster(sentence, one, -1, "before"), place=one)
        if count is not None and (listed := listed_after(sentence, place)).codes:
            return replace(listed, group=True, count=count)  # `Among the 72 signatories are Peru and Togo`
        if count is not None or (place and Cue.MANY in hits[place - 1].cues and not apposed):
            return Doers(group=True, count=count, how="count", place=place)
    if place + 2 < len(hits) and Cue.FOR in hits[place + 1].cues and form is not Form.NOUN:
        signed_for = hits[place + 2].name is not None and sentence.near(here, hits[place + 2], 1)
        if signed_for:  # `signing for Ghana`
            return cluster(sentence, place + 2, 1, "on behalf")
    number = hits[place - 1].number if place else None
    if (
        form in {Form.DONE, Form.PASSIVE}
        and number
        and number > 1
        and sentence.near(hits[place - 1], here)
        and not (place > 1 and Cue.BILL in hits[place - 2].cues)  # `Decree No 41 ratifies`
    ):
        return Doers(group=True, count=count_of(sentence, place), how="count", place=place)  # `74 had signed`
    for index, hit in enumerate(hits if Cue.BEHALF in sentence.cues else ()):
        if Cue.BEHALF in hit.cues and index and sentence.said(hit).startswith("'s"):
            if hits[index - 1].name:
                return cluster(sentence, index - 1, -1, "on behalf")  # `on Poland's behalf`
            continue
        if Cue.BEHALF in hit.cues and not holds(hits[index + 1 : place], Cue.URGE):
            for after in range(index + 1, len(hits)):
                if not sentence.near(hit, hits[after], _BEHALF) or Cue.PLACE in hits[after].cues:
                    break
                if hits[after].name or Cue.GROUP in hits[after].cues:
                    found = cluster(sentence, after, 1, "on behalf")
                    if found.codes or not (left := _left(sentence, place, form)).codes:
                        return found
                    return left
    if form in {Form.PASSIVE, Form.NOUN, Form.AGENT, Form.GERUND, Form.BARE, Form.FUTURE}:
        found = named_by(sentence, place, form)
        if found or found.body is Cue.OUTSIDER:
            return found
    left = _left(sentence, place, form)
    if not left.codes and (rank := rank_of(sentence, place, form)) is not None:
        if place > 2 and hits[place - 2].mark == ";" and hits[place - 3].name and sentence.field == "title":
            # `Cuba: 42nd ratification`
            return replace(cluster(sentence, place - 3, -1, "list"), place=place - 3)
        return Doers(group=True, count=rank, how="count", place=place)
    if not left.codes and (listed := listed_after(sentence, place)) and (listed.codes[1:] or not left):
        return listed
    if not left and left.body is None and form not in {Form.DONE, Form.FUTURE}:
        left = postponed(sentence, place)
    if sentence.language.verb_first or (here.likewise and not left):
        right = right_of(sentence, place)
        owned = form is Form.NOUN and right.place == place + 1 and sentence.near(here, hits[right.place])
        if right and (not left or owned or not sentence.near(hits[left.place], here, 3)):
            return right
    return left


def _left(sentence: Sentence, place: int, form: Form) -> Doers:
    hits = sentence.hits
    body: Cue | None = None
    stands_for = False
    for index in range(place - 1, -1, -1):
        hit = hits[index]
        if ends(hit):
            return Doers(body=body)
        stands_for = stands_for or (
            Cue.PRONOUN in hit.cues and bool(hits[index - 1].cues & _OPENS) and index > 0
        )
        if Cue.INSTITUTION in hit.cues and body is None and not vowed_in(sentence, index):
            body = Cue.INSTITUTION
        if index and Cue.PRONOUN in hit.cues and Cue.RELATIVE in hits[index - 1].cues:
            return Doers(body=body)  # `which the government signed`
        if hit.cues & {Cue.OUTSIDER, Cue.ASSEMBLY}:
            if stands_for:
                return NOBODY  # `groups say that the government erred when it signed`
            return Doers(body=Cue.OUTSIDER if Cue.OUTSIDER in hit.cues else Cue.ASSEMBLY)
        owns = (
            hit.name is not None
            and form is Form.NOUN
            and hit.name.kind != "capital"
            and possessive(sentence, hit, hits[place])
        )
        if (hit.name or (Cue.GROUP in hit.cues and not hit.acts)) and (owns or may_do(sentence, index)):
            found = cluster(sentence, index, -1, "before")
            return Doers(found.codes, found.group, found.count, found.how, index, body or found.body)
    return Doers(body=body)
