"""Answer questions about the words that govern an act: of which kinds they are, and which is nearer."""

from __future__ import annotations

from monitor.read.governor import DENIAL, Governor
from monitor.read.kinds import Cue


class Governing:
    """Know what governs an act; called, it says whether a word of some kind does."""

    def __init__(self, ruling: list[Governor]) -> None:
        self.headline = any(governor.headline for governor in ruling)
        """An infinitive right behind its doer."""
        self.needed = _needed(ruling, Cue.DEPOSIT)
        """The deposit is what a word of need governs."""
        self.lawless = _needed(ruling, Cue.BILL)
        """A bill is what a word of need governs: `needs a law for ratification`."""
        self._places: dict[Cue, tuple[int, int]] = {}
        for order, governor in enumerate(ruling):
            for cue in governor.cues:
                first, distance = self._places.get(cue, (order, governor.distance))
                self._places[cue] = (first, min(distance, governor.distance))

    def __call__(self, *cues: Cue) -> bool:
        """Say whether a word of one of these kinds governs the act."""
        for cue in cues:  # noqa: SIM110 - any() takes twice the time
            if cue in self._places:
                return True
        return False

    def beyond(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind governs the act from farther than the other."""
        return one in self._places and self._places[one][0] > self._places.get(other, (-1, 0))[0]

    def first(self, cue: Cue) -> bool:
        """Say whether such a word governs the act right beside it."""
        return self._places.get(cue, (-1, 0)) == (0, 0)

    def same(self, one: Cue, other: Cue) -> bool:
        """Say whether one word is of both kinds: `in favour of` is a vote or a wish."""
        return one in self._places and self._places[one] == self._places.get(other)

    def to_become(self, one: Cue) -> bool:
        """Say whether a kind governs what its doer becomes by the act: `will be the first State that signs it`."""
        return self(Cue.BECOME) and (self.beyond(one, Cue.BECOME) or self.same(one, Cue.BECOME))

    def gap(self, cue: Cue) -> int:
        """Return the words between the act and the nearest such word."""
        return self._places[cue][1]

    def nearer(self, one: Cue, other: Cue) -> bool:
        """Say whether one kind governs the act from nearer than the other."""
        return one in self._places and self._places[one][0] < self._places.get(other, (99, 0))[0]


def _needed(ruling: list[Governor], cue: Cue) -> bool:
    """Say whether a word of need governs the nearest word of some kind."""
    kinds = [governor.cues for governor in ruling if not governor.after]
    at = next((at for at, cues in enumerate(kinds) if cue in cues), len(kinds))
    return any(Cue.NEED in cues for cues in kinds[at + 1 : at + 2])


def hedged(ruling: list[Governor]) -> bool:
    """Say whether a refusal is possible only: `may not sign it`, `aurait décidé de ne pas la signer`.

    What would be refused is said to be (`would no longer seek to ratify it`), and what could not be done was not.
    """
    denials = [at for at, one in enumerate(ruling) if not one.cues.isdisjoint(DENIAL)]
    beyond = ruling[denials[-1] + 1 :] if denials else []
    return any(Cue.MODAL in one.cues and Cue.PLAN not in one.hit.cues for one in beyond)
