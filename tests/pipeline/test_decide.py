"""What one poll changes: who is told, once, and what stays quiet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from monitor.due import Schedule
from monitor.model import (
    Act,
    Action,
    Document,
    FetchError,
    Kind,
    Level,
    NotModified,
    Record,
    Step,
    Validators,
)
from tests.pipeline.made import NOW, SIGNED, Desk, acts, entry, news, official


def test_one_new_entry_is_one_alert_that_says_who_did_what() -> None:
    (alert,) = news(Desk().started().poll(entry(SIGNED)))
    assert (alert.channel, alert.level, alert.story) == ("#alerts", Level.HIGH, "un-cybercrime:GH:signature")
    assert alert.telling.step is Step.DONE
    assert [(e.actor, e.action) for e in alert.telling.events] == [("GH", Action.SIGNATURE)]
    assert alert.telling.outlets[0].publisher == "One"
    assert alert.telling.treaty_name == "the UN Convention against Cybercrime"
    assert any("acts" in line for line in alert.telling.because)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"guid": "urn:example:changed"},
        {"url": "https://one.example/news/1-a-long-enough-slug?utm_source=x"},
        {"published": None},
        {"published": NOW + timedelta(days=400)},
    ],
)
def test_the_same_article_again_tells_nothing(changes: dict[str, object]) -> None:
    desk = Desk().started()
    assert len(news(desk.poll(entry(SIGNED)))) == 1
    again = desk.poll(entry(SIGNED, **changes))
    assert again.alerts == ()
    assert again.known == 1


def test_another_outlet_is_coverage_and_edits_the_message() -> None:
    desk = Desk().started()
    (told,) = news(desk.poll(entry(SIGNED)))
    poll = desk.poll(entry("Ghana has signed the Hanoi Convention", 7, feed="two"), feed="two")
    (edit,) = poll.alerts
    assert (edit.kind, edit.updates) == (Kind.UPDATE, told.id)
    assert [o.publisher for o in edit.telling.outlets] == ["One", "Two"]


def test_two_outlets_in_one_poll_are_one_alert_with_both() -> None:
    poll = (
        Desk()
        .started()
        .poll(entry(SIGNED), entry("Ghana has signed the Hanoi Convention", 2, publisher="Other"))
    )
    (alert,) = poll.alerts
    assert [o.publisher for o in alert.telling.outlets] == ["One", "Other"]


def test_an_edited_title_is_an_update_and_told_only_if_it_goes_further() -> None:
    desk = Desk().started()
    desk.poll(entry("Ghana to sign the UN Convention against Cybercrime"))
    same = desk.poll(entry("Ghana is to sign the UN Convention against Cybercrime in Hanoi"))
    assert (news(same), [n.edited for n in same.noted]) == ([], [True])
    further = desk.poll(entry("Ghana signs the UN Convention against Cybercrime"))
    assert [a.telling.step for a in news(further)] == [Step.DONE]
    assert further.noted[0].entry.id == entry(SIGNED).id


def test_the_first_poll_sets_a_baseline() -> None:
    desk = Desk()
    old = entry("Kenya signs the UN Convention against Cybercrime", 1, published=NOW - timedelta(days=3))
    undated = entry("Chile signs the UN Convention against Cybercrime", 2, published=None)
    fresh = entry("Ghana signs the UN Convention against Cybercrime", 3)
    poll = desk.poll(old, undated, fresh)
    assert [a.story for a in news(poll)] == ["un-cybercrime:GH:signature"]
    assert len(poll.noted) == 3
    assert desk.poll(old, undated, fresh).alerts == ()


def test_what_another_address_held_before_the_old_one_last_answered_is_no_news() -> None:
    desk = Desk()
    desk.poll(entry("Rain is expected", 9))
    desk.now += timedelta(days=4)
    address_was_changed(desk)
    old, missed, undated = (
        entry(f"{name} signs the UN Convention against Cybercrime", n, published=day)
        for n, (name, day) in enumerate(
            [("Kenya", NOW - timedelta(days=1)), ("Ghana", NOW + timedelta(days=1)), ("Chile", None)], 1
        )
    )
    poll = desk.poll(old, missed, undated)
    assert [a.story for a in news(poll)] == ["un-cybercrime:GH:signature", "un-cybercrime:CL:signature"]
    assert (
        poll.noted[0].stopped
        == "older than TREATYWATCH_BASELINE at the feed's first poll of a new address (baseline)"
    )
    later = entry("Peru signs the UN Convention against Cybercrime", 4, published=NOW - timedelta(days=1))
    assert [a.story for a in news(desk.poll(later))] == ["un-cybercrime:PE:signature"]


def address_was_changed(desk: Desk) -> None:
    """Forget what the store forgets of a feed with its address (`store.feeds.sync`)."""
    desk.states["one"] = replace(
        desk.states["one"], schedule=Schedule(), digests=b"", body_hash=None, newest=None
    )


def test_absurd_dates_do_no_harm() -> None:
    desk = Desk().started()
    titles = ("Ghana", "Kenya", "Chile")
    dates = (datetime(2099, 1, 1, tzinfo=UTC), datetime(1901, 1, 1, tzinfo=UTC), None)
    entries = [
        entry(f"{name} signs the UN Convention against Cybercrime", n, published=day)
        for n, (name, day) in enumerate(zip(titles, dates, strict=True), 1)
    ]
    desk.poll(entry("Nothing of note", 8))
    poll = desk.poll(*entries)
    assert [alert.telling.title for alert in news(poll)] == [entries[0].title, entries[2].title]
    assert poll.noted[1].stopped == "published 45983 days before it came (left to the digest)"
    assert len(news(desk.poll(*entries, entry("Peru signs the UN Convention against Cybercrime", 9)))) == 1


def test_a_burst_is_one_grouped_message_with_everything() -> None:
    names = ["Ghana", "Kenya", "Chile", "Peru", "Nepal", "Togo"]
    desk = Desk().started()
    poll = desk.poll(
        *(entry(f"{n} signs the UN Convention against Cybercrime", i) for i, n in enumerate(names, 1))
    )
    (alert,) = news(poll)
    assert len(alert.telling.items) == 6
    assert {s.furthest for s in poll.stories} == {Step.DONE}
    assert (
        desk.poll(
            *(entry(f"{n} signed the Hanoi Convention", i, feed="two") for i, n in enumerate(names, 1)),
            feed="two",
        ).alerts
        == ()
    )


def test_low_rules_keep_the_story_and_tell_nobody() -> None:
    poll = (
        Desk()
        .started()
        .poll(entry("The United States declined to sign the UN Convention against Cybercrime"))
    )
    assert poll.alerts == ()
    assert [(s.actor, s.step, s.furthest) for s in poll.stories] == [("US", Step.REFUSED, None)]


def test_a_rule_of_words_tells_once_for_near_duplicates() -> None:
    desk = Desk().started()
    (alert,) = news(desk.poll(entry("Workshop on cybercrime opens in Accra")))
    assert alert.channel == "#words"
    again = desk.poll(entry("Cybercrime workshop opens in Accra", 5, feed="two"), feed="two")
    assert news(again) == []


def test_the_record_is_a_baseline_first_and_then_confirms_in_one_story() -> None:
    desk = Desk().started()
    signed = acts(("VN", Action.SIGNATURE, "2025-10-25"), ("GH", Action.SIGNATURE, "2025-10-25"))
    assert desk.poll(*map(official, signed.acts), feed="record", record=signed).alerts == ()
    assert news(desk.poll(entry(SIGNED))) == [], "the record knew it before the press said it"
    (told,) = news(desk.poll(entry("Viet Nam ratifies the UN Convention against Cybercrime", 2)))
    assert told.telling.step is Step.DONE
    assert told.telling.warning, "the record does not show it"
    grown = Record(
        treaty="un-cybercrime",
        acts=(
            *signed.acts,
            Act(actor="VN", name="Viet Nam", action=Action.RATIFICATION, on=date(2026, 11, 23)),
        ),
    )
    poll = desk.poll(*map(official, grown.acts), feed="record", record=grown)
    (confirmed,) = news(poll)
    assert confirmed.telling.step is Step.CONFIRMED
    assert confirmed.thread == told.thread
    assert confirmed.telling.progress
    more = entry("Viet Nam has ratified the Hanoi Convention", 8, feed="two", publisher="Late Wire")
    (edit,) = desk.poll(more, feed="two").alerts
    assert edit.updates == confirmed.id
    assert edit.telling.outlets[0].publisher == "UN Treaty Collection", "the record leads its own message"
    assert "1 of 40" in confirmed.telling.progress


def test_trouble_keeps_the_validators_and_tells_nobody_at_first() -> None:
    desk = Desk().started()
    poll = desk.poll(outcome=FetchError(reason="timed out"))
    assert (poll.outcome, poll.alerts, poll.state.error) == ("failed", (), "timed out")
    assert poll.state.validators == Validators(etag='"e"')
    back = desk.poll(outcome=NotModified())
    assert (back.outcome, back.state.error) == ("not modified", None)


def test_a_feed_that_is_gone_is_told_once_and_so_is_its_return() -> None:
    desk = Desk().started()
    notices = [desk.poll(outcome=FetchError(reason="gone", gone=True)).alerts for _ in range(6)]
    assert sum(map(len, notices)) == 1
    (told,) = [alert for alerts in notices for alert in alerts]
    assert told.kind is Kind.NOTICE
    (back,) = desk.poll(entry("Nothing of note")).alerts
    assert back.kind is Kind.NOTICE


def test_an_outage_of_the_record_is_told_after_a_day_and_so_is_its_end() -> None:
    desk, outage = Desk().started(), FetchError(reason="the record's address answered with an outage page")
    signed = acts(("VN", Action.SIGNATURE, "2025-10-25"))
    desk.poll(*map(official, signed.acts), feed="record", record=signed)
    for hours, said in ((0, 0), (23, 0), (2, 1), (9, 0)):
        desk.now += timedelta(hours=hours)
        assert len(desk.poll(feed="record", read=outage).alerts) == said
    (back,) = desk.poll(*map(official, signed.acts), feed="record", record=signed).alerts
    assert "answers again" in back.telling.title
    desk.poll(feed="record", outcome=outage)
    assert desk.poll(*map(official, signed.acts), feed="record", record=signed).alerts == (), "it was short"


def test_what_never_was_a_record_and_a_table_that_is_refused_are_told_at_once() -> None:
    desk = Desk().started()
    (told,) = desk.poll(feed="record", read=FetchError(reason="no treaty is known for this record")).alerts
    assert "no treaty is known" in told.telling.title
    desk = Desk().started()
    assert desk.poll(feed="record", outcome=FetchError(reason="timed out")).alerts == (), (
        "nothing was brought"
    )
    signed = acts(*((code, Action.SIGNATURE, "2025-10-25") for code in ("VN", "GH", "PE", "NO")))
    desk.poll(*map(official, signed.acts), feed="record", record=signed)
    shrunk = replace(signed, acts=signed.acts[:1])
    (refused,) = desk.poll(feed="record", record=shrunk).alerts
    assert "3 acts vanished" in refused.telling.title
    (back,) = desk.poll(*map(official, signed.acts), feed="record", record=signed).alerts
    assert "answers again" in back.telling.title


def test_a_truncated_document_vouches_for_nothing() -> None:
    desk = Desk().started()
    before = desk.states["one"].validators
    document = Document(
        url="https://one.example/rss", body=b"half", validators=Validators(etag='"new"'), truncated=True
    )
    poll = desk.poll(entry(SIGNED), outcome=document)
    assert poll.state.validators == before
    assert len(news(poll)) == 1


def test_a_document_read_in_part_is_asked_for_again() -> None:
    desk = Desk().started()
    before = desk.states["one"]
    poll = desk.poll_part(entry(SIGNED))
    assert len(news(poll)) == 1
    assert (poll.state.validators, poll.state.body_hash) == (before.validators, before.body_hash)
