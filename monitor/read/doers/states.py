"""Tell which one State an entry means where its sentence names none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from monitor.actors.named import named
from monitor.actors.seat import seat
from monitor.languages import Language
from monitor.model import Mention
from monitor.read.hits import Sentence, Text
from monitor.treaties import Treaty


class States(Struct, dict=True):
    """Know which States an entry's texts name besides the treaties; each is looked for when first asked for."""

    texts: list[Text]
    mentions: tuple[Mention, ...]
    sentences: list[Sentence]
    treaties: Mapping[str, Treaty]
    url: str | None

    @cached_property
    def seat(self) -> str | None:
        """The State of the page's address, for a parliament or government that has no other name."""
        return seat(self.url)

    def only(self) -> str | None:
        """Return the State that the texts name, if it is one; a body or a capital stands for its own.

        The city where a treaty was opened is where others come to sign it.
        """
        return _one(self._named or self._bodies() or self._cities)

    def guest(self) -> str | None:
        """Return the same for a parliament or a government.

        Nor is the State where a treaty was opened meant by one, where a text is not in its language.
        """
        if len(self._named) < 2:
            return self.only()
        homes = {language.home for language in self._spoken.values()}
        return _one(self._named - (self._hosts - homes))

    @cached_property
    def _named(self) -> frozenset[str]:
        return named(self._told, self._spoken, capitals=False)

    def host(self, codes: tuple[str, ...]) -> str:
        """Say that those who plan a signature only prepare it for others, or nothing."""
        return "the host prepares the ceremony" if codes and self._hosts.issuperset(codes) else ""

    def _bodies(self) -> frozenset[str]:
        """Return the States whose bodies the texts name: `the Bundestag`."""
        names = (hit.name for sentence in self.sentences for hit in sentence.hits)
        return frozenset(name.code for name in names if name and name.kind == "body" and name.code.isalpha())

    @cached_property
    def _cities(self) -> frozenset[str]:
        """Know the States whose capitals the texts name, but for those where a treaty was opened."""
        return named(self._told, self._spoken) - self._hosts

    @cached_property
    def _hosts(self) -> set[str | None]:
        return {self.treaties[mention.treaty].opened_in for mention in self.mentions}

    @cached_property
    def _spoken(self) -> dict[str, Language]:
        """Know the languages of the texts by their codes."""
        return {sentence.language.code: sentence.language for sentence in self.sentences}

    @cached_property
    def _told(self) -> str:
        """Hold the texts without the names of treaties."""
        free: list[str] = []
        for text in self.texts:
            if text.romanised:
                free.append(text.spoken)
                continue
            at = 0
            for start, end in sorted((one.start, one.end) for one in self.mentions if one.field == text.name):
                free.append(text.original[at:start])
                at = max(at, end)
            free.append(text.original[at:])
        return " | ".join(free)


def _one(codes: frozenset[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None
