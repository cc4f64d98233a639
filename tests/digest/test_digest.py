"""What digests say, and that they say everything once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from monitor.answers import review
from monitor.decide.mutes import Scope
from monitor.model import Act, Action, Kind, Record, Step
from monitor.store.marks import Verdict
from tests.digest.made import Newsroom, flat, kit
from tests.pipeline.made import NOW, SIGNED, entry, official

DAILY = "day:*"
EIGHT = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


@pytest.fixture
def room(room: Newsroom) -> Newsroom:
    review.owe_digests(room.store, kit(), room.now)
    return room


def due(room: Newsroom, at: datetime = EIGHT) -> list[str]:
    """Owe what is due at a time, and return its texts, one a message."""
    room.now = at
    before = {row.alert.id for row in room.owed(Kind.DIGEST)}
    review.owe_digests(room.store, kit(), at)
    new = [row.alert for row in room.owed(Kind.DIGEST) if row.alert.id not in before]
    return [
        "\n".join(
            [alert.channel, alert.telling.title, *alert.telling.lines, *map(flat, alert.telling.sections)]
        )
        for alert in new
    ]


def test_a_day_in_a_digest(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    room.poll(entry("The United States declined to sign the UN Convention against Cybercrime", 2))
    room.poll(entry("A cybercrime rumour", 3))
    room.store.marks.mute(Scope.RULE, "acts", EIGHT + timedelta(days=1), "ana (U1)", room.now)
    room.poll(entry("Kenya signs the UN Convention against Cybercrime", 4))
    (text,) = due(room)
    assert text.startswith("#alerts\nDaily digest, 25 November 2026\n4 new steps from 24 November 2026, 12:")
    for words in (
        "# The UN Convention against Cybercrime · 40 needed · the official record has not been read yet",
        "Ghana signed the UN Convention against Cybercrime | One · reported\n",
        "The United States refused to sign the UN Convention against Cybercrime | One · not told before",
        "Kenya signed the UN Convention against Cybercrime | One · reported · muted, so not told",
        "# Rumours\nA cybercrime rumour | One",
        "# Muted\nrule acts until 26 Nov 2026, 07:00 UTC",
    ):
        assert words in text
    assert text.index("Ghana") < text.index("United States") < text.index("Kenya")


def test_what_a_mute_kept_back_that_came_after_it_was_owed_is_marked_too(room: Newsroom) -> None:
    room.poll(entry(SIGNED), entry("Kenya signs the UN Convention against Cybercrime", 2))
    ghana, kenya = room.owed(Kind.NEWS)
    room.store.marks.mute(Scope.STORY, str(ghana.alert.story), EIGHT, "ana (U1)", room.now)
    assert room.store.outbox.claim(ghana, room.now) is None
    assert room.store.outbox.claim(kenya, room.now)
    (text,) = due(room)
    assert "Ghana signed the UN Convention against Cybercrime | One · reported · muted, so not told\n" in text
    assert "Kenya signed" in text
    assert text.count("so not told") == 1


def test_what_another_channel_is_yet_to_be_told_is_not_marked(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    (ghana,) = room.owed(Kind.NEWS)
    room.store.outbox.add([replace(ghana.alert, id="1" * 32, channel="#legal")])
    room.store.marks.mute(Scope.STORY, str(ghana.alert.story), EIGHT, "ana (U1)", room.now)
    assert room.store.outbox.claim(ghana, room.now) is None
    (text,) = due(room)
    assert "Ghana signed" in text
    assert "not told" not in text


def test_an_act_that_was_denied_and_is_told_anew_is_digested_anew(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    assert len(due(room)) == 1
    room.poll(entry("Ghana denies signing the Hanoi Convention", 2, feed="two"), feed="two")
    room.poll(entry("Ghana signs the Hanoi Convention, papers say", 3))
    (text,) = due(room, EIGHT + timedelta(days=1))
    assert "Ghana denies signing" in text
    assert "Ghana signed" not in text
    room.now = EIGHT + timedelta(days=3, hours=1)
    room.poll(entry("Ghana has signed the Hanoi Convention", 4))
    room.poll(entry("Ghana signed the Hanoi Convention, papers say", 5))
    (text,) = due(room, EIGHT + timedelta(days=4))
    assert text.count("Ghana signed") == 1


def test_a_denial_is_digested_once(room: Newsroom) -> None:
    room.poll(entry(SIGNED), entry("Chile signs the UN Convention against Cybercrime", 2))
    room.poll(entry("Chile denies signing the Hanoi Convention", 3, feed="two"), feed="two")
    (text,) = due(room)
    assert "3 new steps" in text
    assert "\nChile denies signing the Hanoi Convention | Two\n" in f"{text}\n"
    room.poll(entry("Ghana denies signing the Hanoi Convention", 4, feed="two"), feed="two")
    room.poll(entry("Chile again denies signing the Hanoi Convention", 5, feed="two"), feed="two")
    (text,) = due(room, EIGHT + timedelta(days=1))
    assert "1 new step" in text
    assert "\nGhana denies signing the Hanoi Convention | Two\n" in f"{text}\n"


def test_each_step_is_digested_once(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    assert len(due(room)) == 1
    assert due(room) == []
    room.poll(entry("Ghana signed the Hanoi Convention", 2, feed="two"), feed="two")
    assert due(room, EIGHT + timedelta(days=1)) == []
    room.poll(entry("Ghana ratifies the UN Convention against Cybercrime", 3))
    (text,) = due(room, EIGHT + timedelta(days=2))
    assert "Ghana ratified" in text
    assert "signed" not in text.partition("# Rules")[0]


def test_what_words_alone_told_stands_below_its_rule_s_title(room: Newsroom) -> None:
    room.poll(entry("A cybercrime hoax"))
    (text,) = due(room)
    assert "# Hoaxes\nA cybercrime hoax | One" in text


def test_a_low_rule_s_find_is_digested_though_the_item_tells_a_known_step_too(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    due(room)
    room.now = EIGHT
    room.poll(
        entry("Ghana signs the UN Convention against Cybercrime, rumour has it", 2, feed="two"), feed="two"
    )
    (text,) = due(room, EIGHT + timedelta(days=1))
    assert "# Rumours\nGhana signs the UN Convention against Cybercrime, rumour has it | Two" in text
    assert "Ghana signed" not in text


def test_a_low_rule_s_act_is_digested_as_a_step_alone(room: Newsroom) -> None:
    room.poll(entry("The United States declined to sign the UN Convention against Cybercrime"))
    (text,) = due(room)
    assert "# Refusals" not in text
    assert text.count("United States") == 1


def test_what_an_item_tells_since_it_changed_is_digested(room: Newsroom) -> None:
    room.poll(entry("Ghana will sign the UN Convention against Cybercrime"))
    (text,) = due(room)
    assert "Ghana plans to sign" in text
    room.poll(entry(SIGNED))  # the same item, with another title
    (text,) = due(room, EIGHT + timedelta(days=1))
    assert "Ghana signed the UN Convention against Cybercrime | One · reported" in text
    (covered,) = room.store.views.coverage("un-cybercrime:GH:signature")
    assert (covered.step, covered.outlet.title) == (Step.DONE, SIGNED)
    assert due(room, EIGHT + timedelta(days=2)) == []


def test_an_earlier_step_that_an_item_tells_since_it_changed_is_not_new(room: Newsroom) -> None:
    room.poll(entry("Ghana's parliament approves ratification of the UN Convention against Cybercrime"))
    (text,) = due(room)
    assert "Ghana" in text
    room.poll(entry("Ghana will ratify the UN Convention against Cybercrime"))
    assert due(room, EIGHT + timedelta(days=1)) == []
    (covered,) = room.store.views.coverage("un-cybercrime:GH:consent")
    assert covered.step == Step.PROCESS


def test_an_earlier_step_told_late_is_not_new(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    due(room)
    room.poll(entry("Ghana will sign the UN Convention against Cybercrime", 2, feed="two"), feed="two")
    assert due(room, EIGHT + timedelta(days=1)) == []


def test_a_refusal_after_a_plan_is_new_and_late_coverage_of_the_plan_is_not(room: Newsroom) -> None:
    room.poll(entry("Ghana will sign the UN Convention against Cybercrime"))
    room.poll(entry("Ghana refuses to sign the UN Convention against Cybercrime", 2))
    (text,) = due(room)
    for words in ("Ghana plans to sign the UN", "Ghana refused to sign the UN"):
        assert words in text
    room.poll(entry("Ghana to sign the UN Convention against Cybercrime", 3, feed="two"), feed="two")
    room.poll(entry("Ghana declines to sign the UN Convention against Cybercrime", 4, feed="two"), feed="two")
    assert due(room, EIGHT + timedelta(days=1)) == []
    room.now += timedelta(days=30)
    room.poll(entry("Ghana will sign the UN Convention against Cybercrime after all", 5))
    assert "Ghana plans to sign" in due(room, EIGHT + timedelta(days=40))[0]


def test_a_step_at_home_after_a_silence_is_new_and_its_coverage_is_not(room: Newsroom) -> None:
    ratification = "ratification of the UN Convention against Cybercrime"
    room.poll(entry(f"Ghana's cabinet approves {ratification}"))
    due(room)
    room.now += timedelta(days=20)
    room.poll(entry(f"Ghana's parliament approves {ratification}", 2))
    assert "Ghana took a step towards ratifying" in due(room, EIGHT + timedelta(days=21))[0]
    room.poll(entry(f"MPs in Ghana approve {ratification}", 3, feed="two"), feed="two")
    assert due(room, EIGHT + timedelta(days=22)) == []


def test_an_old_item_is_left_to_the_digest_with_its_age_and_moves_no_story(room: Newsroom) -> None:
    old = room.now - timedelta(days=390)
    room.poll(entry("Nothing of note", 2, published=room.now), dated=True)
    poll = room.poll(entry(SIGNED, published=old), dated=True)
    assert poll.alerts == poll.coverage == ()
    assert poll.noted[0].stopped == "published 390 days before it came (left to the digest)"
    (text,) = due(room)
    assert f"# Acts of consent and signatures\n{SIGNED} | One · published 390 days before it came" in text
    assert room.poll(entry(f"{SIGNED} at last", published=old), dated=True).alerts == ()
    edited = entry("Kenya signs the UN Convention against Cybercrime", published=old)
    assert len(room.poll(edited, dated=True).alerts) == 1, "an old page that tells something new"


def test_an_old_item_of_words_alone_stays_in_the_digest_though_it_is_edited(room: Newsroom) -> None:
    old = room.now - timedelta(days=390)
    room.poll(entry("Nothing of note", 2, published=room.now), dated=True)
    title = "Workshop on cybercrime opens in Accra"
    for edit in ("", " today", " and ends"):
        assert room.poll(entry(title + edit, published=old), dated=True).alerts == ()
    room.poll(entry("A cat is found in a tree", published=old), dated=True)
    (text,) = due(room)
    assert "A cat is found in a tree | One · published 390 days before it came" in text


def test_nothing_new_is_no_daily_digest_and_a_weekly_one_all_the_same(room: Newsroom) -> None:
    assert due(room) == []
    monday = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    texts = due(room, monday)
    (text,) = [text for text in texts if text.startswith("#weekly")]
    assert "No new steps from 24 November" in text
    assert "# Where the treaties stand\nThe UN Convention against Cybercrime | " in text
    assert "31 December 2026: The UN Convention against Cybercrime closes for signature" in text


def test_missed_digests_are_made_up_for_by_one(room: Newsroom) -> None:
    room.poll(entry(SIGNED))
    (text,) = [text for text in due(room, EIGHT + timedelta(days=3)) if "Daily" in text]
    assert "1 new step from 24 November 2026" in text
    assert "to 28 November 2026" in text


def test_a_clock_that_was_ahead_does_not_silence_the_digests(room: Newsroom) -> None:
    room.store.marks.digest_until(DAILY, EIGHT + timedelta(days=400))
    assert due(room) == []
    room.poll(entry(SIGNED))
    assert len(due(room, EIGHT + timedelta(days=1))) == 1


def test_what_a_record_held_before_its_first_poll_is_not_new(room: Newsroom) -> None:
    room.store.write_later()
    room.store.db.execute("UPDATE feeds SET first_polled_at = NULL WHERE id = 'record'")
    acts = tuple(
        Act(name=n, actor=c, action=Action.SIGNATURE, on=date(2025, 10, 25))
        for n, c in (("Ghana", "GH"), ("Kenya", "KE"))
    )
    held = [replace(official(act), published=NOW - timedelta(days=400)) for act in acts]
    room.poll(*held, feed="record", record=Record(treaty="un-cybercrime", acts=acts))
    assert due(room) == []


def test_what_goes_beyond_the_record_is_called_so(room: Newsroom) -> None:
    acts = (Act(name="Kenya", actor="KE", action=Action.RATIFICATION, on=date(2026, 1, 25)),)
    room.poll(feed="record", record=Record(treaty="un-cybercrime", acts=acts))
    room.poll(entry("The UN Convention against Cybercrime has entered into force"))
    room.poll(entry("Ghana withdraws from the UN Convention against Cybercrime", 2))
    room.poll(entry("Chile will ratify the UN Convention against Cybercrime", 3))
    (text,) = due(room)
    for words in (
        "reported · not told before · By the depositary's record the treaty is not in force: 1 of 40 instruments.",
        "reported · not told before · Ghana: no part in the treaty by the depositary's record.",
        "Chile plans to ratify the UN Convention against Cybercrime | One\n",
    ):
        assert words in f"{text}\n"


def test_what_was_confirmed_since_it_was_reported_is_one_line(room: Newsroom) -> None:
    act = Act(name="Ghana", actor="GH", action=Action.SIGNATURE, on=date(2026, 11, 24))
    room.poll(entry("Ghana will sign the UN Convention against Cybercrime", 1))
    room.poll(entry(SIGNED, 3), entry("Chile signs the UN Convention against Cybercrime", 4))
    room.poll(official(act), feed="record", record=Record(treaty="un-cybercrime", acts=(act,)))
    (text,) = due(room)
    assert "3 new steps" in text
    assert [line.partition(" | ")[2] for line in text.splitlines() if " signed " in line] == [
        "One · reported",
        "UN Treaty Collection · confirmed by the depositary",
    ]
    assert "Ghana plans to sign" in text


def test_sick_feeds_and_noisy_rules(room: Newsroom) -> None:
    alerts = [
        alert
        for n in range(1, 4)
        for alert in room.poll(entry(SIGNED.replace("Ghana", ["Ghana", "Kenya", "Chile"][n - 1]), n)).alerts
    ]
    room.store.marks.add(alerts[0].id, Verdict.WRONG_TREATY, "ana", room.now)
    room.store.marks.add(alerts[0].id, Verdict.OLD_NEWS, "bob", room.now)  # one alert, whoever says so
    room.store.marks.add(alerts[1].id, Verdict.CONFIRMED, "ana", room.now)
    room.store.db.execute("UPDATE feeds SET error = 'HTTP 500' WHERE id = 'two'")
    (text,) = due(room)
    assert (
        "# Rules that bring the most\nActs of consent and signatures | 3 matches, 1 called not relevant (acts)"
        in text
    )
    assert "# Feeds that need a person\ntwo | HTTP 500" in text
