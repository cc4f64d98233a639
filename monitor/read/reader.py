"""Read entries: who did what to which treaty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.actors import table
from monitor.folding import Folded, fold
from monitor.languages import Cue, Form, Language, load
from monitor.model import CONSENT, Action, Entry, Event, Mention, Reading, Status
from monitor.read.background import is_background
from monitor.read.clause import Governor, Thing, ends, governors, joined, thing
from monitor.read.dates import dateline, when
from monitor.read.doers import Doers, company, doers, met, only
from monitor.read.hits import Hit, Name, Sentence
from monitor.read.lexicon import Lexicon
from monitor.read.names import Place, TreatyNames
from monitor.read.sentences import split
from monitor.read.settle import Found, settle
from monitor.read.status import Verdict, judge
from monitor.read.tongue import Tongues
from monitor.treaties import Treaty

_DATELINE = re.compile(r"^[^.!?]{0,70}?(?:\([^()]{2,30}\)\s*[-:]*|\s-{1,2})\s")
_ASKS = ("?", "？", "؟")  # a question tells nothing new
_OBJECT = 8  # words between a verb of leaving and what is left
_NEAR = 6  # words between a doer and its act
_LONGEST = 20_000  # characters of a field that are read: news says its news early


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one field of an entry: its name, its text as published, and the text folded."""

    name: str
    original: str
    folded: Folded

    def cased(self, place: int) -> str:
        """Return the character as published behind a place of the folded text."""
        return self.original[self.folded.origins[place]]


