"""Decide when a feed is polled next: pure, so `now` and the jitter are arguments.

The interval follows the feed: it is steered so that about one poll in five brings something new, between a
floor and a ceiling. Servers may ask for more patience (Retry-After, max-age, Expires, ttl, sy:updatePeriod),
never for more than a day. Failures back off to six hours, in their first day to one, and to a quarter of one where no
server was reached, and never switch a feed off: feeds do come back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from monitor.durations import doubled
from monitor.model import Document, FetchError, NotModified, Outcome, Parsed, Validators
from monitor.wording import in_words

DAY = timedelta(days=1)
"""No header, no wish and no jitter parks a feed for longer."""
FLOOR = timedelta(minutes=1)
"""The shortest interval that is reached by adapting; a feed's own `every` may be shorter."""
STRETCH = 6
"""A quiet feed without `every` is polled at most this many times slower than the default."""
PUSHED_STRETCH = 4
"""While a hub pushes a quiet feed's items it is polled at most so many times slower again; polls that bring news all
the same steer it back."""
BACKOFF = timedelta(hours=6)
ANSWERED = timedelta(hours=1)
"""The longest wait for a server that fails (404, 5xx), for a day: most are back by then, and what such a feed brings is
told no later than that. A server that wants to be left alone for longer says so (Retry-After)."""
UNANSWERED = timedelta(minutes=15)
"""The same for a server that was not reached: that may be our own network, and after a night without it no feed shall
rest for hours more."""
WEEK = timedelta(days=7)
"""After so long the operator is told of a feed that fails; an official record, which is awaited, is missed sooner."""
LEAST = timedelta(milliseconds=100)
"""Whatever the settings say, the loop does not spin."""
SPREAD = 0.1
"""The part of an interval that jitter may take off, so that feeds do not march in step."""
MOVED_AFTER = 3
"""So many polls in a row must see the same permanent redirect before it is believed (RFC 9110, 15.4.2)."""
BACK_AFTER = 3
"""After so many failures in a row the remembered address and the one in feeds.yaml are tried by turns."""
STEADY_RATE = 2.0**0.25
"""With it and the halving below, the interval rests where one poll in five brings news."""


class Schedule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold what is remembered of a feed's polls; one row of the store."""

    interval: timedelta | None = None
    """The adapted interval, None before the first poll that brought a document."""
    planned: timedelta | None = None
    """The wait that the last plan set: with it a due time that a clock jump made absurd is recognised."""
    wish: timedelta | None = None
    """The feed's own wish (ttl, sy:updatePeriod) in its last document."""
    failures: int = 0
    """Failed polls in a row."""
    failing_since: datetime | None = None
    told: bool = False
    """The operator has been told of the present trouble."""
    last_full: datetime | None = None
    """When a whole document last came that was not asked for with validators, or came all the same."""
    not_modified: int = 0
    """304 answers in all."""
    hidden: int = 0
    """How often a full fetch brought news though the validators still matched: a 304 would have hidden it."""
    moved_to: str | None = None
    """Where permanent redirects lead."""
    moved_polls: int = 0
    """Polls in a row that saw `moved_to`."""


class PollSummary(Struct, frozen=True, kw_only=True):
    """Hold what one poll brought, as far as it matters for the next one."""

    trouble: str | None = None
    """Why the poll failed (fetching or parsing), in plain words; None if it did not."""
    gone: bool = False
    unanswered: bool = False
    """No server was reached."""
    not_modified: bool = False
    unchanged: bool = False
    """304, or the same bytes as before, which are not parsed again."""
    entries: int = 0
    fresh: int = 0
    """Entries not seen before."""
    wait: timedelta | None = None
    """What the server asks for, uncapped."""
    wish: timedelta | None = None
    """What the document asks for, uncapped."""
    hidden: bool = False
    """A full fetch brought news under the validators that a conditional one would have sent."""
    moved_to: str | None = None


class NextPoll(Struct, frozen=True, kw_only=True):
    """Hold the decision: what to remember, when to poll, and what to tell the operator once."""

    schedule: Schedule
    due: datetime
    tell: str | None = None


def summary_of(
    outcome: Outcome,
    parsed: Parsed | FetchError | None = None,
    *,
    fresh: int = 0,
    withheld: Validators | None = None,
) -> PollSummary:
    """Sum up one poll: what the server answered, what was read in it, how many entries were new.

    `parsed` is None for a document whose bytes are those of the one before.
    `withheld` are the stored validators where they were left out on purpose (`wants_full_fetch`), so that
    news under the same validators shows a server whose 304 would have hidden it.
    """
    if isinstance(outcome, NotModified):
        return PollSummary(not_modified=True, unchanged=True, wait=outcome.wait)
    if isinstance(outcome, FetchError):
        return PollSummary(
            trouble=outcome.reason, gone=outcome.gone, unanswered=outcome.unanswered, wait=outcome.wait
        )
    if isinstance(parsed, FetchError):
        return PollSummary(trouble=parsed.reason)  # an error page's freshness binds nobody
    if parsed is None:
        return PollSummary(unchanged=True, wait=outcome.wait, moved_to=outcome.moved_to)
    return PollSummary(
        entries=max(len(parsed.entries), len(parsed.digests)),
        fresh=fresh,
        wait=outcome.wait,
        wish=parsed.every,
        hidden=fresh > 0 and _same(outcome, withheld),
        moved_to=outcome.moved_to if parsed.entries or parsed.digests else None,
    )


