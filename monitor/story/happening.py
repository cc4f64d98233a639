"""Hold what is known and told of happenings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict, replace

from monitor.model import Event, Level, Step
from monitor.story.course import Course, Reach, place


class Told(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say how far one channel was told of a story, and how loudly."""

    channel: str
    step: Step
    level: Level
    turns: int = 0
    """After how many turns of the story."""
    misread: str | None = None
    """The alert that told it, where people called that misread: the next report of it is told anew."""
    before: Step | None = None
    """Of what was misread: the step that the channel was told before."""

    @property
    def place(self) -> Reach:
        """Where the channel stands in the story's course."""
        return place(self.step, self.turns)


class Story(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold what is known and told of one happening."""

    key: str
    treaty: str
    family: str
    actor: str | None
    step: Step
    """The furthest step published since the last turn."""
    told: Step | None
    """The furthest step that counts as told in every channel: it was there before the first poll of its feed, or was
    told when a state file did not yet tell channels apart."""
    opened: datetime
    updated: datetime
    alerts: tuple[str, ...] = ()
    """The ids of the alerts that told it last, one a channel: their messages are edited as coverage grows."""
    title: str = ""
    """For stories of words alone: the title that opened it, to know near-duplicates by."""
    channels: tuple[Told, ...] = ()
    """How far each channel was told since."""
    turns: int = 0
    turned: datetime | None = None
    left: Step | None = None
    stepped: datetime | None = None
    planned: datetime | None = None
    denied: datetime | None = None
    unhanded: datetime | None = None
    """Its course beside the step: the fields of `Course`, by the same names."""
    acted: datetime | None = None
    """When the act was first reported as done; by the record, its day."""
    number: int | None = None
    """How many States had done the same, as told beside it: `Ghana becomes the 60th to ratify the treaty`."""
    taken_back: str = ""
    """Where nobody tells it any more who did: the title of now of the first who did."""

    @property
    def course(self) -> Course:
        """How far it has come."""
        return Course(**{name: getattr(self, name) for name in Course.__struct_fields__})

    def come_to(self, course: Course) -> Story:
        """Return this story, come as far as a course."""
        return replace(self, **asdict(course))

    def misread(self, step: Step) -> bool:
        """Say whether people called misread what a channel was told of this step last."""
        return any(told.misread and told.step is step for told in self.channels)

    @property
    def disputed(self) -> bool:
        """Say whether what it came to was denied, and not confirmed since."""
        return self.denied is not None and self.step is not Step.CONFIRMED

    @property
    def doubted(self) -> bool:
        """Say whether what it came to is denied, called misread, or told by nobody any more."""
        return self.disputed or bool(self.taken_back) or self.misread(self.step)

    @property
    def furthest(self) -> Step | None:
        """The furthest step that anybody was told."""
        latest = max(self.channels, key=lambda told: told.place, default=None)
        return latest.step if latest and latest.place > place(self.told) else self.told


class Joined(Struct, frozen=True, kw_only=True):
    """Say how one event joined a story."""

    story: Story
    event: Event | None
    step: Step
    because: str
    turns: int = 0
    """After how many turns of the story the step stands."""
    rule: str | None = None
    """The rule by whose words alone the entry joined, where no event did."""
    repeats: bool = False
    """The entry told it before it was disowned, or is a copy of one called misread (`monitor.decide.relay`)."""

    @property
    def place(self) -> Reach:
        """Where the step stands in the story's course."""
        return place(self.step, self.turns)


Find = Callable[[str], Story | None]


def key_of(treaty: str, actor: str | None, family: str) -> str:
    """Return the key of the story of an actor's first act of a family."""
    return f"{treaty}:{actor or '*'}:{family}"


def thread_of(story: Story) -> str:
    """Return the key of the thread that tells of an actor and a treaty, over all its happenings."""
    return f"{story.treaty}:{story.actor or story.key.rpartition(':')[2]}"
