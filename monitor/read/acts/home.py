"""Tell the domestic way to a treaty: who decides at home, and what is signed there besides the treaty."""

from __future__ import annotations

from itertools import dropwhile

from monitor.model import CONSENT
from monitor.read.act import Act
from monitor.read.governor import compound, relative
from monitor.read.hits import AT_HOME, NONE, RELATIVES, Action, Cue, Form, Hit, Status, cues_of, holds, until
from monitor.read.objects.things import Thing, thing
from monitor.read.sentence import Sentence, Word

_PARTING = frozenset(
    {
        Cue.AND, Cue.BOUNDARY, Cue.RELATIVE, Cue.THAT, Cue.CONDITION, Cue.AFTER, Cue.HISTORY, Cue.NEED, Cue.FRESH,
        Cue.PLACE,
    }
)  # fmt: skip
"""Kinds of words behind which an act is no part of what was signed before."""
_DECIDED = CONSENT | {Action.WITHDRAWAL}
"""Acts of which papers are signed at home."""
_LAW = 12  # hits behind a word for ratifying within which the law that it ratifies is named
_PASSED = 6  # words between a verb and the act that is ratified by it
_IN_PAPERS = frozenset({Form.NOUN, Form.GERUND, Form.BARE})
_OPEN = frozenset({Status.DONE, Status.PLANNED, None})
_CLAUSE = frozenset({Cue.AND, Cue.BOUNDARY})
_TO_COME = frozenset({Cue.NEED, Cue.URGE, Cue.PLAN, Cue.UNDONE})
_AHEAD = frozenset({Cue.PLAN, Cue.MODAL, Cue.NEED, Cue.TO, Cue.FOR, Cue.NEGATION, Cue.UNDONE})
"""Kinds of words right before a deposit that is still to come."""


def _by_decree(sentence: Sentence, place: int) -> bool:
    """Say whether an act is done by a paper of one's own: `ratifies the Convention by decree`."""
    for index, hit in sentence.rightward(place):
        if Cue.BY in hit.cues:
            paper = sentence.at(index + 1)
            return Cue.BILL in paper.cues and sentence.near(hit, paper)
    return False


def decides_at_home(sentence: Sentence, place: int) -> bool:
    """Say whether a house or a bill decides in the part of the sentence where the act stands: `ratified it by decree`.

    What stands before a semicolon is of another part: `Parliament passed the budget; Peru ratified it`.
    """
    hits, cues = sentence.hits, sentence.cues
    if behind := [hit for _, hit in sentence.rightward(place) if Cue.IF in hit.cues]:
        # `will ratify it if the Senate says yes`: nothing is told of the Senate
        cues = cues_of(hit for hit in hits if hit.start < behind[0].start)
    if cues.isdisjoint(AT_HOME):
        return False
    if _by_decree(sentence, place):
        return True
    if stops := [at for at, hit in enumerate(hits) if sentence.said(hit) == ";" or hit.cues >= _CLAUSE]:
        first = max((stop for stop in stops if stop < place), default=0)
        last = min((stop for stop in stops if stop > place), default=len(hits))
        cues = cues_of(hits[first:last])
    elif _another_law(sentence, place):
        return False
    else:
        cues &= cues_of(_beside_clauses(sentence, place))
    if all(_lacks(sentence, index, place) for index, hit in enumerate(hits) if Cue.BILL in hit.cues):
        cues -= {Cue.BILL}
    return not cues.isdisjoint({Cue.APPROVE, Cue.PASS, Cue.STEP}) and not cues.isdisjoint(AT_HOME)


def _beside_clauses(sentence: Sentence, place: int) -> list[Hit]:
    """Leave out clauses beside an act, about its State or treaty: `Peru, whose parliament approved it, ratified`.

    The one about its treaty ends the sentence: `ratified the treaty, which its Senate approved`.
    """
    hits, close = sentence.hits, sentence.mark_before(place)
    opened = relative(sentence, close) if hits[close].mark == "," else None
    before = [*hits[:opened], *hits[close:place]] if opened and hits[opened - 1].state else hits[:place]
    clauses = (at for at, hit in sentence.rightward(place) if Cue.RELATIVE in hit.cues and hits[at - 1].mark)
    end = next((at for at in clauses if hits[at - 2].treaty), len(hits))
    return [*before, *hits[place:end]]