class Reader:
    """Read entries for a set of treaties; compiled once, pure, safe to share."""

    def __init__(
        self,
        treaties: Mapping[str, Treaty],
        *,
        languages: Mapping[str, Language] | None = None,
        names: Iterable[tuple[str, str, Name]] | None = None,
    ) -> None:
        """Compile the names of treaties, the words of languages and the names of actors.

        `names` yields (language, phrase, name); without it the world's States are taken from `monitor.actors`.
        """
        self._treaties = treaties
        languages = load() if languages is None else languages
        self._tongues = Tongues(languages)
        self._names = TreatyNames(treaties, languages)
        by_language: dict[str, list[tuple[str, Name]]] = {code: [] for code in languages}
        for code, phrase, name in world() if names is None else names:
            if code in by_language:
                by_language[code].append((phrase, name))
        self._lexicons = {code: Lexicon(languages[code], by_language[code]) for code in languages}

    def read(self, entry: Entry) -> Reading:
        """Return the treaties that an entry names, the events that it tells, and why others are none."""
        texts = [
            Text(name, text[:_LONGEST], fold(text[:_LONGEST]))
            for name, text in (("title", entry.title), ("summary", entry.summary), ("content", entry.content))
            if text
        ]
        places, notes = self._names.find(texts)
        mentions = tuple(place.mention for place in places if place.mention)
        if not mentions:
            return Reading(notes=tuple(notes))
        sentences = self._sentences(texts, places, entry.language)
        language = sentences[0].language.code if sentences else None
        found: list[Found] = []
        main = _main(mentions)
        last: Doers | None = None
        topic: str | None = main if mentions[0].field == "title" else None
        reference = any(
            Cue.REFERENCE in hit.cues
            for sentence in sentences
            if sentence.field == "title"
            for hit in sentence.hits
        )
        for sentence in sentences:
            heard, said = self._listen(sentence, topic or main, last)
            notes.extend(said)
            found.extend(heard)
            if reference:
                for one in heard:
                    one.past = True
            for one in heard:
                if one.doers.codes:
                    last = one.doers
            if last is None or not last.codes:
                named = [hit.name.code for hit in sentence.hits if hit.name and hit.name.kind != "capital"]
                if len(set(named)) == 1:
                    last = Doers((named[0],))
            own = [hit.mention.treaty for hit in sentence.hits if hit.mention]
            if own:
                topic = own[-1]
        kinds = Counter(
            action
            for sentence in sentences
            for hit in sentence.hits
            if Cue.LOOSE not in hit.cues
            for action, _ in hit.acts
        )
        events = settle(found, self._treaties, dateline(sentences, entry.published), kinds)
        return Reading(language=language, mentions=mentions, events=events, notes=tuple(dict.fromkeys(notes)))

    def _sentences(self, texts: list[Text], places: list[Place], hint: str | None) -> list[Sentence]:
        """Cut the texts into sentences with their hits."""
        sentences: list[Sentence] = []
        everything = " ".join(text.original[:1000] for text in texts)
        spoken: dict[str, list[str]] = {text.name: [] for text in texts}
        for place in places:
            spoken[place.field].extend(place.languages)
        for text in texts:
            folded = text.folded.text
            language = self._tongues.choose(text.original[:2000], hint, everything, spoken[text.name])
            if language is None:
                continue
            taken = [
                Hit(place.start, place.end, mention=place.mention, lookalike=place.mention is None)
                for place in places
                if place.field == text.name
            ]
            hits = self._lexicons[language.code].hits(text.folded, text.original, taken)
            dateline = _DATELINE.match(folded) if text.name != "title" else None
            from_place = dateline.end() if dateline else 0
            at = 0
            for start, end in split(text.folded, text.original):
                while at < len(hits) and hits[at].start < start:
                    at += 1
                first = at
                while at < len(hits) and hits[at].start < end:
                    at += 1
                own = [
                    hit
                    for hit in hits[first:at]
                    if not (hit.name and hit.start < from_place) and Cue.IGNORE not in hit.cues
                ]
                begin, finish = text.folded.original(start, end)
                index = 0 if text.name == "title" else len(sentences) + 1
                sentences.append(
                    Sentence(
                        text.name,
                        index,
                        start,
                        end,
                        folded,
                        language,
                        own,
                        text.original[begin:finish],
                        self._lexicons[language.code].small,
                        text.cased,
                    )
                )
        return sentences

    def _listen(self, sentence: Sentence, topic: str, last: Doers | None) -> tuple[list[Found], list[str]]:
        """Return what one sentence tells, and notes on what it does not."""
        found: list[Found] = []
        notes: list[str] = []
        told: dict[int, Found | None] = {}
        for place, hit in enumerate(sentence.hits):
            for action, form in _acts(sentence, place):
                one, note = self._weigh(sentence, place, action, form, topic, last, told)
                if note:
                    notes.append(f"“{_short(sentence.quote)}”: {sentence.text[hit.start : hit.end]}: {note}")
                if one is not None:
                    told[place] = one
                    found.append(one)
        return found, notes

    def _weigh(
        self,
        sentence: Sentence,
        place: int,
        action: Action,
        form: Form,
        topic: str,
        last: Doers | None,
        told: dict[int, Found | None],
    ) -> tuple[Found | None, str]:
        """Return what one act tells, or None and why it tells nothing."""
        hits = sentence.hits
        what = thing(sentence, place, form in {Form.PASSIVE, Form.NOUN, Form.AGENT})
        if what.other is not None:
            words = sentence.text[what.other.start : what.other.end]
            return None, f"done to something else: {words}"
        domestic = what.bill is not None
        if domestic and what.treaty is None and action is Action.SIGNATURE:
            return None, "a domestic text is signed, no treaty"
        if (domestic or _approves_next(sentence, place)) and action is Action.SIGNATURE:
            return None, "a domestic text about the treaty is signed"
        treaty = what.treaty or topic
        if action is Action.WITHDRAWAL and form is not Form.NOUN and not _left_behind(sentence, place, what):
            return None, "what is left is not said to be the treaty"
        if form is Form.DONE and _governed(sentence, place):
            form = Form.BARE
        if action is Action.SIGNATURE and _signs_instrument(sentence, place):
            return None, "an instrument is signed at home"
        ruling = governors(sentence, place)
        who = doers(sentence, place, form)
        if (
            action is Action.ACCESSION
            and form is not Form.NOUN
            and not sentence.language.verb_first
            and met(sentence, place)
        ):
            return None, "joins others, not the treaty"
        leader = _leader(sentence, place) if form is Form.GERUND else None
        also = met(sentence, leader) if leader is not None else company(sentence, place)
        if leader is not None:
            who = doers(sentence, leader, Form.DONE)
            ruling = [one for one in ruling if one.hit.start > hits[leader].start]
        if who.body in {Cue.OUTSIDER, Cue.ASSEMBLY} and not who:
            return None, "done by no State"
        if not who:
            who = _carried(sentence, place, form, told, last)
        near = bool(who) and (
            who.how in {"by", "on behalf", "carried"}
            or (who.place >= 0 and sentence.words(hits[who.place].end, hits[place].start) <= _NEAR)
        )
        institution = (
            domestic or who.body is Cue.INSTITUTION or _institution(sentence) or _signed_at_home(sentence)
        )
        verdict = judge(
            action,
            form,
            ruling,
            hits[place].cues,
            near or leader is not None,
            bool(who.codes),
            institution,
            who.how == "count",
        )
        beside = verdict.status
        if leader is not None and verdict.status is Status.DONE:
            verdict = judge(
                action,
                sentence.hits[leader].acts[0][1],
                governors(sentence, leader),
                frozenset(),
                True,
                True,
                False,
            )
        if verdict.status is None:
            return None, verdict.why
        if form is Form.BARE or form is Form.PASSIVE:
            earlier = joined(sentence, place)
            if earlier is not None and not ruling and (before := told.get(earlier)) is not None:
                verdict = Verdict(before.status, past=before.past)
                who = before.doers
        if verdict.status is Status.PROCESS and not who:
            who = only(sentence, places=True) or last or who
        if action is Action.ENTRY_INTO_FORCE:
            if form is Form.NOUN or _about_an_act(sentence, place):
                return None, "nothing says that the treaty enters into force"
            if any(hit.cues & {Cue.CONDITION, Cue.NEED} for hit in hits):
                return None, "a condition or an open question"
            if not what.treaty and not what.stands_for:
                return None, "what enters into force is not said to be the treaty"
            who = Doers(who.codes if who.how == "for" else ())
        elif (
            verdict.status is Status.PROCESS
            and not who
            and not any(Cue.INSTITUTION in one.cues or Cue.BILL in one.cues for one in ruling)
        ):
            return None, "no State is named whose step it would be"
        elif verdict.status is Status.REFUSED and not who.codes:
            return None, "nobody named has refused"
        elif (
            not who
            and verdict.status not in {Status.URGED, Status.PROCESS}
            and not (verdict.status is Status.DONE and _told_of_treaty(sentence, place, form, what, ruling))
            and not (
                verdict.status is Status.PLANNED
                and form in {Form.PASSIVE, Form.FUTURE}
                and action is Action.SIGNATURE
            )
        ):
            return None, "no State or group of States does it"
        return Found(
            treaty=treaty,
            action=action,
            status=verdict.status,
            doers=who,
            past=verdict.past
            or is_background(sentence, place, who)
            or sentence.quote.rstrip("\"'”»").endswith(_ASKS),
            date=when(sentence, place),
            deposited=verdict.deposited,
            form=form,
            sentence=sentence,
            domestic=institution,
            also=also if beside in {Status.DONE, Status.REFUSED} else Doers(),
            beside=beside or verdict.status,
            loose=Cue.LOOSE in hits[place].cues or not hits[place].acts,
        ), ""


