"""Hold what an entry has told so far and of which treaty, and what one sentence tells, act by act."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct, field
from msgspec.structs import replace

from monitor.model import GIVEN, Event
from monitor.read.act import Act, Found
from monitor.read.acts.home import signed_at_home
from monitor.read.doers.counts import tallied
from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.doers.states import States
from monitor.read.governor import relative
from monitor.read.hits import NONE, Action, Cue, Form, Status
from monitor.read.sentence import Sentence
from monitor.read.status.case import Verdict

_REACH = 3  # sentences behind the last name of the one treaty of a text, in which an act may leave it out
_OPENS = 2  # words before a name that opens its sentence: `The 2001 Budapest Convention`
_LEAD = 6  # sentences after a heading that names the treaty, in which an act may leave it out


class Topic(Struct):
    """Hold the treaty that is told of, and how far away its name is."""

    treaty: str
    """The one last named, or the one the entry is about."""
    alone: bool
    """The entry names no other."""
    heads: bool
    """The heading names it, or there is no heading."""
    named: bool = False
    """It was named in the sentences so far, by any name of its own."""
    _told: bool = False
    """The heading names it, or news was told of it: another one named in passing does not take its place."""
    _at: int = 0
    """The sentence that last named it, or told what was done to it."""
    _acts: set[Action] = field(default_factory=set)
    """What the sentence that last named it speaks of."""
    _strayed: bool = False
    """Something else is told of since then."""

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence: it may name the treaty, or mean it by `the pact`."""
        if Cue.ANAPHOR in sentence.cues or _treaties(sentence):
            self._at = sentence.index

    def left_out(self, act: Act) -> bool:
        """Say whether an act may leave the treaty out, as `Peru ratified` may right behind a sentence that names it."""
        index, since = act.sentence.index, act.sentence.index - self._at
        if since <= 1 or (self.heads and index <= _LEAD and not self._strayed):
            return True
        if not self.alone or self._strayed or since > _REACH:
            return False
        ratifies = act.action is Action.RATIFICATION and bool(self._acts)
        # what is deposited is consent to a treaty
        return act.action in self._acts or ratifies or act.sentence.cues >= {Cue.DEPOSIT, Cue.INSTRUMENT}

    def leave(self, sentence: Sentence, told: Collection[Found]) -> None:
        """End a sentence; one that `told` acts may leave the treaty out, and so may the next."""
        news = [one.treaty for one in told if not one.past]
        if told:
            self._at = sentence.index
        if own := _treaties(sentence):
            opens = sentence.words(sentence.start, next(hit.start for hit in sentence.hits if hit.mention))
            if news or sentence.heads or not self._told or (opens <= _OPENS and self.treaty not in own):
                self.treaty = (news or own)[-1]
                self._told = bool(news) or sentence.heads
            self.named |= any(hit.sure for hit in sentence.hits)
            self._acts = {hit.action for hit in sentence.hits if hit.action}
            self._strayed = False
        elif Cue.OTHER in sentence.cues and not any(hit.acts for hit in sentence.hits):
            self._strayed = True  # `Huawei offered a contract. Chad signed`


class Memory(Struct):
    """Hold what the entry has told so far."""

    topic: Topic
    states: States
    """The States that the whole entry names, and that of its address."""
    last: Doers | None = None
    """The State last named as a doer, for pronouns and offices."""
    several: tuple[int, Doers] | None = None
    """The States that were last named together, and in which sentence, for a `both countries`."""
    speaker: tuple[str, ...] = ()
    """The State whose minister was quoted last, for a `we`."""
    home: str | None = None
    """The State in whose capital the text was written, for a government that has no other name."""
    hosts: bool = False
    """The treaty is called by that capital: those who sign it there come from elsewhere."""
    apart: Action | None = None
    """The act told last, if it was done to something else."""
    said: tuple[Action, int] | None = None
    """The act last spoken of, and in which sentence, for words such as `did so`."""
    heard: bool = True
    """That act was told, so that a sentence may name some of those who did it."""
    council: bool = False
    """A parliament or cabinet was named, so that a list of what it approved may follow."""
    unbound: set[tuple[str, str | None]] = field(default_factory=set)
    """(treaty, actor) of the consents that are told as not given so far."""
    passed: set[tuple[str, str]] = field(default_factory=set)
    """(treaty, actor) of the consents that a parliament gave: what an office signs next is the law."""
    denied: list[Event] = field(default_factory=list)
    """What its heading says a named State did not do, that others may have told as done."""

    def ours(self, home: str | None) -> tuple[str, ...]:
        """Return the State where the text is published, for `our country`; `home` is that of its language."""
        code = self.home or self.states.seat or self.states.alone() or home
        return self.last.codes if self.last else (code,) if code else ()