def _another_law(sentence: Sentence, place: int) -> bool:
    """Say whether the only word of home is a law that came first: `ratified it after passing a law on hacking`."""
    after = list(dropwhile(lambda hit: Cue.AFTER not in hit.cues, sentence.hits[place:]))
    told = sentence.hits[: len(sentence.hits) - len(after)]
    ours = holds(after, Cue.INSTITUTION) or any(hit.acts for hit in after)
    return holds(after, Cue.BILL) and not (ours or holds(told, *AT_HOME))


def _lacks(sentence: Sentence, bill: int, place: int) -> bool:
    """Say whether a law is still to be made: `Ratifying the convention: Viet Nam must amend its laws`.

    Behind the act it is told so by a plan, too: `ratified it and will now pass a law`.
    """
    need = sentence.nearest(bill, lambda hit: hit.cues.isdisjoint({Cue.PASS, Cue.TO, Cue.PRONOUN}))
    kinds = _TO_COME if sentence.hits[place].start < need.start else {Cue.NEED}
    return not need.cues.isdisjoint(kinds)


def accedes(sentence: Sentence, place: int) -> int | None:
    """Return the place of the accession that is ratified by the word here, or its law: `ratifies its accession`."""
    for index, hit in enumerate(sentence.hits[place + 1 : place + _LAW], place + 1):
        if hit.acts:
            return index if (Action.ACCESSION, Form.NOUN) in hit.acts[:1] else None
        if hit.mention or hit.cues & {Cue.AND, Cue.DEPOSIT}:
            break
    return None


def ratified_act(sentence: Sentence, place: int) -> int | None:
    """Return the place of the act that a parliament ratifies by the verb here: `the Senate ratified its accession`."""
    here = sentence.hits[place]
    if here.action is not Action.RATIFICATION:
        return None
    if (accession := accedes(sentence, place)) is not None or here.noun:
        return accession  # `المصادقة على انضمام تونس`
    house, plan = holds(sentence.hits[:place], Cue.INSTITUTION), False
    spaced = not sentence.unspaced
    for index, hit in sentence.rightward(place):
        if hit.acts:
            act = plan or (house and hit.noun)
            return index if act and sentence.near(here, hit, _PASSED) else None
        if hit.mark or hit.treaty or Cue.AND in hit.cues:
            return None
        # `ratified the decision of parliament to leave`
        plan = plan or bool(spaced and hit.cues & {Cue.PLAN, Cue.THAT})
    return None


def signed_at_home(sentence: Sentence) -> bool:
    """Say whether a bill is what somebody signs in this sentence: `the president signed the law that ratifies it`."""
    if Cue.BILL not in sentence.cues and not sentence.unspaced:
        return False
    signs = (
        Word(sentence, at, hit.acts[0][1])
        for at, hit in enumerate(sentence.hits)
        if hit.action is Action.SIGNATURE and hit.form not in {Form.NOUN, Form.AGENT}
    )
    return any(thing(word).bill is not None or _approves_next(sentence, word.place) for word in signs)


def _approves_next(sentence: Sentence, place: int) -> bool:
    """Say whether a word for consent follows at once: `签署批准 ... 的法律` signs an approval, not the treaty."""
    here, after = sentence.hits[place], sentence.at(place + 1)
    return here.end == after.start and after.action in _DECIDED


def _signs_instrument(sentence: Sentence, place: int) -> bool:
    """Say whether what is signed is the instrument, before its deposit: `signed its instrument of ratification`."""
    if _signed_itself(sentence, place):
        return True
    for index, hit in sentence.rightward(place):
        if not sentence.near(sentence.hits[place], hit, 3) or (hit.state and sentence.hits[index - 1].mark):
            break  # `签署《公约》，加纳交存批准书`
        if Cue.INSTRUMENT in hit.cues:
            return True
    return False


def _signed_itself(sentence: Sentence, place: int) -> bool:
    """Say whether an instrument is the subject of a passive: `its instrument of ratification was signed by ...`."""
    who = sentence.at(place - 1)
    if not sentence.hits[place].has(Form.PASSIVE) or (who.name and not sentence.language.verb_last):
        return False
    parting = _PARTING - {Cue.FRESH, Cue.PLACE}
    before = reversed(sentence.hits[:place])
    subject = until(before, lambda hit: (hit.acts and not hit.noun) or hit.cues & parting)
    return holds(subject, Cue.INSTRUMENT)


def signs_else(sentence: Sentence, place: int, what: Thing) -> str:
    """Say which paper is signed instead of the treaty, or nothing: `signed the law on it`, `signed its instrument`."""
    if what.bill is not None or _approves_next(sentence, place):
        return "a domestic text is signed, not the treaty"
    if sentence.language.agglutinates:
        return ""  # what is signed stands before: `署名し、批准書を寄託した`
    # `signed the accession document`
    paper = sentence.at(place + 1).has(Form.NOUN)
    if paper or _signs_instrument(sentence, place) or _signs_paper(sentence, place):
        return "an instrument is signed at home"
    return ""


