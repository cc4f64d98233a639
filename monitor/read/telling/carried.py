"""Find doers named before: by an act joined to this one, for a pronoun, or for an office without its State."""

from __future__ import annotations

from itertools import pairwise

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.doers.company import before_colon
from monitor.read.doers.lists import NOBODY, Doers, cluster
from monitor.read.doers.states import only
from monitor.read.governor import other_object
from monitor.read.hits import BODIES, NONE, OUTSIDERS, Action, Cue, Form, Hit, holds, until
from monitor.read.sentence import Sentence
from monitor.read.telling.memory import Memory, Told

_AGENT = 5  # words between an act and the office that does it
_DECIDING = frozenset({Cue.APPROVE, Cue.BILL, Cue.SUBMIT, Cue.REJECT})
_OFFICES = frozenset({Cue.ROLE, Cue.PRONOUN, Cue.INSTITUTION})
_OFFICE = 3  # words of an office behind its State: `Kenyan justice minister`


def government(act: Act, action: Action, memory: Memory, *, body: bool) -> str | None:
    """Return the State whose government or `body` is meant where the sentence names none."""
    sentence, here = act.sentence, act.here
    if memory.home and not (memory.hosts and action is Action.SIGNATURE):
        return memory.home
    if not body:
        return None
    decides = bool(here.acts or here.cues & _DECIDING)  # a debate is of no parliament in particular
    named = sentence.cues & {Cue.INSTITUTION, Cue.BILL} and Cue.ASSEMBLY not in sentence.cues
    guest = memory.states.guest() if decides else None
    return memory.states.seat or guest or (sentence.language.home if named else None)


def carried(told: Told, act: Act, action: Action) -> Doers:
    """Return a doer named before an act, or before the `action` that undoing makes of it, or nobody."""
    sentence, place, form, last = act.sentence, act.place, act.form, told.memory.last
    if (one := told.joined(place)) is not None:
        return one.doers
    if (done := _by_someones_office(told, act)) is not None:
        return done
    it = Cue.PRONOUN in sentence.at(place - 2).cues and Cue.AUX in act.before.cues
    if it and act.action is Action.SIGNATURE and form is Form.PASSIVE:
        return NOBODY  # `It was signed in Hanoi`
    if last and _is_handed_over(act) and not only(sentence, place):
        return Doers(last.codes, how="carried")  # `The notice was handed over on Monday`
    if sentence.language.verb_first and (known := _officer_behind(sentence, place, last)):
        return known
    stop = sentence.nearest(place, lambda hit: hit.name or hit.mark or hit.ends)
    if told.spoken and Cue.BOUNDARY in stop.cues:
        return told.spoken[max(told.spoken)]
    if (meant := _who_is_meant(told, act, action)) is not None:
        return meant
    if last and _drops_subject(act):
        return Doers(last.codes, how="carried")
    if form is Form.PASSIVE and action in CONSENT and (quoted := speaker(sentence)):
        return Doers(quoted, how="carried")  # `The Kenyan minister said that it has been ratified`
    whole = told.memory.states.only() if _has_doer_of_entry(act) else None
    consents = action in CONSENT and (act.here.finite or act.governed(Cue.DEPOSIT))
    if not whole and sentence.heads and consents:
        whole = _consenting(act)
    return Doers((whole,), how="carried") if whole else NOBODY


def _by_someones_office(told: Told, act: Act) -> Doers | None:
    """Return the State last named whose office or body does an act: `signed in Hanoi by the minister`; None without."""
    office = _by_office(act.sentence, act.place) if act.form in {Form.PASSIVE, Form.NOUN} else NONE
    if not office or (office.body and act.form is Form.NOUN):
        return None
    named, states = told.memory.last or only(act.sentence), told.memory.states
    whole = states.only() if not named else None
    return Doers((whole,) if whole else named.codes, how="carried", body=office.body)


def _is_handed_over(act: Act) -> bool:
    """Say whether an instrument is told of in the passive: `was handed over`, `its ratification was deposited`."""
    if act.form is Form.PASSIVE:
        return not act.here.acts
    verbs = [one.hit.start for one in act.ruling if one.after and Cue.DEPOSIT in one.cues]
    return any(Cue.AUX in aux.cues and hit.start in verbs for aux, hit in pairwise(act.sentence.hits))


def _has_doer_of_entry(act: Act) -> bool:
    """Say whether one does an act who can but be the State of the whole entry: `it signed`, `Tebboune ratifie`."""
    finite = act.form not in {Form.BARE, Form.NOUN, Form.AGENT}
    decided = finite or act.governed(Cue.PLAN, Cue.RESOLVE, Cue.DEPOSIT, Cue.NEGATION, Cue.REFUSE)
    # `The President, Jane Doe, deposited`
    before = (hit for hit in reversed(act.sentence.hits[: act.place]) if hit.mark != ",")
    meant = until(before, lambda hit: hit.name or hit.mention or hit.mark or hit.acts or hit.cues & OUTSIDERS)
    if decided and holds(meant, Cue.PRONOUN, Cue.ROLE):
        return True
    return act.form in {Form.DONE, Form.PASSIVE} and _unknown_doer(act.sentence, act.place)


