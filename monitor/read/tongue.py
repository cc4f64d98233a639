"""Choose the language of a text by its script and its function words; a feed's own word is only a hint."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from monitor.folding import fold
from monitor.languages import Language
from monitor.read.lexicon import as_written

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("arabic", re.compile("[\u0600-\u06ff]")),
    ("han", re.compile("[\u4e00-\u9fff]")),
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_HINT = 1.5  # function words that a hint is worth
_ACT = 1.0  # ... that a word for an act is worth
_NAME = 4.0  # ... that the languages of the treaty names are worth together


class Tongues:
    """Tell the languages of texts apart."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = languages
        self._telling = {}
        self._acts = {}
        for code, language in languages.items():
            words = {as_written(word) for word in language.telling}
            self._telling[code] = words | {fold(word).text for word in words}
            acts = [
                phrase for forms in language.acts.values() for phrases in forms.values() for phrase in phrases
            ]
            self._acts[code] = {as_written(phrase) for phrase in acts if " " not in phrase}

    def choose(
        self, text: str, hint: str | None, rest: str = "", spoken: Iterable[str] = ()
    ) -> Language | None:
        """Return the language of a text, or None where none of ours fits.

        `rest` helps a short text; `spoken` lists the languages of the treaty names that it uses.
        """
        latin = len(_LATIN.findall(text))
        script = "latin"
        for name, pattern in _SCRIPTS:
            if len(pattern.findall(text)) * (3 if name == "han" else 1) > latin:
                script = name
        candidates = [language for language in self._languages.values() if language.script == script]
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        words = Counter(_WORD.findall(as_written(text)))
        more = Counter(_WORD.findall(as_written(rest))) if words.total() < 12 else Counter[str]()
        code = hint.lower().split("-")[0] if hint else None
        names = list(spoken)

        def score(language: Language) -> float:
            telling, acts = self._telling[language.code], self._acts[language.code]
            own: float = sum(words[word] for word in telling & words.keys())
            own += _ACT * sum(words[word] for word in acts & words.keys())
            near = sum(more[word] for word in telling & more.keys()) * 0.3
            named = _NAME * names.count(language.code) / (len(names) or 1)
            return own + near + named + (_HINT if language.code == code else 0)

        best = max(candidates, key=score)
        return best if score(best) > 0 else self._languages.get("en", best)