def _told_of_treaty(sentence: Sentence, place: int, form: Form, what: Thing, ruling: list[Governor]) -> bool:
    """Say whether a passive without a doer tells that the treaty was signed: `UN convention signed in Hanoi`."""
    here = sentence.hits[place]
    if (
        form not in {Form.PASSIVE, Form.DONE}
        or what.hit is None
        or (form is Form.DONE and Cue.AUX not in here.cues)
    ):
        return False
    if form is Form.PASSIVE and what.hit.start > here.start:
        return False
    finite = Cue.AUX in here.cues or any(Cue.AUX in one.cues for one in ruling)
    return finite or sentence.field == "title"


def _signs_instrument(sentence: Sentence, place: int) -> bool:
    """Say whether what is signed is the instrument, a step at home before its deposit."""
    for hit in sentence.hits[place + 1 :]:
        if sentence.words(sentence.hits[place].end, hit.start) > 3:
            return False
        if Cue.INSTRUMENT in hit.cues:
            return True
    return False


def _hangs(sentence: Sentence, place: int) -> bool:
    """Say whether a condition follows the act: `will become a party once ...`."""
    return any(Cue.CONDITION in hit.cues for hit in sentence.hits[place + 1 :])


def _left_behind(sentence: Sentence, place: int, what: Thing) -> bool:
    """Say whether a verb of leaving has the treaty as its object, close behind it where the verb stands first."""
    after = sentence.hits[place + 1] if place + 1 < len(sentence.hits) else None
    if (
        after is not None
        and Cue.PRONOUN in after.cues
        and sentence.words(sentence.hits[place].end, after.start) < 1
    ):
        return True
    if what.hit is None:
        return False
    return sentence.language.verb_last or (
        what.hit.start > sentence.hits[place].start
        and sentence.words(sentence.hits[place].end, what.hit.start) <= _OBJECT
    )


def _governed(sentence: Sentence, place: int) -> bool:
    """Say whether a word right before makes an infinitive of a form that looks finite: `should put its name to`."""
    if not place:
        return False
    before, here = sentence.hits[place - 1], sentence.hits[place]
    if sentence.text[before.end : here.start].strip() or sentence.language.script == "han":
        return False
    return bool(before.cues & {Cue.PLAN, Cue.URGE, Cue.MODAL, Cue.NEED, Cue.TO}) and not before.acts


def _signed_at_home(sentence: Sentence) -> bool:
    """Say whether a domestic text is signed in this sentence."""
    hits = sentence.hits
    for place, hit in enumerate(hits):
        if hit.acts and hit.acts[0][0] is Action.SIGNATURE and hit.acts[0][1] not in {Form.NOUN, Form.AGENT}:
            if thing(sentence, place, False).bill is not None or _approves_next(sentence, place):
                return True
    return False


