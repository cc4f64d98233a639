"""Tell a treaty's general name from that of another treaty, by what it is said to be about."""

from __future__ import annotations

import re

from monitor.folding import fold
from monitor.languages import Languages
from monitor.read.kinds import Cue
from monitor.read.names.context import Spoken
from monitor.read.texts import Text

_FAR = 60  # characters in which the topic stands: `the UN treaty on the fight against cybercrime`
_ALIKE = 5  # first letters of words for one thing: `cybercrime`, `cyber-enabled`


class About:
    """Know how each language goes on behind a treaty's name to tell what it is about."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._known: dict[str, tuple[re.Pattern[str], frozenset[str]]] = {}

    def another(self, text: Text, end: int, treaty: str, code: str, topics: list[Spoken]) -> bool:
        """Say whether a general name that ends here goes on with another topic than its treaty's: `UN treaty on water`.

        `topics` are the words for topics of all treaties in the texts.
        """
        if code not in self._languages:
            return False
        goes_on, days = self._known.get(code) or self._compiled(code)
        found = goes_on.match(text.folded.text, end)
        if found is None or found[1][0].isdigit() or found[1] in days:
            return False  # `signed the UN treaty on Monday`
        its = [(field, place, words) for field, place, whose, words in topics if whose == treaty]
        near = any(field == text.name and end <= place < end + _FAR for field, place, _ in its)
        return not near and not any(words[:_ALIKE] == found[1][:_ALIKE] for _, _, words in its)

    def _compiled(self, code: str) -> tuple[re.Pattern[str], frozenset[str]]:
        """Compile what stands between a name and the first word of its topic, and which words there tell a day."""
        language = self._languages[code]
        about = _either((*language.concerning, *language.cues.get(Cue.ABOUT, ())))
        goes_on = rf" (?:{about})(?: (?:{_either(language.articles)}))?(?:(?<=')| )(\w[\w-]*)"
        days = frozenset(fold(word).text for word in language.cues.get(Cue.FRESH, ()))
        self._known[code] = known = re.compile(goes_on), days
        return known


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(fold(word).text) for word in words) or "(?!)"
