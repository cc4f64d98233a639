"""Follow which treaty an entry is about, sentence after sentence, and whether an act may leave it out."""

from __future__ import annotations

from msgspec import Struct, field

from monitor.read.act import Act
from monitor.read.kinds import Action, Cue
from monitor.read.sentence import Sentence

_REACH = 3  # sentences behind the last name of the one treaty of a text, in which an act may leave it out
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

    def leave(self, sentence: Sentence, *, told: bool) -> None:
        """End a sentence; one that `told` an act may leave the treaty out, and so may the next."""
        if told:
            self._at = sentence.index
        if own := _treaties(sentence):
            self.treaty = own[-1]
            self.named |= any(hit.sure for hit in sentence.hits)
            self._acts = {hit.action for hit in sentence.hits if hit.action}
            self._strayed = False
        elif Cue.OTHER in sentence.cues and not any(hit.acts for hit in sentence.hits):
            self._strayed = True  # `Huawei offered a contract. Chad signed`


def _treaties(sentence: Sentence) -> list[str]:
    """Return the treaties that a sentence names, in order."""
    return [hit.mention.treaty for hit in sentence.hits if hit.mention]