def _paper_signed(sentence: Sentence, place: int) -> bool:
    """Say whether the act next to this one signs its instrument at home: `signed the instrument of ratification`."""
    before = next((at for at, hit in sentence.leftward(place) if hit.acts), 0)
    behind = next((at for at, hit in sentence.rightward(place) if hit.acts), 0)
    signs = sentence.hits[before]
    if before != place and signs.action is Action.SIGNATURE and signs.form is not Form.NOUN:
        return _signs_instrument(sentence, before) or _signs_paper(sentence, before)
    return _signed_itself(sentence, behind)


def _signs_paper(sentence: Sentence, place: int) -> bool:
    """Say whether what is signed is a paper about an act, whatever it is called: `signs decision ratifying the pact`.

    The act that it decides stands in its description, with no word between that would make it another clause.
    """
    hits = sentence.hits
    here = hits[place]
    if here.form in {Form.NOUN, Form.AGENT} or Cue.AUX in sentence.at(place - 1).cues | here.cues:
        return False
    for index, hit in enumerate(hits[place + 1 : place + 6], place + 1):
        if hit.acts:
            between = sentence.text[here.end : hit.start].split()
            called = any(word not in sentence.small and len(word) > 1 for word in between)  # `توقع وتصدق`
            return called and hit.action in _DECIDED and hit.form in _IN_PAPERS
        if hit.treaty:
            if index + 1 == len(hits) or compound(sentence, index + 1) != index:
                break
        elif hit.mark or hit.number is not None or not hit.cues.isdisjoint(_PARTING):
            break
    return False


def decided(sentence: Sentence, place: int) -> bool:
    """Say whether a clause tells what was decided, its verb last: `beschlossen, dass die Schweiz unterschreibt`."""
    before = until(reversed(sentence.hits[:place]), lambda hit: hit.acts)
    plan = next((hit for hit in before if Cue.PLAN in hit.cues), NONE)
    return sentence.language.verb_last and Cue.THAT in plan.cues


def seen(act: Act, action: Action, status: Status | None) -> Status | None:
    """Return how far an act has come by mood, effect or papers, which outweigh words: `its withdrawal took effect`."""
    if status is Status.DONE and Cue.WISHED in act.before.cues:
        return Status.URGED  # `asks that the convention be ratified by Peru`
    leaves = action is Action.WITHDRAWAL and status in {Status.PROCESS, Status.DONE}
    if leaves and (effect := effective(act.sentence, act.place)) is not None:
        return effect
    brought = act.form is Form.NOUN and Cue.SUBMIT in act.before.cues and Cue.DEPOSIT not in act.before.cues
    if brought and status is Status.DONE and holds(act.sentence.hits[act.place :], Cue.INSTITUTION, Cue.STEP):
        return Status.PROCESS  # `sends its ratification to parliament`
    paper = action in CONSENT and act.form in _IN_PAPERS and status in _OPEN and not _handed_in(act.sentence)
    # `signed the instrument of ratification`
    return Status.PROCESS if paper and _paper_signed(act.sentence, act.place) else status


def _handed_in(sentence: Sentence) -> bool:
    """Say whether an instrument is said to be deposited: not `paving the way for its deposit`."""
    for index, hit in enumerate(sentence.hits):
        if Cue.DEPOSIT in hit.cues:
            before = sentence.nearest(index, lambda one: Cue.AUX not in one.cues)
            behind = sentence.at(index + 1) if sentence.language.verb_last else NONE
            if _AHEAD.isdisjoint(before.cues | hit.cues | behind.cues):
                return True
    return False


def effective(sentence: Sentence, place: int) -> Status | None:
    """Return whether an act is said to have taken effect, whatever was voted, or to do so yet.

    `its withdrawal took effect`, `Выход из статута вступит в силу в июне`
    """
    told = until(sentence.hits[place + 1 :], lambda hit: hit.mark or hit.cues & RELATIVES)
    act = next((hit for hit in told if hit.acts), NONE)
    if act.action is not Action.ENTRY_INTO_FORCE:
        return None
    ahead = act.has(Form.FUTURE) or holds(sentence.between(sentence.hits[place], act), Cue.PLAN)
    return Status.PLANNED if ahead else Status.DONE if act.has(Form.DONE) else None