def plan(
    schedule: Schedule,
    answer: PollSummary,
    *,
    now: datetime,
    every: timedelta | None,
    default: timedelta,
    jitter: float,
    stretch: int = 1,
    patience: timedelta = WEEK,
) -> NextPoll:
    """Decide when to poll next. `every` is the feed's own, `default` the setting's; `jitter` lies in [0, 1).

    A feed without `every` may rest `stretch` times longer than usual. The due time is after `now` and at most a
    day ahead. The operator is told of trouble that lasts for `patience`, and then of its end.
    """
    if answer.trouble is not None:
        return _failed(schedule, answer, now=now, base=every or default, jitter=jitter, patience=patience)
    interval = _steer(schedule.interval, answer, every=every, default=default, stretch=stretch)
    wish = schedule.wish if answer.unchanged else answer.wish
    low = 1 - SPREAD * jitter
    ceiling = min(every or DAY, DAY)
    asked = max(_positive(answer.wait), _positive(wish))
    planned = max(min(max(interval * low, asked), ceiling * low), LEAST)
    moved_to, moved_polls = _moved(schedule, answer)
    return NextPoll(
        schedule=Schedule(  # trouble is forgotten
            interval=interval,
            planned=planned,
            wish=wish,
            last_full=schedule.last_full if answer.not_modified else now,
            not_modified=schedule.not_modified + answer.not_modified,
            hidden=schedule.hidden + answer.hidden,
            moved_to=moved_to,
            moved_polls=moved_polls,
        ),
        due=now + planned,
        tell=_return(schedule, now) if schedule.told else None,
    )


def wants_full_fetch(now: datetime, last_full: datetime | None, hidden: int = 0) -> bool:
    """Say whether to leave the validators out this time: once a day, oftener for a server caught lying.

    Each time a 304 would have hidden news halves the period, down to 45 minutes. A time in the future (the
    clock jumped) counts as none.
    """
    if last_full is None or last_full > now:
        return True
    return now - last_full >= DAY / (1 << min(hidden, 5))


def sane_due(now: datetime, due: datetime, planned: timedelta | None = None) -> datetime:
    """Bring back a stored due time that lies further ahead than was ever planned: the clock has jumped.

    No plan reaches over a day ahead, and none over its own `planned` wait; beyond that the feed is due now.
    """
    return now if due - now > min(planned or DAY, DAY) else due


def address(schedule: Schedule, url: str) -> str:
    """Choose where to poll: the feed's own `url`, or where it has moved once that has held for a while."""
    return schedule.moved_to if schedule.moved_to and _at_new_address(schedule) else url


def moved(schedule: Schedule) -> str | None:
    """Return where a feed has moved for good, once that has held for a while; feeds.yaml should say so."""
    return schedule.moved_to if schedule.moved_polls >= MOVED_AFTER else None


def _failed(
    schedule: Schedule,
    answer: PollSummary,
    *,
    now: datetime,
    base: timedelta,
    jitter: float,
    patience: timedelta,
) -> NextPoll:
    failures = schedule.failures + 1
    since = schedule.failing_since
    if since is None or since > now:
        since = now
    base = min(base, BACKOFF)
    longest = BACKOFF if now - since >= DAY else UNANSWERED if answer.unanswered else ANSWERED
    backoff = doubled(base, failures - 1, max(base, longest))
    planned = min(max(backoff * (1 - SPREAD * jitter), _positive(answer.wait), LEAST), DAY)
    tell = None if schedule.told or (now - since < patience and not answer.gone) else _trouble(answer, since)
    return NextPoll(
        schedule=replace(
            schedule,
            planned=planned,
            failures=failures,
            failing_since=since,
            told=schedule.told or tell is not None,
        ),
        due=now + planned,
        tell=tell,
    )


def _steer(
    interval: timedelta | None,
    answer: PollSummary,
    *,
    every: timedelta | None,
    default: timedelta,
    stretch: int,
) -> timedelta:
    """Shorten after news, lengthen a little after none; much news at once may have pushed some out unseen."""
    start = every or default
    ceiling = min(every or default * STRETCH * stretch, DAY)
    floor = min(FLOOR, start)
    if interval is None:
        wanted = start
    elif answer.fresh == 0:
        wanted = interval * STEADY_RATE
    elif answer.fresh * 3 >= answer.entries * 2:
        wanted = interval / 4
    else:
        wanted = interval / 2
    return max(floor, min(wanted, ceiling))


def _moved(schedule: Schedule, answer: PollSummary) -> tuple[str | None, int]:
    """Count polls that saw the same permanent redirect; a poll at the remembered address keeps it."""
    if answer.moved_to is None:
        kept = answer.not_modified or _at_new_address(schedule)
        return (schedule.moved_to, schedule.moved_polls) if kept else (None, 0)
    if answer.moved_to == schedule.moved_to:
        return schedule.moved_to, schedule.moved_polls + 1
    return answer.moved_to, 1


def _at_new_address(schedule: Schedule) -> bool:
    return moved(schedule) is not None and schedule.failures // BACK_AFTER % 2 == 0


def _trouble(answer: PollSummary, since: datetime) -> str:
    """Word what the operator is told once for each trouble."""
    still = "It is still polled, at least every six hours."
    if answer.gone:
        return f"answers 410 Gone: its publisher has closed it. {still} Mend or remove it in feeds.yaml."
    return f"has failed since {in_words(since)}: {answer.trouble}. {still}"


def _return(schedule: Schedule, now: datetime) -> str:
    since = schedule.failing_since or now
    return f"answers again, after trouble since {in_words(since)}."


def _same(document: Document, stored: Validators | None) -> bool:
    """Say whether the server would call this document unchanged: its strongest validator is the same."""
    if stored is None:
        return False
    if stored.etag is not None:
        return document.validators.etag == stored.etag
    return stored.last_modified is not None and document.validators.last_modified == stored.last_modified


def _positive(wait: timedelta | None) -> timedelta:
    return max(wait or timedelta(0), timedelta(0))
