"""Load every treaty file that the project ships and check what people rely on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from monitor.folding import fold
from monitor.languages import load as load_languages
from monitor.match import Matcher
from monitor.model import BINDING, Action, Entry, Event, Level, Reading, Status
from monitor.rules import load as load_rules
from monitor.shapes import made
from monitor.system import folder
from monitor.treaties import Treaty

FOLDER = Path(__file__).parents[2] / "rules" / "treaties"
FILES = sorted(FOLDER.glob("*.yaml"))
REQUIRED = {
    "un-cybercrime", "budapest", "budapest-2ap", "bbnj", "pandemic", "tpnw", "coe-ai", "ottawa",
    "rome-statute", "wto-fish", "istanbul", "apostille", "crpd", "escazu",
}  # fmt: skip


def load(path: Path) -> Treaty:
    return made(Treaty, yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def treaties() -> dict[str, Treaty]:
    return {treaty.id: treaty for treaty in map(load, FILES)}


def test_every_required_treaty_is_shipped(treaties: dict[str, Treaty]) -> None:
    assert set(treaties) >= REQUIRED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_named_after_its_treaty_and_has_a_schema_and_every_language(path: Path) -> None:
    treaty = load(path)
    assert path.stem == treaty.id
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/treaty.json"
    assert set(treaty.names) >= set(load_languages())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_name_is_so_short_that_it_would_be_met_by_chance(path: Path) -> None:
    for field, _, phrase in load(path).phrases():
        if field in {"names", "lookalikes"}:
            # Four letters at least, and Chinese words two characters at least.
            folded = fold(phrase).text.strip("* ")
            assert len(folded) >= (4 if folded.isascii() else 2), phrase


def test_no_name_stands_for_two_treaties(treaties: dict[str, Treaty]) -> None:
    owner: dict[str, str] = {}
    for treaty in treaties.values():
        for field, _, phrase in treaty.phrases():
            if field == "names":
                folded = fold(phrase).text
                assert owner.setdefault(folded, treaty.id) == treaty.id, phrase


def test_no_lookalike_is_a_name_of_the_same_treaty(treaties: dict[str, Treaty]) -> None:
    for treaty in treaties.values():
        names = {fold(phrase).text for field, _, phrase in treaty.phrases() if field == "names"}
        others = {fold(phrase).text for field, _, phrase in treaty.phrases() if field == "lookalikes"}
        assert not names & others, treaty.id


def test_ambiguous_names_have_words_to_decide_by(treaties: dict[str, Treaty]) -> None:
    for treaty in treaties.values():
        assert not treaty.ambiguous or any(treaty.context.values()), treaty.id


@pytest.mark.parametrize(
    ("treaty", "name"),
    [
        ("un-cybercrime", "UN Cybercrime Treaty"),
        ("un-cybercrime", "Hanoi Convention"),
        ("un-cybercrime", "Convention de Hanoï"),
        ("un-cybercrime", "Convención de las Naciones Unidas contra la Ciberdelincuencia"),
        ("un-cybercrime", "Ханойскую конвенцию"),
        ("un-cybercrime", "联合国打击网络犯罪公约"),
        ("un-cybercrime", "اتفاقية هانوي"),
        ("un-cybercrime", "Công ước Hà Nội"),
        ("un-cybercrime", "UN-Cybercrime-Konvention"),
        ("un-cybercrime", "Convenção das Nações Unidas contra o Crime Cibernético"),
        ("budapest", "Budapest Convention"),
        ("budapest", "Convenio de Budapest"),
        ("bbnj", "traité sur la haute mer"),
        ("bbnj", "Tratado do Alto Mar"),
        ("tpnw", "Atomwaffenverbotsvertrag"),
        ("ottawa", "Оттавской конвенции"),
        ("rome-statute", "Statut de Rome"),
        ("escazu", "Acuerdo de Escazú"),
        ("crpd", "UN-Behindertenrechtskonvention"),
        ("istanbul", "İstanbul Sözleşmesi*"),
    ],
)
def test_names_that_newspapers_use_are_there(treaties: dict[str, Treaty], treaty: str, name: str) -> None:
    known = {fold(phrase).text for field, _, phrase in treaties[treaty].phrases() if field == "names"}
    assert fold(name).text in known


@pytest.mark.parametrize(
    ("treaty", "count", "rule", "since"),
    [
        ("un-cybercrime", 40, "90 days", None),
        ("budapest", 5, "first of month after 3 months", date(2004, 7, 1)),
        ("bbnj", 60, "120 days", date(2026, 1, 17)),
        ("tpnw", 50, "90 days", date(2021, 1, 22)),
        ("ottawa", 40, "first of sixth month", date(1999, 3, 1)),
        ("rome-statute", 60, "first of month after 60 days", date(2002, 7, 1)),
        ("crpd", 20, "30 days", date(2008, 5, 3)),
        ("escazu", 11, "90 days", date(2021, 4, 22)),
        ("istanbul", 10, "first of month after 3 months", date(2014, 8, 1)),
    ],
)
def test_clauses(treaties: dict[str, Treaty], treaty: str, count: int, rule: str, since: date | None) -> None:
    clause = treaties[treaty].in_force
    assert (clause.count, clause.rule, clause.since) == (count, rule, since)


def test_the_window_of_the_cybercrime_convention_closes_with_2026(treaties: dict[str, Treaty]) -> None:
    treaty = treaties["un-cybercrime"]
    assert not treaty.signature_open(date(2025, 10, 24))
    assert treaty.signature_open(date(2026, 12, 31))
    assert not treaty.signature_open(date(2027, 1, 1))
    assert treaty.allows(Action.ACCESSION)


def test_wto_members_accept_and_never_sign(treaties: dict[str, Treaty]) -> None:
    treaty = treaties["wto-fish"]
    assert treaty.allows(Action.ACCEPTANCE)
    assert not treaty.allows(Action.SIGNATURE)
    assert not treaty.allows(Action.RATIFICATION)
    assert treaty.allows(Action.ENTRY_INTO_FORCE)


def test_records_of_the_un_stand_in_the_right_volume(treaties: dict[str, Treaty]) -> None:
    """Chapters I to XII are Volume I of the Multilateral Treaties, the others Volume II."""
    for treaty in treaties.values():
        keeper = treaty.depositary
        if keeper.kind == "untc":
            chapter = str(keeper.reference).split("-")[0]
            volume = "I" if chapter == "IV" else "II"
            assert keeper.record is not None
            assert f"/Volume%20{volume}/Chapter%20{chapter}/{keeper.reference}.en.xml" in keeper.record


def test_the_shipped_rules_tell_each_act_that_a_record_may_show(treaties: dict[str, Treaty]) -> None:
    rulebook = load_rules(folder.read(FOLDER.parent)).rulebook
    assert rulebook is not None
    matcher = Matcher(rulebook)
    silent = []
    for treaty in treaties.values():
        for act in (Action.SIGNATURE, *BINDING):
            event = Event(treaty=treaty.id, action=act, status=Status.DONE, actor="ME", official=True)
            entry = Entry(id="1", feed="record", title="Official: an act", official=event)
            found = matcher.match(entry, Reading(events=(event,)), None, datetime(2026, 12, 1, tzinfo=UTC))
            if treaty.allows(act) and not any(match.level is not Level.LOW for match in found):
                silent.append((treaty.id, str(act)))
    assert silent == []
