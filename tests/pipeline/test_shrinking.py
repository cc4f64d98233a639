"""A record that shrinks oddly changes nothing; a row that leaves it is told to the operators."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from monitor.model import Act, Action, FetchError, Kind, Record
from tests.pipeline.made import Desk, acts, official


def test_a_record_that_shrinks_changes_nothing_and_is_a_failure() -> None:
    desk = Desk()
    codes = ["VN", "GH", "KE", "CL", "PE", "NP", "TG", "FR", "DE", "ES"]
    whole = acts(*((code, Action.SIGNATURE, "2025-10-25") for code in codes))
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    rest = Record(treaty="un-cybercrime", acts=whole.acts[:2])
    poll = desk.poll(*map(official, rest.acts), feed="record", record=rest)
    assert (poll.outcome, poll.record, poll.noted) == ("failed", None, ())
    assert "record was refused" in (poll.state.error or "")
    (told,) = poll.alerts
    assert (told.kind, told.channel) == (Kind.NOTICE, "#alerts")
    assert "The last good one stays in force" in told.telling.title
    again = desk.poll(*map(official, rest.acts), feed="record", record=rest)
    assert (again.outcome, [one.id for one in again.alerts]) == ("failed", [told.id]), "owed once"


def test_a_record_that_shrinks_is_told_also_where_its_server_failed_before() -> None:
    desk = Desk()
    whole = acts(
        *((code, Action.SIGNATURE, "2025-10-25") for code in ("VN", "GH", "KE", "CL", "PE", "NP", "TG"))
    )
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    assert desk.poll(feed="record", outcome=FetchError(reason="timed out")).alerts == ()
    (told,) = desk.poll(feed="record", record=Record(treaty="un-cybercrime", acts=whole.acts[:2])).alerts
    assert "vanished" in told.telling.title
    desk.poll(feed="record", outcome=FetchError(reason="timed out"))
    (again,) = desk.poll(feed="record", record=Record(treaty="un-cybercrime", acts=whole.acts[:2])).alerts
    assert again.id == told.id, "owed once, while the server fails by turns"
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    (anew,) = desk.poll(feed="record", record=Record(treaty="un-cybercrime", acts=whole.acts[:2])).alerts
    assert anew.id != told.id, "after it worked, it is another trouble"


def test_a_record_that_shrinks_is_told_also_after_an_outage_that_was() -> None:
    desk = Desk()
    whole = acts(*((code, Action.SIGNATURE, "2025-10-25") for code in ("VN", "GH", "KE", "CL", "PE")))
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    desk.poll(feed="record", outcome=FetchError(reason="timed out"))
    desk.now += timedelta(days=2)
    (outage,) = desk.poll(feed="record", outcome=FetchError(reason="timed out")).alerts
    (told,) = desk.poll(feed="record", record=Record(treaty="un-cybercrime", acts=whole.acts[:1])).alerts
    assert "timed out" in outage.telling.title
    assert "vanished" in told.telling.title


def test_a_row_that_leaves_a_record_is_told_once() -> None:
    desk = Desk()
    codes = ["VN", "GH", "KE", "CL", "PE", "NP", "TG", "FR", "DE", "ES"]
    whole = acts(*((code, Action.SIGNATURE, "2025-10-25") for code in codes))
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    rest = Record(treaty="un-cybercrime", acts=whole.acts[1:])
    poll = desk.poll(*map(official, rest.acts), feed="record", record=rest)
    assert (poll.outcome, poll.record) == ("unchanged", rest)
    (told,) = poll.alerts
    assert (told.kind, told.channel) == (Kind.NOTICE, "#alerts")
    assert f"has no more {whole.acts[0].name} (signature)" in told.telling.title
    assert desk.poll(*map(official, rest.acts), feed="record", record=rest).alerts == ()


def test_a_row_that_left_while_the_record_was_out_of_reach_is_told_with_its_return() -> None:
    desk = Desk()
    codes = ["VN", "GH", "KE", "CL", "PE", "NP", "TG", "FR", "DE", "ES"]
    whole = acts(*((code, Action.SIGNATURE, "2025-10-25") for code in codes))
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    desk.poll(feed="record", outcome=FetchError(reason="timed out"))
    desk.now += timedelta(days=8)
    desk.poll(feed="record", outcome=FetchError(reason="timed out"))
    rest = Record(treaty="un-cybercrime", acts=whole.acts[1:])
    (told,) = desk.poll(*map(official, rest.acts), feed="record", record=rest).alerts
    assert "answers again" in told.telling.title
    assert f"has no more {whole.acts[0].name} (signature)" in told.telling.title


def test_an_act_of_an_unknown_participant_is_told_to_the_operators_once() -> None:
    desk = Desk()
    whole = acts(("VN", Action.SIGNATURE, "2025-10-25"))
    desk.poll(*map(official, whole.acts), feed="record", record=whole)
    newcomer = Act(actor=None, name="Republic of Bougainville", action=Action.ACCESSION, on=date(2027, 10, 1))
    more = Record(treaty="un-cybercrime", acts=(*whole.acts, newcomer))
    (told,) = desk.poll(*map(official, whole.acts), feed="record", record=more).alerts
    assert (told.kind, told.channel) == (Kind.NOTICE, "#alerts")
    assert "brought Republic of Bougainville (accession)" in told.telling.title
    assert desk.poll(*map(official, whole.acts), feed="record", record=more).alerts == ()


def test_unknown_participants_of_a_first_table_are_no_news() -> None:
    newcomer = Act(actor=None, name="Atlantis", action=Action.ACCESSION, on=date(2020, 10, 1))
    assert Desk().poll(feed="record", record=Record(treaty="un-cybercrime", acts=(newcomer,))).alerts == ()


def test_what_of_a_record_cannot_be_read_is_told_to_the_operators_once_in_a_first_table_too() -> None:
    desk = Desk()
    whole = replace(acts(("VN", Action.SIGNATURE, "2025-10-25")), unread=("Qatar: no date in '12/11/2026'",))
    (told,) = desk.poll(*map(official, whole.acts), feed="record", record=whole).alerts
    assert (told.kind, told.channel) == (Kind.NOTICE, "#alerts")
    assert "Qatar: no date in '12/11/2026'" in told.telling.title
    (again,) = desk.poll(*map(official, whole.acts), feed="record", record=whole).alerts
    assert again.id == told.id, "owed once"
    more = replace(whole, unread=(*whole.unread, "Chad: no date in 'soon'"))
    (anew,) = desk.poll(*map(official, more.acts), feed="record", record=more).alerts
    assert anew.id != told.id
    sound = replace(whole, unread=())
    assert desk.poll(*map(official, sound.acts), feed="record", record=sound).alerts == ()