def _approves_next(sentence: Sentence, place: int) -> bool:
    """Say whether a word for consent follows at once: `签署批准 ... 的法律` signs an approval, not the treaty."""
    if place + 1 >= len(sentence.hits) or sentence.language.script != "han":
        return False
    here, after = sentence.hits[place], sentence.hits[place + 1]
    return here.end == after.start and bool(after.acts) and after.acts[0][0] in CONSENT


def _leader(sentence: Sentence, place: int) -> int | None:
    """Return the place of the joining that leads to this act: `joined others in signing`."""
    for index in range(place - 1, -1, -1):
        hit = sentence.hits[index]
        if hit.mention or hit.mark == ";":
            return None
        if hit.acts:
            joining = hit.acts[0][0] is Action.ACCESSION and hit.acts[0][1] is not Form.NOUN
            return index if joining and met(sentence, index) else None
    return None


def _acts(sentence: Sentence, place: int) -> list[tuple[Action, Form]]:
    """Return the readings of a hit as an act; a yes of parliament to a treaty is one too."""
    hit = sentence.hits[place]
    if hit.acts:
        return list(hit.acts[:1])
    if Cue.DEPOSIT in hit.cues and _bare_instrument(sentence, place):
        return [(Action.RATIFICATION, Form.PASSIVE)]
    if Cue.APPROVE in hit.cues or (Cue.PASS in hit.cues and _institution(sentence)):
        for other in sentence.hits[place + 1 :]:
            if other.acts or other.mark == ";" or Cue.BOUNDARY in other.cues:
                return []
            if other.mention:
                return (
                    [(Action.RATIFICATION, Form.DONE)]
                    if Cue.APPROVE in hit.cues or _institution(sentence)
                    else []
                )
    return []


def _bare_instrument(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is deposited here without a word of which kind."""
    instrument = False
    for hit in sentence.hits[place + 1 :]:
        if hit.mark == ";" or sentence.words(sentence.hits[place].end, hit.start) > 12:
            break
        if hit.acts:
            return False
        instrument = instrument or Cue.INSTRUMENT in hit.cues
    return instrument


def _about_an_act(sentence: Sentence, place: int) -> bool:
    """Say whether what takes effect is an act, such as a withdrawal, and not the treaty."""
    return any(form is Form.NOUN for hit in sentence.hits[:place] for _, form in hit.acts)


def _institution(sentence: Sentence) -> bool:
    """Say whether a domestic body decides in this sentence."""
    cues: set[Cue] = set()
    for hit in sentence.hits:
        cues |= hit.cues
    return (
        Cue.INSTITUTION in cues
        and bool(cues & {Cue.APPROVE, Cue.PASS, Cue.BILL, Cue.STEP})
        or (Cue.BILL in cues and bool(cues & {Cue.APPROVE, Cue.PASS, Cue.STEP}))
    )


def _carried(
    sentence: Sentence, place: int, form: Form, told: dict[int, Found | None], last: Doers | None
) -> Doers:
    """Return a doer named before: by an act joined to this one, a pronoun, or an office without its State."""
    earlier = joined(sentence, place)
    if earlier is not None and (one := told.get(earlier)) is not None:
        return one.doers
    if form is Form.AGENT:
        return Doers()
    after_boundary = next(
        (hit for hit in reversed(sentence.hits[:place]) if hit.name or hit.mark or ends(hit)), None
    )
    if after_boundary is not None and Cue.BOUNDARY in after_boundary.cues:
        for before in range(place - 1, -1, -1):
            one = told.get(before)
            if one is not None:
                return one.doers
    for hit in reversed(sentence.hits[:place]):
        if hit.mark == ";" or hit.mention or (Cue.ANAPHOR in hit.cues and not hit.acts):
            break
        if hit.cues & {Cue.ROLE, Cue.INSTITUTION} and (alone := only(sentence)):
            return Doers(alone.codes, how="carried")
        if hit.cues & {Cue.PRONOUN, Cue.ROLE, Cue.INSTITUTION} and last is not None:
            return Doers(last.codes, how="carried")
    return Doers()


def _main(mentions: tuple[Mention, ...]) -> str:
    """Return the treaty that an entry is about: the one named most, the earlier among equals."""
    order = [mention.treaty for mention in mentions]
    return max(dict.fromkeys(order), key=lambda treaty: (order.count(treaty), -order.index(treaty)))


def _short(quote: str) -> str:
    return quote if len(quote) <= 80 else quote[:77] + "..."


def world() -> Iterable[tuple[str, str, Name]]:
    """Yield the names of the world's States and of the EU as (language, phrase, name)."""
    for actor in table():
        for language in actor.languages:
            yield language, actor.words, Name(actor.code, actor.kind, actor.risky)


__all__ = ["CONSENT", "Reader"]
