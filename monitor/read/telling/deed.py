"""Weigh a deed: an act whose object may be the treaty, with who did it and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from monitor.model import CONSENT
from monitor.read.act import Act, Found
from monitor.read.acts.home import decides_at_home, effective, ratified_act, seen
from monitor.read.acts.readings import of_object, put_forward
from monitor.read.doers.company import among, company, full_with, joining, those_joined
from monitor.read.doers.counts import only_counts, tells_rank
from monitor.read.doers.lists import NOBODY, Doers, How
from monitor.read.doers.subject import doers
from monitor.read.governor import Governing, Governor, hedged
from monitor.read.hits import OUTSIDERS, Action, Cue, Form, Hit, Status, holds
from monitor.read.sentence import Word
from monitor.read.status.case import FALSE, OPEN, POSSIBLE, Case, Verdict
from monitor.read.status.clause import governors
from monitor.read.status.reports import own_kinds, told_by, verb_opens, witnessed
from monitor.read.status.undone import undoing, undone
from monitor.read.status.verdict import judge
from monitor.read.telling import around, matter
from monitor.read.telling.carried import carried
from monitor.read.telling.memory import Told, joined_act
from monitor.read.times import background, dates
from monitor.read.times.force import fulfilled, is_dated

_TELLING: frozenset[How] = frozenset({"by", "clause", "praised", "on behalf", "list", "reached", "ours"})
"""Ways of naming doers that tell of a deed."""
_STEPS = frozenset({Cue.STEP, Cue.APPROVE, Cue.PASS, Cue.BILL, Cue.SUBMIT, Cue.RECOMMEND, Cue.TO})
"""Kinds of words by which a parliament takes a step about an act."""
_IDLE = frozenset({Cue.AUX, Cue.INSTITUTION, Cue.REACH})
"""Kinds of words that do not say what a doer does about an act."""
_NEAR = 6  # words between a doer and its act


class Deed:
    """Weigh one act whose object may be the treaty.

    What governs an act and who does it are found in turns, for each tells something of the other: whom a governing word
    joins in the act, who of those named only sees or helps it, and whom a word before it stands for.
    """

    def __init__(self, told: Told, act: Act) -> None:
        self.told, self.sentence, self.place, self.form = told, act.sentence, act.place, act.form
        self.treaty = act.what.treaty or told.memory.topic.treaty
        self.act = replace(act, ruling=tuple(_ruled(act)))
        self.joining = self._joining()
        """Where others are joined in the act: `joined Peru and Chile in signing`."""
        self.before: tuple[str, ...] = ()
        """Those who are joined in what they did before."""
        if self.joining is not None:
            # not what governs the joining only: `will join other nations to sign`
            start, to = self.sentence.hits[self.joining].start, {Cue.TO} if self.form is Form.BARE else set()
            self._ruled_by([one for one in self.act.ruling if one.hit.start > start and not to & one.cues])
            self.form = Form.GERUND if self.form is Form.AGENT else self.form
            self.act = replace(self.act, form=self.form)
        who, self.also = self._doers()
        self.done_by(who)
        self._ruled_by(witnessed(self.act))
        self._ruled_by(of_object(self.act))
        self.action, self.called_off = undone(self.act)
        """What undoing makes of the act, and the verdict where there is no more to ask."""
        asked = self.act.governed(Cue.URGE)
        self.outside = not asked and who.body in OUTSIDERS
        subject = who.how == "before" and who.body is not Cue.INSTITUTION
        if asked and subject and around.appeals(self.act):
            self.done_by(NOBODY)
        elif not who:
            self.done_by(carried(told, self.act, self.action))
        self.beside: Status | None = None

    @property
    def who(self) -> Doers:
        """Return who does the act."""
        return self.act.who

    def done_by(self, who: Doers) -> None:
        """Take in who does the act."""
        self.act = replace(self.act, who=who)

    def _ruled_by(self, ruling: Sequence[Governor]) -> None:
        """Take in what governs the act, but for words that say something else."""
        self.act = replace(self.act, ruling=tuple(ruling))

    def _joining(self) -> int | None:
        """Return the place of the joining that leads to the act, where its form lets one: `joined Peru in signing`."""
        loose = self.form is Form.BARE and Cue.LOOSE in self.sentence.cues
        as_one = self.form is Form.AGENT and Cue.BOUNDARY in self.act.before.cues  # `joins Peru as a party`
        led = self.form is Form.GERUND or loose or as_one or self.act.governed(Cue.RELATIVE)
        return joining(self.act) if led else None

    def _doers(self) -> tuple[Doers, Doers]:
        """Return who does the act, and who else does: those in their company, or whom they join in it."""
        sentence, place = self.sentence, self.place
        if self.joining is None:
            who = full_with(sentence, doers(self.act), self.form)
            return told_by(replace(self.act, who=who)), company(sentence, place)
        who, also = doers(Word(sentence, self.joining, Form.DONE)), those_joined(sentence, self.joining)
        # `joins Peru as a party`, `joins Peru, which ratified in May`, `the 31 States that have already ratified`
        earlier = self.act.here.has(Form.AGENT) or self.act.governed(Cue.RELATIVE)
        if self.act.governed(Cue.HISTORY) or (also.codes and earlier):
            self.before = also.codes
            return who, NOBODY
        if also.count is None and not holds(sentence.hits[self.joining : place], Cue.MANY):
            also = replace(also, group=False)  # `joined other nations in signing`
        return who, also

    def verdict(self) -> Verdict:
        """Return how far the act has come by the grammar around it."""
        if self.outside and self.action is not Action.ENTRY_INTO_FORCE:
            return Verdict(None, "done by no State")
        if (means := self.told.means(self.act)) is not None:
            return means
        if (withheld := around.withheld(self.act)) is not None:
            return withheld
        if self.called_off is not None:
            return self.called_off
        if around.put_off(self.act) or verb_opens(self.sentence, self.place):
            return OPEN
        if self.form is Form.BARE and around.commands(self.act):
            self.done_by(NOBODY)
            self.also = NOBODY
            return Verdict(Status.URGED)
        if around.denied_behind(self.act):
            return Verdict(None, FALSE)
        verdict = self._corrected(self._judged())
        self.beside = verdict.status
        if self.joining is not None and verdict.status is Status.DONE:
            form = self.sentence.hits[self.joining].acts[0][1]
            ruling = Governing(governors(self.sentence, self.joining))
            led = Case(self.action, form, ruling, frozenset(), near=True, named=True, institution=False)
            verdict = judge(led)
            if self.form is Form.BARE and verdict.status is not Status.DONE:
                self.also = NOBODY  # `will join other nations to sign`
        to = [one.hit for one in self.act.ruling] == [self.act.before] and Cue.TO in self.act.before.cues
        # `plans to join it and to sign the pact`
        waits = self.form in {Form.BARE, Form.PASSIVE} and (to or not self.act.ruling)
        if waits or (self.form is Form.DONE and self.told.denied_with(self.place)):
            return self._like_joined() or verdict
        return verdict

    def _like_joined(self) -> Verdict | None:
        """Return the verdict on the act to which this one is joined: `will sign and ratify`."""
        one = self.told.joined(self.place)
        if one is not None:
            to = Cue.TO in self.act.before.cues and self.sentence.heads
            ahead = to and self.sentence.at(self.place - 2).mark  # `Nigeria signs, to ratify treaty`
            return Verdict(Status.PLANNED) if ahead else Verdict(one.status, past=bool(one.past))
        earlier = joined_act(self.sentence, self.place)
        while earlier is not None and earlier not in self.told.silent:
            earlier = joined_act(self.sentence, earlier)
        return None if earlier is None else Verdict(None, "joined to an act that is none")

    def _judged(self) -> Verdict:
        """Return what the governing words and the doer, if it is near enough, make of the act."""
        hits, place = self.sentence.hits, self.place
        before = self.act.before
        by_state = self.form is Form.PASSIVE and self.who.how in {"by", "table"} and self.who.body is None
        by_state = by_state and bool(hits[place].acts)  # else a yes: `approved by the European Parliament`
        near = self.joining is not None or self._is_near() or is_dated(self.act)
        # `welcomed the signing by 72 States`
        hailed = self.who.count is not None and Cue.APART in before.cues
        headed = self.who.how == "by" and (self.sentence.heads or hailed)  # `Signing by 72 States`
        doer = hits[self.who.place].start if self.who.place >= 0 else self.sentence.end
        able = [one.hit for one in self.act.ruling if Cue.MODAL in one.cues]
        along = before.mark and hits[place].has(Form.GERUND) and self.act.governed(Cue.PLAN, Cue.MODAL)
        # `welcomes Nepal as a new party`
        party = self.who.how == "praised" and self.form is Form.AGENT
        case = Case(
            self.action,
            Form.GERUND if along or party else self.form,
            Governing(self.act.ruling),
            own_kinds(self.sentence, place),
            # where a verb behind tells whether it was done
            near=near and (self.who.how == "reached" or not self.sentence.language.objective),
            named=bool(self.who.codes) or headed or self.who.how == "reached",
            institution=self.at_home() and not by_state,
            counted=self.who.how == "count" or self.who.count is not None,
            ranked=tells_rank(self.sentence, place),
            led=self.form is Form.DONE and any(hit.start > doer for hit in able),
            fulfilled=fulfilled(self.act),
        )
        return judge(case)

    def _is_near(self) -> bool:
        """Say whether the doer does the act by how it is named, or stands close before it."""
        hits, place = self.sentence.hits, self.place
        carries = self.who.how == "carried" and bool(self.act.ruling)
        if self.who.how == "ours" and self.form is Form.BARE:
            we = next((at for at, hit in self.sentence.leftward(place) if Cue.OURS in hit.cues), place)
            return not self.sentence.any_strange(we, place)  # `chúng tôi ký`, but `nous hésitons à signer`
        mood = self.form is Form.BARE and not self.sentence.language.uninflected
        if mood and self.who.how == "on behalf" and self.sentence.language.cased:
            return False  # `medita firmarla en nombre de Perú`
        if self.who.how in _TELLING or carries:
            return True
        if self.who.how == "owner":
            return False  # `la ratification kényane de la convention` tells nothing by itself
        if Cue.PRONOUN in self.act.before.cues and self.form is not Form.BARE and self.who.place != place - 1:
            return not matter.of_others(self.act)
        beside = -1 < self.who.place < self.also.place < place  # `新加坡与其他60国周三在联合国总部签署`
        last = (self.also if beside else self.who).place
        doer = [hits[last], *(hit for hit in hits[last + 1 : place] if Cue.BEHALF in hit.cues)]
        if Cue.RELATIVE in self.sentence.at(last + 1).cues:  # `Togo, nước đã ký công ước, phê chuẩn văn kiện`
            doer += [hit for hit in hits[last + 1 : place] if hit.mark == ","]
        far = last < 0 or self.sentence.words(doer[-1].end, hits[place].start) > _NEAR
        that = mood and Cue.THAT in self.sentence.at(last - 1).cues  # `de que Perú ratifique`
        if far or that or matter.depends(self.act, last):
            return False
        governed = self.form is not Form.BARE or any(one.cues - _IDLE for one in self.act.ruling)
        return not ((not governed and matter.spoken_of(self.act)) or matter.only_named(self.act))

    def _corrected(self, verdict: Verdict) -> Verdict:
        """Return a verdict as corrected by papers, offices, days and other acts of the sentence, one by one."""
        hits, place = self.sentence.hits, self.place
        acts = (at for at, hit in self.sentence.leftward(place) if hit.acts)
        if self.form is Form.NOUN and any(ratified_act(self.sentence, at) == place for at in acts):
            return Verdict(Status.PROCESS)
        steps = _STEPS - {Cue.TO} if self.form is Form.BARE else _STEPS
        rest = hits if self.act.here.noun else [*hits[:place], *hits[place + 1 :]]
        stepping = verdict.status is Status.PROCESS and not holds(rest, *steps)
        if stepping and matter.no_step(self.act):
            return Verdict(None, "only spoken of")
        if verdict.status is Status.REFUSED and hedged(self.act.ruling):
            return POSSIBLE
        before = (one for one in self.act.ruling if one.hit.start < hits[place].start)
        if verdict.status is Status.PLANNED and not holds(before, Cue.PLAN) and self._takes_effect():
            verdict = Verdict(Status.DONE)  # `Peru's accession will take effect in May`
        verdict = replace(verdict, status=seen(self.act, self.action, verdict.status))
        if verdict.status is None and only_counts(self.sentence, place):
            verdict = Verdict(Status.DONE)
        told = self.form in {Form.DONE, Form.BARE, Form.PASSIVE, Form.GERUND}  # `is signing it next week`
        present = told and self.action is not Action.ENTRY_INTO_FORCE
        again = background.retold(self.act)
        if verdict.status is Status.DONE and present and not again and dates.awaited(self.sentence, place):
            verdict = replace(verdict, status=Status.PLANNED)
        says_yes = Cue.APPROVE in hits[place].cues and not hits[place].acts
        if says_yes and verdict.status is Status.DONE and holds(hits[:place], Cue.ROLE):
            verdict = replace(verdict, status=Status.PROCESS)  # `the president approved the protocol`
        if verdict.status in {Status.PROCESS, Status.DONE} and again:
            verdict = Verdict(Status.DONE, past=True)  # `a law to leave the treaty it ratified in 2005`
        if verdict.status is Status.DONE and self.told.found:
            end = self.told.found[max(self.told.found)]
            means = end.status is Status.PLANNED and self.act.governed(Cue.BY)  # `vows to join by ratifying`
            if means or (end.status is not Status.DONE and around.hands_in_beside(self.act)):
                verdict = replace(verdict, status=end.status)
        return verdict

    def _takes_effect(self) -> bool:
        """Say whether a consent is told as done by its effect, whose day is not its own."""
        named = self.form is Form.NOUN and self.action in CONSENT
        return named and effective(self.sentence, self.place) is not None

    def result(self, verdict: Verdict, status: Status) -> Found:
        """Return the act with its doers, its status and its date."""
        here = self.act.here
        also = self.also if self.beside in {Status.DONE, Status.REFUSED} else NOBODY
        if status is Status.DONE and not also.group and (total := among(self.sentence, self.who, self.place)):
            also = replace(also, group=True, count=total)
        # `parliament will vote on it in May`
        coming = here.form is Form.FUTURE or holds([here, *self.act.ruling], Cue.PLAN, Cue.TO)
        ahead = self._takes_effect() or (status is Status.PROCESS and coming)
        theirs = self.before and not here.has(Form.AGENT)  # `joins Spain, which ratified in February`
        date = None if theirs else dates.when(self.sentence, self.place)
        # `will ratify it in May`
        ahead = ahead or (status is Status.PLANNED and not dates.announced(self.act, date))
        if ahead and date and date.year is None:
            date = None  # of what is to come a day without a year makes no history
        return Found(
            treaty=self.treaty,
            action=self.action,
            status=status,
            doers=self.who,
            past=self._past(verdict, status),
            date=date,
            fresh=dates.is_fresh(self.sentence, self.place),
            was=self._stands_so(date),
            where=dates.where(self.sentence, self.place),
            deposited=verdict.deposited or Cue.DEPOSIT in here.cues,
            form=self.form,
            quote=self.sentence.quote,
            title=self.sentence.heads,
            also=also,
            beside=self.beside,
            loose=Cue.LOOSE in here.cues or not here.acts,
            over=Cue.PAST in here.cues or not dates.given(self.sentence, self.place, date),
        )

    def _stands_so(self, date: Hit | None) -> bool:
        """Say whether the act is told as how things stand: `was among those that signed`, without a day."""
        if background.stands_so(self.act):
            return True
        # `becomes one of the few countries that ratified`
        becomes = (one.hit for one in self.act.ruling if Cue.BECOME in one.cues)
        own = Cue.BECOME in self.act.here.cues  # `成为批准《公约》的国家之一`
        if own or any(Cue.WAS not in hit.cues for hit in becomes) or (date and date.day):
            return False
        # `accuses Peru of hacking and signs it`
        second = Cue.AND in self.act.before.cues and self.form is Form.DONE
        of_another = second and not self.told.joined(self.place)
        return self.act.governed(Cue.WAS) or (not of_another and self.act.governed(Cue.REACT))

    def _past(self, verdict: Verdict, status: Status) -> str:
        """Say why the act is told as history, or nothing where it is news."""
        sentence, place, who = self.sentence, self.place, self.who
        back = verdict.past and who.how != "reached" and not self._just_now()
        if back or background.is_background(self.act):
            words = [hit for hit in sentence.hits if hit.cues & {Cue.HISTORY, Cue.RELATIVE}]
            word = min(words, key=lambda hit: abs(hit.start - sentence.hits[place].start), default=None)
            return f"“{sentence.said(word)}” looks back" if word else "a list or a clause looks back"
        if who.how == "clause" or background.in_passing(self.act):
            return "it only describes somebody or something"
        if not who.codes and (beside := self.told.joined(place)) is not None and beside.past:
            return "it stands beside an act of the past"  # `States that have signed or will ratify`
        if status is Status.DONE and background.lacking(sentence, place):
            return "it is told for what is still missing"
        # signatures are counted anew around the opening
        counted = status is not Status.URGED and self.action is not Action.SIGNATURE and not who.codes
        return "it is told as how things stand" if counted and background.told_as_state(sentence) else ""

    def _just_now(self) -> bool:
        """Say whether what is told as past was done just now: on a day of the news, or before what a heading plans."""
        in_force = any(hit.acts[:1] == ((Action.ENTRY_INTO_FORCE, Form.DONE),) for hit in self.sentence.hits)
        heads = self.sentence.heads and Cue.LEADS not in self.sentence.cues and not in_force
        after = self.act.governed(Cue.AFTER) and not self.act.ruling[1:]
        return (heads and after) or dates.just_now(self.act)

    def at_home(self) -> bool:
        """Say whether a parliament, a cabinet or a bill takes part."""
        told = self.act.what.bill is not None or self.who.body is Cue.INSTITUTION or self.told.signed_at_home
        body = self.sentence.at(self.place + 2).cues
        council = Cue.PLACE in self.act.after.cues and Cue.INSTITUTION in body  # `ratified in Cabinet`
        return told or council or decides_at_home(self.sentence, self.place)


def _ruled(act: Act) -> list[Governor]:
    """Return the words that govern an act, whoever does it."""
    found = governors(act.sentence, act.place)
    if act.action is Action.ENTRY_INTO_FORCE and act.form in {Form.DONE, Form.PASSIVE}:
        found = [one for one in found if Cue.AFTER not in one.hit.cues]  # what it came after is no condition
    return undoing(act.sentence, act.place, put_forward(act.sentence, act.place, found))
