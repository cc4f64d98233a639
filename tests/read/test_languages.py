"""The language files: what they hold, and what is said about a wrong one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from monitor import languages
from monitor.errors import TreatywatchError
from monitor.languages import Cue, Form, Head, expand, load, parse
from monitor.model import Action

SHIPPED = {"en", "fr", "es", "ar", "ru", "zh", "vi", "de", "pt", "it", "id", "hi", "ja"}
FILES = Path(languages.__file__).parent
SMALL = "code: xx\nname: Test\nscript: latin\nsmall: the\nacts: {}\ncues: {}\n"


def test_these_languages_ship() -> None:
    assert set(load()) == SHIPPED


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_language_knows_the_acts_and_what_turns_them(code: str) -> None:
    language = load()[code]
    for action in (
        Action.SIGNATURE,
        Action.RATIFICATION,
        Action.ACCESSION,
        Action.WITHDRAWAL,
        Action.ENTRY_INTO_FORCE,
    ):
        assert language.acts[action], action
    for cue in (
        Cue.PLAN, Cue.URGE, Cue.REFUSE, Cue.NEGATION, Cue.CONDITION, Cue.MODAL, Cue.NEED, Cue.APPROVE, Cue.INSTITUTION,
        Cue.BILL, Cue.DEPOSIT, Cue.OTHER, Cue.GROUP, Cue.ANAPHOR, Cue.HISTORY, Cue.STALE, Cue.OPENING, Cue.ATTEND,
    ):  # fmt: skip
        assert language.cues[cue], cue
    assert language.acts[Action.SIGNATURE][Form.NOUN]


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_no_pattern_says_what_others_of_its_list_say(code: str) -> None:
    language = load()[code]
    raw = yaml.safe_load((FILES / f"{code}.yaml").read_text(encoding="utf-8"))
    lists = [*raw["cues"].values(), *(one for forms in raw["acts"].values() for one in forms.values())]
    for patterns in lists:
        said = [
            {spelled.casefold() for phrase in expand(pattern) for spelled in language.spelled(phrase)}
            for pattern in patterns.split("|")
        ]
        times = Counter(phrase for phrases in said for phrase in phrases)
        idle = [phrases for phrases in said if all(times[phrase] > 1 for phrase in phrases)]
        assert idle == []


def test_the_head_of_a_file_says_what_the_whole_says() -> None:
    known = load()
    for code, head in known.heads.items():
        assert [getattr(head, name) for name in Head.__struct_fields__] == [
            getattr(known[code], name) for name in Head.__struct_fields__
        ]


def test_an_empty_choice_leaves_one_blank() -> None:
    assert expand("a {,new } pact{, }") == ("a pact", "a new pact")


def test_braces_stand_for_each_choice() -> None:
    assert expand("sign{,s,ed} {a,the} pact")[:3] == ("sign a pact", "sign the pact", "signs a pact")


@pytest.mark.parametrize("pattern", ["sign{s", "sign}s", "a" + "{b,c}" * 13])
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"brace|spellings"):
        expand(pattern)


def test_a_small_language_is_enough() -> None:
    assert parse(SMALL, "xx.yaml").code == "xx"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SMALL.replace("latin", "runes"), r"script`$"),
        (SMALL.replace("latin", "latn"), r"did you mean `latin`\?$"),
        (SMALL + "colour: red\n", r"`colour`$"),
        (SMALL + "verb_lst: true\n", r"did you mean `verb_last`\?$"),
        (SMALL + "dates: {withing: in}\n", r"did you mean `within`\?$"),
        (SMALL.replace("acts: {}", "acts: {signatre: {done: signed}}"), r"did you mean `signature`\?$"),
        (SMALL.replace("acts: {}", "acts: {signature: {doen: signed}}"), r"did you mean `done`\?$"),
        (SMALL.replace("cues: {}", "cues: {plans: will}"), r"did you mean `plan`\?$"),
        (SMALL.replace("cues: {}", "cues: {future: will}"), r"cues`$"),
        (SMALL.replace("cues: {}", "cues: {plan: 'will | | shall'}"), "empty phrase"),
        (SMALL.replace("cues: {}", "cues: {plan: {will: shall}}"), r"no phrases.*\$.cues"),
        (SMALL.replace("cues: {}", "cues: {plan: }"), "no phrases"),
        (SMALL.replace("cues: {}", "cues: {plan: [will, 5]}"), "no phrases"),
        (SMALL.replace("cues: {}", "cues: {hope: 'may'}"), "hope"),
        (SMALL + "bodies: {Norway: 'Storting'}\n", r"at `key` in `\$.bodies`"),
        ("code: [", "xx.yaml"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(TreatywatchError, match=says) as caught:
        parse(text, "xx.yaml")
    assert str(caught.value).startswith("xx.yaml")


def test_no_key_of_a_language_stands_twice() -> None:
    """YAML would take the last one and forget the others."""
    for file in sorted(FILES.glob("*.yaml")):
        nodes = [yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)]
        while nodes:
            node = nodes.pop()
            if isinstance(node, yaml.MappingNode):
                keys = [key.value for key, _ in node.value]
                assert [key for key in keys if keys.count(key) > 1] == [], file.name
                nodes += [value for _, value in node.value]
