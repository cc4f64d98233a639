"""Read who did what to which treaty, in thirteen languages; docs/judgement.md says by which rules.

An entry goes from top to bottom. Each folder answers one question, and imports only from those above it. What is known
grows from value to value:

    Text               one field of the entry, folded; a `Place` in it names a treaty
    Sentence, Hit      a sentence, and each of its words that means something: of which kinds (`Cue`) it is
    Word               a word that tells an act, by its place and its form
    Thing, Doers       to what an act is done, and by whom
    Governor           a word that says something of an act, such as a negation
    Act                such a word with these three
    Deed               the act while it is weighed; a `Case` and the `Verdict` on it say how far it has come
    Found              what the sentence tells of the act; `Told` gathers these, `Memory` keeps what later ones need
    Event              what the entry tells, once all that its sentences tell is settled

    reader.py          an entry from end to end; start here
    sentence.py        the fields of an entry, where treaties are named in them, and one sentence; `hits`: what
                       is found in it, of which kinds, and walks along that
    governor.py        which kinds of words govern an act, how far each reaches, and which is nearer; words and
                       clauses between that govern nothing
    act.py             one act in its sentence, for the folders that follow: to what it is done, who does it, what
                       governs it; and what the sentence tells of it

    words/             what stands in the text?
        tongue         its language, by script and function words, or that it is none that is read
        romanised      letters and apostrophes for a heading made from an address
        sentences      where a text was written, by its dateline, and where each sentence ends
        scan           which sentences matter, and their hits with their adjectives, articles and adverbs
        lexicon        words, names and numbers of a language in one pass, the longest first; `meanings`: what they
                       mean, alone and beside others, and verbs in two halves, `signs`: marks, figures and dates
        described      what has no part in the act is left out before anybody asks for it: what stands in commas between
                       a State and its verb; `circumstances`: phrases that say how, when or why, and the edges of a
                       sentence and of its clauses, `earlier`: those after whom others act, and where a thing is but
                       said, `marked`: names that act by no mark behind them
        phrases        how a phrase is folded, where it ends, and whether it stands as words of its own
    names/             which treaties does it name?
        mentions       in one pass over all texts; `gate`: which names a text may hold
        context        which treaty an unclear name means, by the words around it, and how far a name reaches
    doers/             who does it?
        subject        ask here: all ways to name a doer, the nearest first
        preceding      doers before their act; `following`: behind it
        lists          all members of a list; `counts`: how many they are
        candidates     which names may be doers: not places, nor people, nor behind a preposition
        company        who else does it, whom they join, and the names of those who are counted
        states         the one State that a sentence or the whole entry means, and whose Senate a Senate is
    objects/           what is it done to?
        things         ask here: the treaty, a word for it, a bill, or something else; `instead`: what it belongs to,
                       or what belongs to it, `another`: another treaty, or one whose name has a verb of its own
    acts/              which words are acts?
        readings       ask here: the act that a word tells, and in which form; what somebody only wants others to do
        unnamed        acts that no word names: a parliament's yes or no, papers handed in
        home           what is decided at home, and signed there
    status/            how far has it come?
        clause         the words that govern an act, nearest first; `behind`: those behind it, `sense`: of which kinds
                       each governs it
        reports        what somebody only says that was or will be, sees, or asks of others; the condition that opens
                       the sentence
        case           what the verdict goes by; `verdict`: what they make of it, question by question
        undone         an act taken back
    times/             is it news?
        background     history, where things stand, and acts that only describe
        dates          the date of an act, days of the news, times to come, and where it was done; from which day an
                       entry looks back, and what is old or ahead then
        reference      pages that list or explain
        force          whether a treaty enters into force, and for whom
    telling/           what does the entry tell?
        memory         what it has told so far, and what one sentence tells; of which treaty, and whether an act may
                       leave it out
        listen         ask here: sentence after sentence, act after act
        weigh          one act with all of the above, and why it tells nothing; `elsewhere`: is it done to the treaty?
        deed           the same once its object is known; `around`: the questions that it asks of the words around,
                       `matter`: is the act only spoken of?
        carried        doers named before: pronouns, offices, joined acts
        settle         one set of events for the entry; `ages`: what days say of an act, `repeats`: what is told twice
"""

from monitor.read.reader import Reader

__all__ = ["Reader"]
