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
    sentence.py        the fields of an entry, where treaties are named in them, and one sentence
    hits.py            what is found in a sentence, of which kinds, and walks along that
    governor.py        which kinds of words govern an act, how far each reaches, and which is nearer
    act.py             one act in its sentence: to what it is done, who does it, what governs it

    words/             what stands in the text?
        tongue         its language, by script and function words, or that it is none that is read
        romanised      letters and apostrophes for a heading made from an address
        sentences      where a text was written, by its dateline, and where each sentence ends
        scan           ask here: which sentences matter, and all that is found in each
        lexicon        the words, names and numbers of a language in one pass, the longest first
        meanings       what phrases mean, alone and beside others, and verbs in two halves
        phrases        how a phrase is folded, where it ends, and whether it stands as words of its own
        signs          marks, figures and dates
        described      left out: what stands in commas between a State and its verb, or describes the treaty
        circumstances  left out: phrases that say how, when or why, and the edges of a sentence
        earlier        left out: those after whom others act, and where a thing is but said
        marked         left out: names that act by no mark behind them, in Hindi and Japanese
    names/             which treaties does it name?
        mentions       ask here: in one pass over all texts
        gate           which names a text may hold, so that only those are compiled
        context        which treaty an unclear name means, by the words around it, and how far a name reaches
    doers/             who does it?
        subject        ask here: all ways to name a doer, the nearest first
        preceding      doers before their act, and those that a clause is about
        following      doers behind it
        lists          all members of a list
        counts         how many they are
        candidates     which names may be doers: not places, nor people, nor behind a preposition
        company        who else does it, whom they join, and the names of those who are counted
        states         the one State that a sentence or the whole entry means, and whose Senate a Senate is
    objects/           what is it done to?
        things         ask here: the treaty, a word for it, a bill, or something else
        instead        what a treaty's name only describes or belongs to
        another        another treaty, or one whose name has a verb of its own
    acts/              which words are acts?
        readings       ask here: the act that a word tells, and in which form; what somebody only wants others to do
        unnamed        acts that no word names: a parliament's yes or no, papers handed in
        home           what is decided at home, and signed there
    status/            how far has it come?
        clause         ask here: the words that govern an act, nearest first
        behind         those behind it
        sense          of which kinds each governs it
        reports        what somebody only says, sees or asks of others; the condition that opens the sentence
        case           what the verdict goes by
        verdict        what they make of it, question by question
        undone         an act taken back
    times/             is it news?
        background     history, where things stand, and acts that only describe
        dates          when and where an act was done, and from which day an entry looks back
        reference      pages that list or explain
        force          whether a treaty enters into force, and for whom
    telling/           what does the entry tell?
        listen         ask here: sentence after sentence, act after act
        memory         what it has told so far, and what one sentence tells; of which treaty
        weigh          one act with all of the above, and why it tells nothing
        elsewhere      why it is not done to the treaty
        deed           the same once its object is known
        around         what a deed asks of the words around it: is it told, commanded, denied?
        matter         is the act only spoken of?
        carried        doers named before: pronouns, offices, joined acts
        settle         ask here, too: one set of events for the entry
        ages           what the days of a treaty and of an entry say of an act
        repeats        what is told twice
"""

from monitor.read.reader import Reader

__all__ = ["Reader"]