def _consenting(act: Act) -> str | None:
    """Return the State in or under which a heading tells a consent of nobody: `ratified in Peru`, `Peru: ... ratified`.

    `В Перу ратифицировали`
    """
    sentence, place = act.sentence, act.place
    if Cue.BY in act.after.cues:
        return None  # `Peru: the Convention ratified by too few`
    colon, first = sentence.at(1), sentence.hits[0]
    opens = first if sentence.colon(colon) and sentence.near(first, colon) else NONE
    ways = (act.after, sentence.at(place + 2)), (sentence.at(place - 2), act.before)
    found = next((state for link, state in ways if Cue.PLACE in link.cues and state.state), opens)
    return found.name.code if found.name and found.state and not found.body else None


def _ours(told: Told, index: int, *, urged: bool) -> tuple[str, ...]:
    """Return the State that `we` or `our country` means: that of the minister who is quoted, or where one writes."""
    sentence, memory = told.sentence, told.memory
    quoted = speaker(sentence) or memory.speaker
    if quoted and not urged:  # `We urge all States to ratify it`
        return quoted
    if Cue.PRONOUN not in sentence.hits[index].cues:
        return memory.ours(sentence.language.home)
    office = Cue.ROLE in sentence.cues and not urged  # `"We have signed it", the minister said`
    return (code,) if office and (code := memory.states.seat_alone) else ()


def speaker(sentence: Sentence) -> tuple[str, ...]:
    """Return the State whose minister or envoy says something here, if it is one: `the Kenyan envoy told reporters`."""
    if not sentence.cues >= {Cue.SPEAK, Cue.ROLE}:
        return ()
    codes = set()
    for index, hit in enumerate(sentence.hits):
        if Cue.ROLE not in hit.cues:
            continue
        before, behind = sentence.at(index - 1), sentence.hits[index + 1 :]
        if before.cues & {Cue.APART, Cue.COMPANY}:
            continue  # `a dit le ministre kényan après des entretiens avec le président chinois`
        # `el ministro de Justicia de Kenia`
        name = next((one for one in behind if Cue.OF not in one.cues), NONE)
        if before.name and sentence.near(before, hit, _OFFICE):
            codes.add(before.name.code)
        elif name.name and sentence.near(hit, name, _OFFICE):
            codes.add(name.name.code)
    return tuple(codes) if len(codes) == 1 else ()


def _who_is_meant(told: Told, act: Act, action: Action) -> Doers | None:
    """Return whom a pronoun, an office or a body before the act stands for: `it`, `the minister`, `the Senate`."""
    sentence, place, memory = act.sentence, act.place, told.memory
    urged, other = act.governed(Cue.URGE), other_object(sentence, place)
    asked = False
    if Cue.OURS in act.here.cues and (ours := _ours(told, place, urged=urged)):
        return Doers(ours, how="ours")  # `firmaremos`
    for index, hit in sentence.leftward(place):
        object_ = hit.mention is not None or (Cue.ANAPHOR in hit.cues and not hit.acts)
        if hit.mark == ";" or (object_ and not sentence.language.verb_last):
            break
        if Cue.OURS in hit.cues and (ours := _ours(told, index, urged=urged)):
            return Doers(ours, how="ours")
        asked = asked or Cue.URGE in hit.cues
        acts_for = bool(hit.cues & BODIES)
        if Cue.PRONOUN not in hit.cues and (not acts_for or (other is not None and index <= other)):
            continue  # `met Chad's president and signed it`
        if hit.body and (there := _state_of_clause(sentence, index)):
            return Doers((there,), how="carried", body=hit.body)
        if known := (acts_for and _own(told, index)) or _named_before(told, act, index):
            itself = Cue.PRONOUN in hit.cues or not act.here.has(Form.NOUN)
            return Doers(known.codes, how="before" if itself else "carried", place=index if itself else -1)
        office = Cue.ROLE in hit.cues and Cue.GROUP not in hit.cues
        if urged and office and not asked and (whole := memory.states.only() or memory.states.seat_alone):
            return Doers((whole,), how="carried")  # `urges the government to ratify`
        if acts_for and not urged and (home := _at_home(told, act, action, index)):
            placed = only(sentence, place).codes  # `In Chile, the Senate approved`
            return Doers(placed or (home,), how="carried", body=hit.body)
    return None


def _named_before(told: Told, act: Act, index: int) -> Doers:
    """Return the States named before that a pronoun, an office or a body may mean; a list behind a colon first."""
    sentence, memory = act.sentence, told.memory
    at, together = memory.several or (sentence.index, NOBODY)
    right_before = Cue.SEVERAL in sentence.hits[index].cues and sentence.index - at == 1
    several = together if right_before else NOBODY  # `Chad met Peru. Both countries signed`
    listed = before_colon(sentence, act.place)
    return listed or several or memory.last or only(sentence) or _listed_before(sentence, index)


