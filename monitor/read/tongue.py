"""Choose the language of a text by its script and its function words; a feed's own word is only a hint."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.folding import fold
from monitor.languages import Language

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("arabic", re.compile("[\u0600-\u06ff]")),
    ("han", re.compile("[\u4e00-\u9fff]")),
)
_HINT = 1.5  # function words that a hint is worth


class Tongues:
    """Tell the languages of texts apart."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = languages
        self._telling = {
            code: frozenset(fold(word).text for word in language.telling)
            for code, language in languages.items()
        }

    def choose(self, text: str, hint: str | None, rest: str = "") -> Language | None:
        """Return the language of a folded text, or None where none of ours fits; `rest` helps a short text."""
        latin = sum("a" <= char <= "z" for char in text)
        script = "latin"
        for name, pattern in _SCRIPTS:
            if len(pattern.findall(text)) * (3 if name == "han" else 1) > latin:
                script = name
        candidates = [language for language in self._languages.values() if language.script == script]
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        words = _WORD.findall(text)
        more = _WORD.findall(rest[:1500]) if len(words) < 12 else []
        code = hint.lower().split("-")[0] if hint else None

        def score(language: Language) -> float:
            telling = self._telling[language.code]
            own = sum(word in telling for word in words)
            near = sum(word in telling for word in more) * 0.3
            return own + near + (_HINT if language.code == code else 0)

        best = max(candidates, key=score)
        if score(best) > 0:
            return best
        return self._languages.get("en", best)