class Told:
    """Collect what one sentence tells, act by act."""

    def __init__(self, sentence: Sentence, memory: Memory) -> None:
        self.sentence = sentence
        self.memory = memory
        self.found: dict[int, Found] = {}
        self.more: list[Found] = []
        """The same acts, done to further treaties."""
        first = next((hit for hit in sentence.hits if not hit.mark), NONE)
        listed = memory.council and Cue.APPROVE in first.cues  # `Second: approval of the convention`
        self.signed_at_home = listed or signed_at_home(sentence)
        self.spoken: dict[int, Doers] = {}
        """Who is said to do each act, even one that was not done."""
        self.elsewhere: set[tuple[Action, str, bool]] = set()
        """Who does what to something else, and whether that has the name of another treaty."""
        self.silent: dict[int, str] = {}
        """Places of acts that are required, possible or conditional only, and why."""

    def joined(self, place: int) -> Found | None:
        """Return the act, told before, to which the one at this place is joined: `sign and ratify`."""
        earlier = joined_act(self.sentence, place)
        return None if earlier is None else self.found.get(earlier)

    def denied_with(self, place: int) -> bool:
        """Say whether an act joined right before this one is none or refused: `has not ratified or acceded to it`."""
        earlier = self.found.get(place - 2)
        denied = place - 2 in self.silent or (earlier is not None and earlier.status is Status.REFUSED)
        return denied and Cue.AND in self.sentence.hits[place - 1].cues

    def means(self, act: Act) -> Verdict | None:
        """Return the verdict on what is but the means of an act that was not done: `may join it by depositing`."""
        hits = self.sentence.hits
        words = (one.hit for one in act.ruling if one.cues & {Cue.BY, Cue.MEANS})
        by = act.here if Cue.MEANS in act.here.cues else next(words, NONE)
        earlier = (at for at in (*self.silent, *self.found) if hits[at].start < by.start)
        before = max(earlier, default=act.place)
        if before in self.silent:
            return Verdict(None, "the means of an act that is none")
        one = self.found.get(before)
        return None if one is None or one.status is Status.DONE else Verdict(one.status)

    def tally(self, before: Found | None) -> None:
        """Add how many have done the act told last where the sentence tells a total: `taking the tally to 61`."""
        total = tallied(self.sentence)
        one = self.found[max(self.found)] if self.found else before
        if total is None or one is None or one.status is not Status.DONE or one.action not in GIVEN:
            return
        if not (one.doers.group or one.past):
            self.more.append(replace(one, doers=Doers(group=True, count=total, how="count"), also=NOBODY))


def joined_act(sentence: Sentence, place: int) -> int | None:
    """Return the place of an earlier act to which this one is joined: `sign and ratify`, with no doer between."""
    linked = False
    here = sentence.hits[place]
    apposed = here.has(Form.PASSIVE)
    infinitive = here.has(Form.BARE) and Cue.AND in sentence.at(place - 1).cues
    for index, hit in sentence.leftward(place):
        if (hit.ends and not (hit.mark and linked)) or (hit.mark == "," and relative(sentence, index)):
            return None
        if hit.name or Cue.GROUP in hit.cues or (hit.mention and apposed):
            if hit.mention or (hit.name and not hit.adjective) or not infinitive:
                return None  # but `to join the ranks of rich nations and ratify it`
        elif hit.joint:
            linked = True
            apposed = apposed and hit.mark == ","
        elif hit.acts:
            return index if linked else None
    return None


def _treaties(sentence: Sentence) -> list[str]:
    """Return the treaties that a sentence names, in order."""
    return [hit.mention.treaty for hit in sentence.hits if hit.mention]