def _at_home(told: Told, act: Act, action: Action, index: int) -> str | None:
    """Return the State of the entry whose government or body is meant, where it names none of others."""
    sentence, memory = act.sentence, told.memory
    body = sentence.hits[index].body
    home = government(act, action, memory, body=body is not None)
    if body is None and home is None and act.here.acts and _alone(sentence, index):
        return memory.states.alone_in(sentence.language.home)
    return home


def _alone(sentence: Sentence, index: int) -> bool:
    """Say whether nothing before the office here in its clause may say whose it is: not `the FIFA president signed`."""
    first = sentence.mark_before(index)
    opened = sentence.hits[first].start if sentence.hits[first].mark else sentence.start
    offices = all(Cue.ROLE in hit.cues or hit.mark for hit in sentence.hits[first:index])
    unknown = sentence.any_strange(first, index) or sentence.unknown(opened, sentence.hits[first].start)
    return offices and not unknown


def _listed_before(sentence: Sentence, index: int) -> Doers:
    """Return the States before a pronoun, if they are one list: `Chile and Peru praised it, which both signed`."""
    before = [at for at, hit in enumerate(sentence.hits[:index]) if hit.state]
    if len(before) < 2:
        return NOBODY
    who = cluster(sentence, before[0], 1)
    return who if len(who.codes) == len(before) else NOBODY


def _own(told: Told, index: int) -> Doers:
    """Return the only State of a sentence, but for one to which the office here does something: `visited China and`."""
    sentence, here = told.sentence, told.sentence.hits[index]
    behind = next((hit for hit in sentence.hits[index + 1 :] if hit.state), here)
    other = told.memory.last and Cue.PRONOUN in here.cues and sentence.strange(here, behind)
    return NOBODY if other else only(sentence)


def _state_of_clause(sentence: Sentence, index: int) -> str | None:
    """Return the State right before a clause about its parliament: `in Latvia, where the parliament approved`."""
    comma = index - 1 if sentence.at(index - 1).mark else index - 2
    link, state = sentence.at(comma - 2), sentence.at(comma - 1)
    if state.name is None or not state.state or sentence.at(comma).mark != ",":
        return None
    return state.name.code if link.cues & {Cue.PLACE, Cue.OF} else None


def _drops_subject(act: Act) -> bool:
    """Say whether a verb opens a sentence of the text and leaves its subject out: `Firmó el lunes la Convención`.

    Words for when may stand before: `Luego firmó la Convención`, `ثم وقع الاتفاقية`.
    """
    sentence, here = act.sentence, act.here
    language, end = sentence.language, sentence.start
    if sentence.heads or act.form not in {Form.DONE, Form.FUTURE}:
        return False
    for hit in sentence.hits[: act.place + 1]:
        if sentence.unknown(end, hit.start) or not (hit is here or hit.dated):
            return False
        end = hit.end
    if sentence.arabic:  # where a subject would stand behind its verb
        return act.after.treaty
    return language.verb_first and language.script == "latin" and not language.verb_last


def _unknown_doer(sentence: Sentence, place: int) -> bool:
    """Say whether somebody unknown does the act in a heading, such as a president: `Tebboune ratifie le traité`."""
    after = sentence.at(place + 1)
    signs = after.mention is not None and sentence.near(sentence.hits[place], after, 1)
    if not sentence.heads or not signs:
        return False
    before = list(until(reversed(sentence.hits[:place]), lambda hit: hit.mark))
    mark = sentence.at(place - len(before) - 1)
    if any(hit.acts or hit.name or hit.mention or hit.cues - {Cue.OF} for hit in before):
        return False
    return sentence.words(mark.end if mark else sentence.start, sentence.hits[place].start) > 0


def _officer_behind(sentence: Sentence, place: int, last: Doers | None) -> Doers:
    """Return the State whose office stands right behind its act: `подпись поставила постпред республики`."""
    after = sentence.at(place + 1)
    it = Cue.PRONOUN in after.cues and (sentence.language.verb_last or sentence.arabic)
    if not (it or Cue.ROLE in after.cues) or not sentence.near(sentence.hits[place], after):
        return NOBODY  # `danach unterzeichnete er`
    return Doers((last or only(sentence)).codes, how="carried")


def _by_office(sentence: Sentence, place: int) -> Hit:
    """Return the office, body or pronoun without its State that does the act: `signed in Hanoi by the minister`."""
    here = sentence.hits[place]
    for index, hit in sentence.rightward(place):
        if hit.acts or hit.mark or not sentence.near(here, hit, _AGENT):
            break
        if Cue.BY in hit.cues:
            doer = sentence.at(index + 1)
            return doer if doer.cues & _OFFICES else NONE
        if Cue.INSTITUTION in hit.cues and sentence.language.free_order:
            return hit  # `ратифицирована парламентом`
    return NONE
