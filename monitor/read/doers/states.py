"""Tell which one State an entry means where its sentence names none, or a body that several States call alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from monitor.actors.named import named
from monitor.actors.seat import seat
from monitor.languages import Language
from monitor.model import Mention
from monitor.read.doers.candidates import may_do, met_in_clause
from monitor.read.doers.lists import NOBODY, Doers
from monitor.read.hits import UNION, Cue, Hit, Name
from monitor.read.sentence import Sentence, Text
from monitor.treaties import Treaty

_EITHER = "/"
_ANY = "*"


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

    @property
    def seat_alone(self) -> str | None:
        """The same where the texts name no State at all, for an office that has no other name."""
        return self.alone_in(None)

    def alone_in(self, home: str | None) -> str | None:
        """Return the same or, where the address tells none, the `home` of the language: `政府、条約に署名`."""
        return None if self.named else self.seat or home

    def only(self) -> str | None:
        """Return the State that the texts name, if it is one, for an office or body that says not whose it is.

        Whoever means one of the Union says so (`the only EU country whose government`).
        """
        return None if (one := self.alone()) == UNION else one

    def alone(self) -> str | None:
        """Return the actor that the texts name, if it is one; a body or a capital stands for its own.

        The city where a treaty was opened is where others come to sign it.
        """
        return _one(self._named - self._partners or self._bodies or self._cities - self._partners)

    def guest(self) -> str | None:
        """Return the same for a parliament or a government.

        Nor is the State where a treaty was opened meant by one, where a text is not in its language.
        """
        if len(self._named) < 2:
            return self.only()
        homes = {language.home for language in self._spoken.values()}
        return _one(self._named - self._partners - (self._hosts - homes))

    @property
    def named(self) -> bool:
        """Say whether the texts name any State, also by its body or its capital."""
        return bool(self._named or self._bodies or self._cities)

    @cached_property
    def _named(self) -> frozenset[str]:
        return named(self._told, self._spoken, capitals=False)

    @cached_property
    def _partners(self) -> set[str]:
        """Know the States named only as those with which something else is agreed."""
        partners: set[str] = set()
        others: set[str] = set()
        for sentence in self.sentences:
            for at, hit in enumerate(sentence.hits):
                if hit.name and hit.state:
                    (partners if _agreed_with(sentence, at) else others).add(hit.name.code)
        return partners - others

    def host(self, codes: tuple[str, ...]) -> str:
        """Say that those who plan a signature only prepare it for others, or nothing."""
        return "the host prepares the ceremony" if codes and self._hosts.issuperset(codes) else ""

    @cached_property
    def _bodies(self) -> frozenset[str]:
        names = (hit.name for sentence in self.sentences for hit in sentence.hits)
        return frozenset(one.code for one in names if one and one.kind == "body" and one.code.isalpha())

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


def settle_bodies(sentences: list[Sentence], states: States) -> None:
    """Give each such body the State among its own that the sentence names, or the text, or the page's address.

    Where nothing does, it is the first: most readers of the language mean that one.
    """
    for sentence in sentences:
        if (titled := sentence.language.titled) is None:
            continue
        for index, hit in enumerate(sentence.hits):
            shared_body = hit.name is not None and {titled} < set(hit.name.code.split(_EITHER))
            if shared_body and _titles_person(sentence, index):
                hit.name, hit.cues = Name(titled, "name"), frozenset({Cue.ROLE})
    named = [(sentence, hit, hit.name) for sentence in sentences for hit in sentence.hits if hit.name]
    shared = [one for one in named if _EITHER in one[2].code]
    if not shared:
        return
    places = [(sentence.hits, (sentence.written_in or ())[:1]) for sentence in sentences]
    told = [code for hits, written in places for code in (*_codes(hits), *written)]
    sure = [name for _, _, name in named if _EITHER not in name.code and name.kind != "capital"]
    others = any(name.code != UNION for name in sure)
    for sentence, hit, name in shared:
        own = name.code.split(_EITHER)
        meant = next((code for code in (*_codes(sentence.hits), *told, states.seat) if code in own), None)
        anybodys = meant is None and _ANY in own
        if anybodys and (others or states.seat or states.only()):
            hit.name = None  # some other State's
        else:
            hit.name = replace(name, code=meant or own[0])


def _titles_person(sentence: Sentence, index: int) -> bool:
    """Say whether a body's name is the title of one of its members: `Bundesrat Albert Rösti`, not `der Bundesrat`."""
    body, before = sentence.hits[index], sentence.at(index - 1)
    at = body.end + 1
    named = at < sentence.end and sentence.text[body.end] == " " and sentence.upper(at)
    if not named or any(hit.start == at for hit in sentence.hits):
        return False
    bare = before.cues & {Cue.AND, Cue.AUX, Cue.BY} and sentence.near(before, body)
    return bool(bare) or sentence.word_before(body.start) not in sentence.small


def _codes(hits: Iterable[Hit]) -> list[str]:
    return [hit.name.code for hit in hits if hit.name is not None]


def _agreed_with(sentence: Sentence, index: int) -> bool:
    """Say whether something is agreed with the State at this index: `the Senate passed a pact with Peru and Chile`."""
    link = sentence.at(sentence.end_of_list(index, -1) - 1)
    return link.cues >= {Cue.APART, Cue.COMPANY} and not sentence.hits[index].adjective


def only(sentence: Sentence, act: int | None = None) -> Doers:
    """Return the one State that a sentence names, but for places and partners: not `in Peru`, `a pact with Peru`.

    Of the act at this place it may be the place: `In Peru, the Senate ratified it`.
    """
    states = [(at, hit) for at, hit in enumerate(sentence.hits) if hit.state]
    told = [one for one in states if not (_agreed_with(sentence, one[0]) or met_in_clause(sentence, one[0]))]
    houses = [at for at, _ in told if sentence.owns(at) and Cue.INSTITUTION in sentence.at(at + 1).cues]
    housed = {hit.name.code for at, hit in told if hit.name and at in houses}
    # not the place of another act: `a law on the convention, signed in Hanoi, Viet Nam`
    end = 0
    if act is not None:
        end = next((at for at, hit in sentence.rightward(act) if hit.acts), len(sentence.hits))
    named = {hit.name.code for at, hit in told if hit.name and (at < end or may_do(sentence, at))}
    named = housed if len(housed) == 1 else named  # `passed in Kenya's parliament as China looked on`
    return Doers(tuple(named)) if len(named) == 1 else NOBODY
